"""``parley desk``: the web page where analysts read, judge, search and see."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import TYPE_CHECKING

import click

from parley.cli.shell import ALL_DONE, record_option, settings_with

if TYPE_CHECKING:
    from fastapi import FastAPI

LOOPBACK = "127.0.0.1"


@click.command(
    "desk",
    epilog="""\b
Examples:
  parley desk
  parley desk --record news.db --port 9000
  parley desk --coder ana --coder ben
""",
)
@click.option("--coder", "coders", multiple=True, metavar="NAME", help="Who judges; may be repeated, one address each.")
@click.option("--port", type=click.IntRange(0, 65535), default=8765, show_default=True, help="0 takes any free one.")
@click.option("--host", default=LOOPBACK, show_default=True, help="Where to listen; this machine only.")
@click.option("--name", "names", multiple=True, metavar="HOST", help="Another name, with port, by which it is called.")
@click.option("--open/--no-open", "opening", default=False, help="Open the address in the browser.")
@record_option
def desk_command(
    *, coders: tuple[str, ...], port: int, host: str, names: tuple[str, ...], opening: bool, record: Path | str | None
) -> int:
    """Open the desk, and print the address by which each coder is let in, once.

    It listens on this machine only. Stop it with Ctrl-C; nothing that was saved is lost.
    """
    import uvicorn

    from parley.web import create_app

    settings = settings_with(record=record)
    listening = _listen(host, port)
    port = listening.getsockname()[1]
    hosts = [f"{one}:{port}" for one in dict.fromkeys((host, LOOPBACK, "localhost"))] + list(names)
    app = create_app(settings, hosts=hosts, cookie=f"parley-{port}")
    addresses = _invite(app, coders or (settings.coder or _login_name(),), host, port)
    if opening:
        click.launch(addresses[0])
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", server_header=False, date_header=False))
    server.run(sockets=[listening])
    click.echo("The desk is closed.", err=True)
    return ALL_DONE


def _listen(host: str, port: int) -> socket.socket:
    """A socket that is bound before anything is printed, so that the address printed is the one that answers.

    Raises:
        UsageError: the port is taken, or there is no such host.
    """
    from parley.errors import UsageError

    listening = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        what = f"it cannot listen there: {error.strerror}"
        raise UsageError(what, where=f"{host}:{port}", cure="Name another port: --port 0") from error
    return listening


def _invite(app: FastAPI, coders: tuple[str, ...], host: str, port: int) -> list[str]:
    """Print an address for each coder; it works once."""
    found = []
    for coder in dict.fromkeys(coders):
        address = f"http://{host}:{port}/login?token={app.state.desk.people.invite(coder)}"
        click.echo(f"{coder}: {address}")
        found.append(address)
    return found


def _login_name() -> str:
    import getpass

    return getpass.getuser()
