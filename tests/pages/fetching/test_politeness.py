"""Turns with hosts: one at a time, some seconds apart, longer where a host asks for it."""

from __future__ import annotations

import threading
import time

import pytest

from parley.errors import PageRefused
from parley.pages.fetching.politeness import Politeness


class Time:
    """A clock that only waiting moves."""

    def __init__(self) -> None:
        self.now = 100.0
        self.waits: list[float] = []

    def clock(self) -> float:
        """Seconds."""
        return self.now

    def sleep(self, _: threading.Condition, seconds: float) -> None:
        """Let time pass."""
        self.waits.append(seconds)
        self.now += seconds


def test_requests_to_a_host_are_apart() -> None:
    """The second request waits from the end of the first; another host is not waited for."""
    passing = Time()
    politeness = Politeness(delay=2, clock=passing.clock, sleep=passing.sleep)
    with politeness.turn("a.example"):
        passing.now += 5
    with politeness.turn("b.example"):
        assert passing.waits == []
    with politeness.turn("a.example"):
        assert passing.waits == [2]


def test_a_host_may_ask_for_more_time() -> None:
    """A longer delay than the usual one holds; a shorter one does not."""
    passing = Time()
    politeness = Politeness(delay=2, clock=passing.clock, sleep=passing.sleep)
    for delay in (10, 0.5, None):
        with politeness.turn("a.example", delay=delay):
            pass
    with politeness.turn("a.example"):
        assert passing.waits == [10, 2, 2]


def test_a_host_that_wants_no_request_is_refused_for_now() -> None:
    """A pause within the longest wait is waited for; a longer one is a refusal, at once."""
    passing = Time()
    politeness = Politeness(longest_wait=60, clock=passing.clock, sleep=passing.sleep)
    politeness.pause("a.example", 50)
    with politeness.turn("a.example"):
        assert passing.waits == [50]
    politeness.pause("a.example", 3600)
    with pytest.raises(PageRefused, match="no request for 3,600 seconds"), politeness.turn("a.example"):
        pass
    assert passing.waits == [50]


def test_a_turn_ends_with_an_exception_too() -> None:
    """A request that fails gives the turn back."""
    passing = Time()
    politeness = Politeness(clock=passing.clock, sleep=passing.sleep)
    with pytest.raises(ZeroDivisionError), politeness.turn("a.example"):
        raise ZeroDivisionError
    with politeness.turn("a.example"):
        assert passing.waits == [1]


@pytest.mark.parametrize("concurrency", [1, 3])
def test_threads_take_turns(concurrency: int) -> None:
    """However many threads ask, no more than that many have a turn with one host, and all get theirs."""
    politeness = Politeness(delay=0, concurrency=concurrency)
    lock, running, most, served = threading.Lock(), 0, 0, 0

    def work() -> None:
        nonlocal running, most, served
        for _ in range(5):
            with politeness.turn("a.example"):
                with lock:
                    running += 1
                    most = max(most, running)
                time.sleep(0.001)
                with lock:
                    running -= 1
                    served += 1

    threads = [threading.Thread(target=work, daemon=True) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert served == 40
    assert most <= concurrency


def test_a_busy_host_is_given_up() -> None:
    """A turn that another thread never ends is not waited for without end."""
    politeness = Politeness(longest_wait=0.2)
    with (
        politeness.turn("a.example"),
        pytest.raises(PageRefused, match="busy"),
        politeness.turn("a.example", where="http://a.example/x"),
    ):
        pass


def test_many_hosts_are_forgotten() -> None:
    """Hosts that nobody waits for any more take no memory."""
    passing = Time()
    politeness = Politeness(clock=passing.clock, sleep=passing.sleep)
    for number in range(25_000):
        passing.now += 2
        with politeness.turn(f"{number}.example"):
            pass
    assert len(politeness._hosts) <= 10_001
