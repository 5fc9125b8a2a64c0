"""Which hosts may be reached: names are resolved once, and only what is public on the whole internet passes.

Law of this module: what was checked is what is connected to. The guard gives IP addresses, and nothing
after it looks a name up again, so that a name that changes its answer (DNS rebinding) gains nothing.
"""

from __future__ import annotations

import ipaddress
import queue
import socket
import threading
from collections.abc import Callable, Collection

from parley.errors import NotAllowed, PageRefused
from parley.pages.fetching.addresses import PORTS, Address, shown

Resolver = Callable[[str, int], Collection[str]]
"""A host's name and a port to its IP addresses; raises OSError where there are none."""

MOST_LOOKUPS = 64
"""Names that may be looked up at once, those that hang included."""
MOST_ANSWERS = 16
"""Addresses of one name that are checked; a name with more is refused."""

_IPV4_CLOSED = tuple(
    map(
        ipaddress.IPv4Network,
        (
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/3",
        ),
    )
)
"""IANA's special-purpose registry for IPv4, multicast and what is reserved; Python's own list differs by version."""
_IPV6_OPEN = ipaddress.IPv6Network("2000::/3")
"""The only part of IPv6 that is given out to the world. IPv4-mapped, NAT64, local and multicast lie outside."""
_IPV6_CLOSED = tuple(map(ipaddress.IPv6Network, ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")))
"""Teredo and other protocols, documentation, 6to4, documentation again."""

_lookups = threading.BoundedSemaphore(MOST_LOOKUPS)


class Guard:
    """Checks where an address leads.

    Args:
        ports: ports that may be reached.
        reachable: hosts that may be reached although they are not public, each as IP address and port, such
            as "10.0.0.5:80" or "[fd00::5]:80".
        resolver: looks names up; the system's own if None.
        names_only: leave looking up to a proxy, and check what an address itself tells.
    """

    def __init__(
        self,
        *,
        ports: Collection[int] = tuple(PORTS.values()),
        reachable: Collection[str] = (),
        resolver: Resolver | None = None,
        names_only: bool = False,
    ) -> None:
        self._ports = frozenset(ports)
        self._reachable = frozenset(map(_endpoint, reachable))
        self._resolver = resolver or system_addresses
        self._names_only = names_only

    def check(self, address: Address, *, seconds: float) -> tuple[str, ...]:
        """The IP addresses that may be connected to for an address; none where a proxy will look the name up.

        Args:
            address: where it is meant to lead.
            seconds: how long looking its name up may take.

        Raises:
            PageRefused: the port or an IP address is not allowed, or the name cannot be looked up.
        """
        where = shown(address.url)
        if address.port not in self._ports and address.port not in {port for _, port in self._reachable}:
            cure = f"Allowed are the ports {', '.join(map(str, sorted(self._ports)))}"
            raise NotAllowed(f"port {address.port} is not one of the web", where=where, cure=cure)
        try:
            found: tuple[str, ...] = (str(ipaddress.ip_address(address.host)),)
        except ValueError:
            if self._names_only:
                self._check_name(address.host, where)
                return ()
            found = self._lookup(address, where, seconds)
        for one in found:
            if not self.allows(one, address.port):
                cure = "Only public sites are fetched; the setting `reachable` names exceptions"
                raise NotAllowed(f"this leads to {one}, which is not public", where=where, cure=cure)
        return () if self._names_only else found

    def allows(self, ip: str, port: int) -> bool:
        """Whether an IP address and port may be connected to."""
        try:
            read = ipaddress.ip_address(ip)
        except ValueError:
            return False
        return (read, port) in self._reachable or (port in self._ports and is_public(read))

    def _check_name(self, host: str, where: str) -> None:
        """Names that only a local network knows are refused before a proxy sees them."""
        if "." not in host or host.endswith((".localhost", ".local", ".internal", ".lan", ".home.arpa")):
            raise NotAllowed("this is a name of a local network", where=where, cure="Only public sites are fetched")

    def _lookup(self, address: Address, where: str, seconds: float) -> tuple[str, ...]:
        cure = "Check the name and your connection, and try again"
        try:
            found = tuple(dict.fromkeys(look_up(self._resolver, address.host, address.port, seconds=seconds)))
        except TimeoutError as error:
            raise PageRefused("looking up the host's name took too long", where=where, cure=cure) from error
        except (OSError, UnicodeError) as error:
            raise PageRefused("the host's name cannot be found", where=where, cure=cure) from error
        if not found:
            raise PageRefused("the host's name has no address", where=where, cure=cure)
        if len(found) > MOST_ANSWERS:
            raise PageRefused(f"the host's name has {len(found)} addresses", where=where, cure="Leave it out")
        return found


def is_public(ip: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    """Whether an IP address belongs to the internet that everyone shares.

    Addresses that carry another one inside (IPv4-mapped, 6to4, Teredo, NAT64) do not.
    """
    if isinstance(ip, ipaddress.IPv4Address):
        return ip.is_global and not any(ip in network for network in _IPV4_CLOSED)
    return (
        ip.is_global and ip.scope_id is None and ip in _IPV6_OPEN and not any(ip in network for network in _IPV6_CLOSED)
    )


def system_addresses(host: str, port: int) -> tuple[str, ...]:
    """The IP addresses that this computer's resolver gives."""
    return tuple(str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))


def look_up(resolver: Resolver, host: str, port: int, *, seconds: float) -> Collection[str]:
    """What a resolver gives within a time; one that hangs is left behind in a thread that no exit waits for.

    Raises:
        TimeoutError: it takes longer, or too many hang already.
        OSError: it fails.
    """
    if not _lookups.acquire(timeout=max(0.0, seconds)):
        raise TimeoutError
    answers: queue.SimpleQueue[Collection[str] | Exception] = queue.SimpleQueue()

    def look() -> None:
        try:
            answers.put(resolver(host, port))
        except Exception as error:
            answers.put(error)
        finally:
            _lookups.release()

    threading.Thread(target=look, name=f"lookup of {host}", daemon=True).start()
    try:
        answer = answers.get(timeout=max(0.001, seconds))
    except queue.Empty as error:
        raise TimeoutError from error
    if isinstance(answer, OSError | UnicodeError):
        raise answer
    if isinstance(answer, Exception):
        raise OSError(str(answer)) from answer
    return answer


def _endpoint(text: str) -> tuple[ipaddress.IPv4Address | ipaddress.IPv6Address, int]:
    """An IP address and a port.

    Raises:
        ValueError: the text is none.
    """
    host, _, port = text.rpartition(":")
    return ipaddress.ip_address(host.removeprefix("[").removesuffix("]")), int(port)
