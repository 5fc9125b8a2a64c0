"""The generated pages of the documentation: one for the commands, one for the settings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import click

from parley.cli.main import command_line
from parley.settings import FILE_NAME, Settings, environment_name

ROOT = Path(__file__).parent.parent
NOTE = "<!-- Written by `make docs`; change the source, not this page. -->\n"


def pages() -> dict[Path, str]:
    """Each generated page's path and text."""
    reference = ROOT / "docs" / "reference"
    return {reference / "commands.md": commands_page(), reference / "settings.md": settings_page()}


def commands_page() -> str:
    """The reference of all commands, from their own help."""
    parts = [NOTE, "# Commands\n", _help(command_line), _options(command_line)]
    for name, command in command_line.commands.items():
        parts += _section(name, command, "##")
    parts.append("What the exit codes mean stands in [exit codes](exit-codes.md).")
    return "\n".join(part for part in parts if part) + "\n"


def _section(name: str, command: click.Command, level: str) -> list[str]:
    """A command's help, options and examples, and below it those of the commands that it holds."""
    parts = [f"{level} parley {name}\n", f"```\n{_usage(name, command)}\n```\n", _help(command)]
    parts += [_options(command), _examples(command)]
    if isinstance(command, click.Group):
        for below, held in command.commands.items():
            parts += _section(f"{name} {below}", held, f"{level}#")
    return parts


def settings_page() -> str:
    """The reference of all settings, from their own declarations."""
    rows = []
    for one in fields(Settings):
        default = "(unset)" if one.default is None or one.default == () else f"`{one.default}`"
        kind = str(one.type).removesuffix(" | None")
        rows.append(f"| `{one.name}` | `{environment_name(one.name)}` | {kind} | {default} | {one.metadata['help']} |")
    table = "\n".join(["| setting | variable | type | default | what it does |", "|---|---|---|---|---|", *rows])
    return f"""{NOTE}
# Settings

{table}

Four places speak, and the later one wins: the defaults above, `{FILE_NAME}` in your configuration folder
(`~/.config/parley/` on Linux), `{FILE_NAME}` in the working directory, and environment variables. An option of the
command line, such as `--record`, wins over all of them.

```toml
record = "news.db"
largest_page_bytes = 5000000
```

A path in a file is taken from that file's folder; a path in a variable from the working directory. An unknown name or
an unusable value stops Parley with a sentence that says where it stands and what to write.

The variable `PARLEY_CORPORA` is not a setting of Parley: the test suite and the training read the corpora there.
"""


def _usage(name: str, command: click.Command) -> str:
    context = click.Context(command, info_name=f"parley {name}")
    return " ".join([f"parley {name}", *command.collect_usage_pieces(context)])


def _help(command: click.Command) -> str:
    """The help text, each paragraph on one line."""
    paragraphs = re.split(r"\n\s*\n", (command.help or "").strip())
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs) + "\n"


def _options(command: click.Command) -> str:
    rows = list(_option_rows(command))
    return "\n".join(["| option | what it does |", "|---|---|", *rows, ""]) if rows else ""


def _option_rows(command: click.Command) -> Iterator[str]:
    for option in command.params:
        if isinstance(option, click.Option):
            value = "" if option.is_flag else f" {option.metavar or 'NUMBER'}"
            default = f" Default: {option.default}." if option.show_default else ""
            yield f"| `{', '.join(option.opts)}{value}` | {option.help}{default} |"


def _examples(command: click.Command) -> str:
    lines = [line.strip() for line in (command.epilog or "").splitlines()]
    examples = [line for line in lines if line and line not in {"\b", "Examples:"}]
    return "```console\n" + "\n".join(f"$ {line}" for line in examples) + "\n```\n" if examples else ""
