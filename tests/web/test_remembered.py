"""What is asked within a moment is looked up once; what was changed is looked up anew."""

from __future__ import annotations

import threading

import pytest

from parley.web import remembered
from parley.web.remembered import Remembered


def test_an_answer_holds_for_a_moment_and_no_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Within the moment nobody looks again; after it somebody does where the record was written to, and not else."""
    now = [0.0]
    monkeypatch.setattr("parley.web.remembered.time.monotonic", lambda: now[0])
    moment = [1]
    held, asked = Remembered(lambda: moment[0]), []
    for at, written, times in (
        (0.0, 1, 1),
        (1.9, 2, 1),
        (2.1, 2, 2),
        (3.0, 2, 2),
        (9.0, 2, 2),
        (9.1, 3, 2),
        (11.1, 3, 3),
    ):
        now[0], moment[0] = at, written
        held.get("x", lambda: asked.append(0))
        assert len(asked) == times, at


def test_a_change_is_seen_at_once() -> None:
    """After a change the answer is looked up anew, also where somebody was looking while it was made."""
    moment = [1]
    held = Remembered(lambda: moment[0])

    def write() -> None:
        moment[0] += 1
        held.forget()

    assert held.get("x", lambda: 1) == 1
    held.forget()
    assert held.get("x", lambda: 2) == 1
    write()
    assert held.get("x", lambda: 2) == 2

    def slow() -> int:
        write()
        return 3

    write()
    assert held.get("x", slow) == 3
    assert held.get("x", lambda: 4) == 4


def test_many_who_ask_at_once_look_once() -> None:
    """Twenty who ask for the same thing get one look; a look that fails is tried again by the next."""
    held, looks, ready = Remembered(lambda: 1), [], threading.Event()

    def look() -> int:
        ready.wait(5)
        looks.append(1)
        return len(looks)

    found: list[int] = []
    threads = [threading.Thread(target=lambda: found.append(held.get("x", look))) for _ in range(20)]
    for thread in threads:
        thread.start()
    ready.set()
    for thread in threads:
        thread.join(10)
    assert found == [1] * 20
    with pytest.raises(ZeroDivisionError):
        held.get("y", lambda: 1 // 0)
    assert held.get("y", lambda: 5) == 5


def test_only_so_much_is_kept() -> None:
    """However many questions are asked, memory stays bounded."""
    held = Remembered(lambda: 1)
    for number in range(2 * remembered.KEPT):
        held.get(number, lambda: None)
    assert len(held) == remembered.KEPT
