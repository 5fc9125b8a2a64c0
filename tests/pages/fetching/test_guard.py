"""The guard: what is not public is not reached, whatever it is called."""

from __future__ import annotations

import ipaddress
import socket
import threading
import time

import pytest

from parley.errors import PageRefused
from parley.pages.fetching.addresses import parse_address
from parley.pages.fetching.guard import Guard, is_public

CLOSED = """0.0.0.0 10.0.0.1 100.64.0.1 100.127.255.254 127.0.0.1 127.255.255.255 169.254.169.254 172.16.0.1 172.31.255.255
192.0.0.1 192.0.0.170 192.0.2.1 192.88.99.1 192.168.1.1 198.18.0.1 198.51.100.1 203.0.113.1 224.0.0.1 239.255.255.255 240.0.0.1
255.255.255.255 :: ::1 ::127.0.0.1 ::ffff:127.0.0.1 ::ffff:93.184.216.34 64:ff9b::7f00:1 64:ff9b::5db8:d822 64:ff9b:1::1 100::1
2001::1 2001:0:4136:e378:8000:63bf:3fff:fdd2 2001:10::1 2001:20::1 2001:db8::1 2002:7f00:1::1 2002:5db8:d822::1 3fff::1 5f00::1
fc00::1 fd00:ec2::254 fe80::1 fec0::1 ff02::1""".split()
OPEN = "1.1.1.1 8.8.8.8 93.184.216.34 100.63.255.255 100.128.0.1 172.32.0.1 2606:2800:220:1::1 2a00:1450::1".split()


@pytest.mark.parametrize("ip", CLOSED)
def test_what_is_not_public_is_refused(ip: str) -> None:
    """Local, shared, reserved and multicast addresses, and those that carry another inside, are refused by name and number."""
    assert not is_public(ipaddress.ip_address(ip))
    guard = Guard(resolver=lambda _, __: (ip,))
    url = f"http://[{ip}]/" if ":" in ip else f"http://{ip}/"
    for given in (url, "http://news.example/"):
        with pytest.raises(PageRefused, match="not public"):
            guard.check(parse_address(given), seconds=5)


@pytest.mark.parametrize("ip", OPEN)
def test_what_is_public_passes(ip: str) -> None:
    """Ordinary addresses of both kinds pass, and come back as what is to be connected to."""
    assert Guard(resolver=lambda _, __: (ip,)).check(parse_address("https://news.example/"), seconds=5) == (ip,)


def test_one_private_address_among_public_ones_refuses_the_name() -> None:
    """A name that leads to a private address as well is not trusted at all."""
    with pytest.raises(PageRefused, match=r"10\.0\.0\.1"):
        Guard(resolver=lambda _, __: ("1.1.1.1", "10.0.0.1")).check(parse_address("http://news.example/"), seconds=5)


@pytest.mark.parametrize("ip", ["fe80::1%eth0", "127.0.0.1\n", "nonsense", ""])
def test_strange_answers_of_a_resolver_are_refused(ip: str) -> None:
    """Scopes and nonsense are no public addresses."""
    with pytest.raises(PageRefused, match="not public"):
        Guard(resolver=lambda _, __: (ip,)).check(parse_address("http://news.example/"), seconds=5)


@pytest.mark.parametrize("port", [22, 25, 8080, 6379])
def test_other_ports_are_refused(port: int) -> None:
    """Only the ports of the web are reached, and no name is looked up for another."""

    def never(host: str, port: int) -> tuple[str, ...]:
        raise AssertionError((host, port))

    with pytest.raises(PageRefused, match="port"):
        Guard(resolver=never).check(parse_address(f"http://news.example:{port}/"), seconds=5)


def test_exceptions_are_exact() -> None:
    """A reachable host is one IP address with one port; neighbours stay closed."""
    guard = Guard(reachable=["127.0.0.1:8000", "[fd00::5]:80"])
    assert guard.check(parse_address("http://127.0.0.1:8000/"), seconds=5) == ("127.0.0.1",)
    assert guard.check(parse_address("http://[fd00::5]/"), seconds=5) == ("fd00::5",)
    for url in ("http://127.0.0.1:80/", "http://127.0.0.2:8000/", "http://[fd00::6]/", "http://1.1.1.1:8000/"):
        with pytest.raises(PageRefused):
            guard.check(parse_address(url), seconds=5)


def test_a_lookup_that_hangs_is_given_up() -> None:
    """A name server that never answers costs the time it was given and no more."""
    ended = threading.Event()

    def hang(host: str, port: int) -> tuple[str, ...]:  # noqa: ARG001 - never answers
        ended.wait(30)
        return ("1.1.1.1",)

    begun = time.monotonic()
    with pytest.raises(PageRefused, match="too long"):
        Guard(resolver=hang).check(parse_address("http://news.example/"), seconds=0.2)
    ended.set()
    assert time.monotonic() - begun < 20


@pytest.mark.parametrize("error", [socket.gaierror("no"), OSError(), UnicodeError(), ValueError("a bug")])
def test_a_lookup_that_fails_is_refused(error: Exception) -> None:
    """Whatever a resolver raises becomes a sentence."""

    def fail(*_: object) -> tuple[str, ...]:
        raise error

    with pytest.raises(PageRefused, match="cannot be found"):
        Guard(resolver=fail).check(parse_address("http://news.example/"), seconds=5)


@pytest.mark.parametrize("count", [0, 17])
def test_no_and_too_many_addresses_are_refused(count: int) -> None:
    """A name without addresses, or with absurdly many, is refused."""
    with pytest.raises(PageRefused, match="address"):
        Guard(resolver=lambda _, __: [f"1.1.1.{one}" for one in range(count)]).check(
            parse_address("http://news.example/"), seconds=5
        )


def test_behind_a_proxy_names_are_not_looked_up() -> None:
    """A proxy looks names up itself, so that none leaks; what can be told without looking up is still refused."""

    def never(host: str, port: int) -> tuple[str, ...]:
        raise AssertionError((host, port))

    guard = Guard(resolver=never, names_only=True)
    assert guard.check(parse_address("https://news.example/"), seconds=5) == ()
    for url in ("http://localhost/", "http://printer.local/", "http://intranet/", "http://10.0.0.1/", "http://[::1]/"):
        with pytest.raises(PageRefused):
            guard.check(parse_address(url), seconds=5)
