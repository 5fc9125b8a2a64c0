"""Servers on loopback that answer as they are told, badly behaved ones included; every loop of theirs ends."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Self

Answer = bytes | Callable[[socket.socket], None]
HANDSHAKE = b"\x16\x03"
"""How a client begins that wants to encrypt."""
PAGE = b"<html><title>Talks</title><p>The minister said that taxes would rise.</p></html>"


def answer(body: bytes = PAGE, *, status: str = "200 OK", **headers: str) -> bytes:
    """An answer of HTTP; names of headers are written with underscores."""
    lines = [f"HTTP/1.1 {status}"]
    given = {"content_type": "text/html; charset=utf-8", "content_length": str(len(body)), **headers}
    lines += [f"{name.replace('_', '-').title()}: {value}" for name, value in given.items() if value]
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body


def redirect(target: str, status: str = "302 Found") -> bytes:
    """An answer that points on."""
    return answer(b"", status=status, location=target)


class Server:
    """A server; a context manager. Its answers are bytes, or functions that are given the connection.

    Args:
        answers: by path; "*" answers all others.
        context: encrypts, if given.
    """

    def __init__(self, answers: dict[str, Answer] | None = None, *, context: ssl.SSLContext | None = None) -> None:
        self.answers = answers if answers is not None else {}
        self.requests: list[bytes] = []
        self.names: list[str | None] = []
        """What clients called this server in the TLS handshake."""
        self._context = context
        if context is not None:
            context.sni_callback = lambda _, name, __: self.names.append(name)
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self._ended = threading.Event()

    def __enter__(self) -> Self:
        threading.Thread(target=self._serve, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()

    @property
    def endpoint(self) -> str:
        """Its IP address and port."""
        return f"127.0.0.1:{self.port}"

    def url(self, path: str = "/", host: str = "news.example") -> str:
        """An address of it, by a name that tests resolve to loopback."""
        return f"{'https' if self._context else 'http'}://{host}:{self.port}{path}"

    def asked(self, path: str) -> list[bytes]:
        """The requests for a path."""
        return [one for one in self.requests if one.split(b" ", 2)[1] == path.encode()]

    def _serve(self) -> None:
        while not self._ended.is_set():
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=(connection,), daemon=True).start()

    def _answer(self, connection: socket.socket) -> None:
        with suppress(OSError), connection:
            connection.settimeout(20)
            if self._context is not None:
                connection = self._context.wrap_socket(connection, server_side=True)
            request = b""
            while b"\r\n\r\n" not in request and len(request) < 100_000 and (more := connection.recv(65_536)):
                request += more
                if request.startswith(HANDSHAKE):
                    request = b"HANDSHAKE * "
                    break
            if not request:
                return
            self.requests.append(request)
            path = request.split(b" ", 2)[1].decode("latin-1")
            found = self.answers.get(path, self.answers.get("*", answer(b"", status="404 Not Found")))
            if callable(found):
                found(connection)
            else:
                connection.sendall(found)
            with suppress(OSError):
                connection.shutdown(socket.SHUT_WR)
            connection.close()


def certificate(folder: Path, name: str) -> tuple[Path, Path]:
    """A certificate for a name, signed by itself, and its key."""
    program = shutil.which("openssl")
    if program is None:
        raise FileNotFoundError("openssl")
    key, own = folder / f"{name}.key", folder / f"{name}.pem"
    command = [program, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    command += ["-days", "2", "-subj", f"/CN={name}", "-addext", f"subjectAltName=DNS:{name}"]
    subprocess.run([*command, "-keyout", str(key), "-out", str(own)], check=True, capture_output=True, timeout=60)
    return own, key


def context_of(pair: tuple[Path, Path]) -> ssl.SSLContext:
    """What a server with that certificate encrypts with."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*pair)
    return context
