"""Whether every package that Parley installs has a licence that Parley may be shipped beside.

Walks the dependencies of the installed distribution, extras of users included, and reads each one's
licence from its own metadata: a licence expression, a licence field, or classifiers. "A OR B" passes
where one passes, "A AND B" where both do. The npm packages in the desk's browser bundles are held to the same list.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tools import frontend

DISTRIBUTION = "parley-record"
EXTRAS = ("networks",)

ALLOWED = frozenset(
    {
        "0bsd",
        "apache-2.0",
        "bsd",
        "bsd-2-clause",
        "bsd-3-clause",
        "cc0-1.0",
        "cnri-python",
        "hpnd",
        "isc",
        "mit",
        "mit-0",
        "mit-cmu",
        "mpl-2.0",
        "psf-2.0",
        "python-2.0",
        "unlicense",
        "zlib",
        "zpl-2.1",
    }
)

SPOKEN = {
    "3-clause bsd license": "bsd-3-clause",
    "apache 2.0": "apache-2.0",
    "apache license 2.0": "apache-2.0",
    "apache license, version 2.0": "apache-2.0",
    "apache software license": "apache-2.0",
    "bsd 2-clause license": "bsd-2-clause",
    "bsd 3-clause license": "bsd-3-clause",
    "bsd license": "bsd",
    "bsd-0-clause": "0bsd",
    "isc license": "isc",
    "isc license (iscl)": "isc",
    "mit license": "mit",
    "mozilla public license 2.0 (mpl 2.0)": "mpl-2.0",
    "python software foundation license": "psf-2.0",
    "the bsd 2-clause license": "bsd-2-clause",
    "the unlicense (unlicense)": "unlicense",
}
"""Names that licences have in older metadata."""

EXCEPTIONS = {
    "pypdfium2": "offers BSD-3-Clause and Apache-2.0; the PDFium that it carries is under the same",
    "socksio": "its metadata names no licence; the LICENSE file that it carries is MIT's",
    "tld": "offers MPL-1.1, GPL-2.0 or LGPL-2.1 at our choice; taken under MPL-1.1, unchanged, as its own package",
}
"""Packages that pass for a spoken reason."""


LONGEST = 200
"""Characters; in what is longer, a package has written the licence itself where its name belongs."""


def licences_of(found: Distribution) -> str:
    """The licence of a distribution as one expression; empty where it names none."""
    metadata = found.metadata
    for name in ("License-Expression", "License"):
        for value in metadata.get_all(name) or []:
            if value.strip() and "\n" not in value.strip() and len(value) < LONGEST:
                return str(value.strip())
    classifiers = metadata.get_all("Classifier") or []
    names = [line.rsplit("::", 1)[-1].strip() for line in classifiers if line.startswith("License ::")]
    return " AND ".join(name for name in names if name != "OSI Approved")


def is_allowed(expression: str) -> bool:
    """Whether an expression of SPDX names, or of their older spoken forms, passes."""
    name = expression.strip().lower()
    name = SPOKEN.get(name, name)
    if name in ALLOWED:
        return True
    for joint, passes in ((" or ", any), (" and ", all)):
        parts = _parts(name, joint)
        if len(parts) > 1:
            return passes(is_allowed(part) for part in parts)
    return name.startswith("(") and name.endswith(")") and is_allowed(name[1:-1])


def _parts(expression: str, joint: str) -> list[str]:
    """What stands between the joints that no parenthesis encloses."""
    parts = [""]
    for piece in re.split(f"({joint})", expression):
        closed = parts[-1].count("(") == parts[-1].count(")")
        if piece == joint and closed:
            parts.append("")
        else:
            parts[-1] += piece
    return parts


def installed(root: str = DISTRIBUTION, extras: tuple[str, ...] = EXTRAS) -> Iterator[Distribution]:
    """A distribution's dependencies, theirs and so on, each once."""
    waiting = [(root, frozenset(extras))]
    walked: set[tuple[str, frozenset[str]]] = set()
    given = {root}
    while waiting:
        name, wanted = waiting.pop()
        if (name, wanted) in walked:
            continue
        walked.add((name, wanted))
        try:
            found = distribution(name)
        except PackageNotFoundError:
            continue  # a dependency of other platforms, or an extra that is not installed
        if name not in given:
            given.add(name)
            yield found
        for line in found.requires or []:
            needed = Requirement(line)
            if needed.marker is None or any(needed.marker.evaluate({"extra": extra}) for extra in (*wanted, "")):
                waiting.append((canonicalize_name(needed.name), frozenset(needed.extras)))


def refused() -> list[str]:
    """A sentence for each package that may not be shipped."""
    problems = []
    for found in installed():
        licence = licences_of(found)
        if canonicalize_name(found.name) not in EXCEPTIONS and not is_allowed(licence):
            problems.append(f"{found.name} {found.version}: its licence is {licence or 'not named'!r}.")
    for name, version, licence in frontend.shipped_packages():
        if not is_allowed(licence):
            problems.append(f"{name} {version}, for browsers: its licence is {licence or 'not named'!r}.")
    return problems


if __name__ == "__main__":
    count = len({found.name for found in installed()})
    problems = refused()
    for problem in problems:
        print(problem, "Drop the package, or list it with a reason in tools/check_licences.py.", file=sys.stderr)
    if not problems:
        browsers = len(list(frontend.shipped_packages()))
        print(f"Licences: {count} packages and {browsers} for browsers, all may be shipped beside Parley.")
    sys.exit(bool(problems))
