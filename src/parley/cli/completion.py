"""``parley completion``: the script that lets a shell complete commands and options."""

from __future__ import annotations

import click

from parley.cli.shell import ALL_DONE


@click.command(
    "completion",
    epilog="""\b
Examples:
  parley completion bash >> ~/.bashrc
  parley completion fish > ~/.config/fish/completions/parley.fish
""",
)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion_command(ctx: click.Context, *, shell: str) -> int:
    """Print the script that teaches a shell to complete parley's commands."""
    from click.shell_completion import get_completion_class

    kind = get_completion_class(shell)
    if kind is None:
        raise click.UsageError(f"{shell}: no completion is known for this shell")
    click.echo(kind(ctx.find_root().command, {}, "parley", "_PARLEY_COMPLETE").source())
    return ALL_DONE
