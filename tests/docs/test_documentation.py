"""The documentation is complete and true."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from parley.cli.main import command_line
from parley.settings import Settings, environment_name
from tools import check_docs, check_licences
from tools.reference import ROOT

REFERENCE = ROOT / "docs" / "reference"


def test_nothing_in_the_documentation_is_wrong() -> None:
    """Generated pages are current, links and anchors lead somewhere, command lines parse."""
    assert list(check_docs.problems()) == []


@pytest.mark.parametrize("name", list(command_line.commands))
def test_every_command_is_documented(name: str) -> None:
    """A command that nobody can read about does not exist."""
    page = (REFERENCE / "commands.md").read_text("utf-8")
    assert f"## parley {name}" in page
    for option in command_line.commands[name].params:
        if option.opts[0].startswith("--"):
            assert option.opts[0] in page.split(f"## parley {name}\n")[1].split("\n## ")[0]


@pytest.mark.parametrize("name", [one.name for one in fields(Settings)])
def test_every_setting_is_documented(name: str) -> None:
    """A setting stands in the reference with its variable and what it does."""
    page = (REFERENCE / "settings.md").read_text("utf-8")
    assert f"`{name}`" in page
    assert f"`{environment_name(name)}`" in page


def test_every_page_is_linked_from_the_index() -> None:
    """Each page of the documentation can be found from the first one."""
    index = (ROOT / "docs" / "index.md").read_text("utf-8")
    for page in (ROOT / "docs").rglob("*.md"):
        name = page.relative_to(ROOT / "docs").as_posix()
        assert name == "index.md" or name in index, f"docs/index.md does not link {name}"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[a](nowhere.md)", "leads nowhere"),
        ("[a](#no-such)", "no heading"),
        ("```console\n$ parley save\n```\n", "Missing argument"),
        ("```console\n$ cat x | parley read - --no\n```\n", "No such option"),
    ],
)
def test_the_check_finds_what_is_wrong(text: str, words: str, tmp_path: Path) -> None:
    """A dead link and a wrong command line are found; the check is not blind."""
    page = tmp_path / "page.md"
    page.write_text(text, encoding="utf-8")
    found = [*check_docs.dead_links(page, text), *check_docs.wrong_commands(text)]
    assert len(found) == 1
    assert words in found[0]


def test_all_licences_are_allowed() -> None:
    """Nothing that Parley installs forbids shipping Parley."""
    assert check_licences.refused() == []


@pytest.mark.parametrize(
    ("expression", "allowed"),
    [
        ("MIT", True),
        ("Apache-2.0 OR GPL-3.0-only", True),
        ("BSD-3-Clause AND GPL-3.0-only", False),
        ("Apache Software License", True),
        ("(MIT OR Apache-2.0) AND BSD-3-Clause", True),
        ("(MIT AND AGPL-3.0-only) OR (GPL-3.0-only AND MIT)", False),
        ("LGPL-3.0-or-later", False),
        ("", False),
    ],
)
def test_licence_expressions_are_understood(expression: str, *, allowed: bool) -> None:
    """OR is a choice, AND a burden, and a licence nobody names passes nothing."""
    assert check_licences.is_allowed(expression) is allowed
