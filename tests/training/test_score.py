"""The scores, on rows small enough to count by hand."""

from parley.training.score import accepted_at, calibration, count_document, f1, score

TEXT = "Novak said that it rains. Weiss denied it."
GOLD: list[dict[str, object]] = [
    {"source": [[0, 5]], "cue": [[6, 10]], "content": [[11, 24]]},
    {"source": [[26, 31]], "cue": [[32, 38]], "content": [[39, 41]]},
]


def test_a_perfect_prediction() -> None:
    """Equal statements score 100 everywhere."""
    counts = count_document(TEXT, GOLD, GOLD)
    assert all(f1(counts, name) == 100 for name in ("frag source", "frag cue", "frag content", "DET", "SOFT", "EXACT"))


def test_a_wrong_source_is_found_but_not_soft() -> None:
    """A statement with another source counts as found and as nothing more."""
    wrong = [GOLD[0] | {"source": [[26, 31]]}, GOLD[1]]
    counts = count_document(TEXT, wrong, GOLD)
    assert (counts["DET", "hit"], counts["SOFT", "hit"], counts["EXACT", "hit"]) == (2, 1, 1)


def test_running_and_nested_statements_do_not_count() -> None:
    """Running speech without a cue, and what is nested in a counted content, are left out."""
    more: list[dict[str, object]] = [*GOLD, {"source": [], "cue": [], "content": [[0, 5]], "extended": True}]
    more.append({"source": [], "cue": [[16, 18]], "content": [[19, 24]], "nested": True})
    assert count_document(TEXT, more, GOLD)["DET", "predicted"] == 2


def test_intervals_hold_the_mean() -> None:
    """The bootstrap interval of equal documents is a point."""
    found = score([{"text": TEXT, "statements": GOLD}] * 3, [{"statements": GOLD[:1]}] * 3, samples=50)
    mean, low, high = found["DET"]
    assert low == mean == high


def test_calibration_and_acceptance() -> None:
    """Confidences that come true are calibrated; the surest are accepted while they stay right."""
    sure, unsure = [(1.0, True)] * 9, [(0.0, False)] * 3
    assert calibration([*sure, *unsure]) == 0
    assert calibration([(1.0, False)] * 4) == 1
    assert accepted_at([*sure, *unsure], 0.95) == (0.75, 1.0)
