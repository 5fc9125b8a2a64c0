"""The wire: connections to checked IP addresses only, with every byte and every second counted.

Law of this module: no call waits longer than what is left of the whole fetch, however slowly bytes trickle.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import httpcore

from parley.pages.fetching.guard import look_up, system_addresses

Clock = Callable[[], float]


class OutOfTimeError(Exception):
    """The whole fetch has taken as long as it may."""


class OutOfBytesError(Exception):
    """The answer has taken as many bytes as it may."""


class Deadline:
    """The time that a fetch has; the waiting that politeness asks for does not count.

    Args:
        seconds: how long it has.
        clock: monotonic.
    """

    def __init__(self, seconds: float, clock: Clock = time.monotonic) -> None:
        self._clock = clock
        self._until = clock() + seconds

    def left(self, most: float | None = None) -> float:
        """Seconds that a call may wait: what is left, and ``most`` at most.

        Raises:
            OutOfTimeError: nothing is left.
        """
        left = self._until - self._clock()
        if left <= 0:
            raise OutOfTimeError
        return left if most is None else min(left, most)

    @contextmanager
    def kept(self) -> Iterator[None]:
        """A call that was given what is left: if it ran into the end, that is what is said.

        Raises:
            OutOfTimeError: nothing is left.
        """
        try:
            yield
        except httpcore.TimeoutException:
            self.left()
            raise

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Time that does not count."""
        begun = self._clock()
        try:
            yield
        finally:
            self._until += self._clock() - begun


class Meter:
    """Bytes that came over the wire for one answer.

    Args:
        most: how many may come.
    """

    def __init__(self, most: int) -> None:
        self.bytes = 0
        self._most = most

    def count(self, number: int) -> None:
        """Count some more.

        Raises:
            OutOfBytesError: they are too many.
        """
        self.bytes += number
        if self.bytes > self._most:
            raise OutOfBytesError


class Wire(httpcore.NetworkBackend):
    """Connects to IP addresses that were checked, whatever name it is asked for.

    Args:
        ips: the checked addresses, tried in order; if empty, ``host`` itself is connected to (a proxy that was
            chosen by hand).
        deadline: of the fetch.
        meter: counts what is read.
    """

    def __init__(self, ips: Collection[str], *, deadline: Deadline, meter: Meter) -> None:
        self._ips = tuple(ips)
        self._deadline = deadline
        self._meter = meter
        self._system = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """A stream to the first checked address that answers."""
        last: Exception = httpcore.ConnectError("there is nothing to connect to")
        for ip in self._ips or self._proxy_addresses(host, port, timeout):
            try:
                with self._deadline.kept():
                    left = self._deadline.left(timeout)
                    stream = self._system.connect_tcp(ip, port, left, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                last = error
            else:
                return MeteredStream(stream, deadline=self._deadline, meter=self._meter)
        raise last

    def _proxy_addresses(self, host: str, port: int, timeout: float | None) -> tuple[str, ...]:
        """Where the proxy is, which may be anywhere: it was chosen by hand."""
        try:
            return tuple(look_up(system_addresses, host, port, seconds=self._deadline.left(timeout)))
        except OSError as error:
            raise httpcore.ConnectError(f"the proxy {host} cannot be found") from error

    def sleep(self, seconds: float) -> None:
        """Wait within the time that is left."""
        time.sleep(self._deadline.left(seconds))


class MeteredStream(httpcore.NetworkStream):
    """A stream whose bytes are counted and whose waiting is bounded.

    Args:
        stream: what it passes on.
        deadline: of the fetch.
        meter: counts what is read.
    """

    def __init__(self, stream: httpcore.NetworkStream, *, deadline: Deadline, meter: Meter) -> None:
        self._stream = stream
        self._deadline = deadline
        self._meter = meter

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Some bytes; none at the end."""
        with self._deadline.kept():
            content = self._stream.read(max_bytes, self._deadline.left(timeout))
        self._meter.count(len(content))
        return content

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send some bytes."""
        with self._deadline.kept():
            self._stream.write(buffer, self._deadline.left(timeout))

    def close(self) -> None:
        """End it."""
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """The stream, encrypted, once the certificate has been checked against the name."""
        with self._deadline.kept():
            stream = self._stream.start_tls(ssl_context, server_hostname, self._deadline.left(timeout))
        return MeteredStream(stream, deadline=self._deadline, meter=self._meter)

    def get_extra_info(self, info: str) -> Any:
        """What the stream beneath tells of itself."""
        return self._stream.get_extra_info(info)


def trusted_roots() -> ssl.SSLContext:
    """A context that trusts the system's certificate authorities, or Mozilla's where the system has none."""
    context = ssl.create_default_context()
    paths = ssl.get_default_verify_paths()
    if not context.cert_store_stats()["x509_ca"] and paths.capath is None:
        import certifi  # noqa: PLC0415 - only where the system has no list of its own

        context.load_verify_locations(certifi.where())
    return context
