"""Whether the documentation is true: generated pages current, links alive, commands as they are."""

from __future__ import annotations

import re
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from parley.cli.main import command_line
from tools.reference import ROOT, pages

_LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)|!\[[^\]]*\]\(([^)\s]+)\)")
_FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^#+ +(.+?) *$", re.MULTILINE)


def documents() -> list[Path]:
    """Every page of the documentation."""
    return sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def problems() -> Iterator[str]:
    """A sentence for everything that is not as the documentation says."""
    for path, text in pages().items():
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            yield f"{_name(path)} is not current. Run: make docs"
    for path in documents():
        text = path.read_text(encoding="utf-8")
        yield from (f"{_name(path)}: {problem}" for problem in (*dead_links(path, text), *wrong_commands(text)))


def dead_links(path: Path, text: str) -> Iterator[str]:
    """Links of a page to files or headings that are not there."""
    for match in _LINK.finditer(_FENCE.sub("", text)):
        target = match[1] or match[2]
        if re.match(r"[a-z]+:", target):
            continue
        file, _, anchor = target.partition("#")
        place = path.parent / file if file else path
        if not place.exists():
            yield f"the link to {target} leads nowhere."
        elif anchor and anchor not in anchors(place):
            yield f"there is no heading #{anchor} in {file or 'this page'}."


def anchors(path: Path) -> set[str]:
    """The anchors of a page's headings."""
    headings = _HEADING.findall(_FENCE.sub("", path.read_text(encoding="utf-8")))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def wrong_commands(text: str) -> Iterator[str]:
    """Command lines in a page's code blocks that Parley would not understand."""
    for line in command_lines(text):
        problem = misunderstood(line)
        if problem:
            yield f"`{line}`: {problem}"


def command_lines(text: str) -> Iterator[str]:
    """The ``parley ...`` lines of a page's console blocks, without what stands before and after a pipe."""
    for language, block in _FENCE.findall(text):
        if language in {"console", "bash", "sh"}:
            for line in block.splitlines():
                for part in line.removeprefix("$ ").split(" | "):
                    if part.startswith("parley "):
                        yield re.split(r" >>? ", part)[0]


def misunderstood(line: str) -> str | None:
    """What is wrong with a command line; None where it parses."""
    arguments = shlex.split(line, comments=True)[1:]
    group: click.Group = command_line
    context = click.Context(group, info_name="parley")
    try:
        rest = group.parse_args(context, arguments)
        while True:
            name, command, arguments = group.resolve_command(context, [*context._protected_args, *rest])
            if command is None:
                return None
            context = command.make_context(name, arguments, parent=context)
            if not isinstance(command, click.Group):
                return None
            group, rest = command, context.args
    except click.exceptions.Exit:
        return None
    except click.ClickException as error:
        return error.format_message()


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


if __name__ == "__main__":
    found = list(problems())
    for problem in found:
        print(problem, file=sys.stderr)
    if not found:
        print(f"Documentation: {len(documents())} pages, links and commands are as they say.")
    sys.exit(bool(found))
