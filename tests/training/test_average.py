"""The mean of runs that started from the same weights."""

from __future__ import annotations

import pytest

torch = pytest.importorskip(
    "torch", reason="RUNS NOT AVERAGED: PyTorch is not installed (pip install parley-record[training])"
)

average = pytest.importorskip("parley.training.average").average


def test_the_mean_of_two_runs() -> None:
    """Weights are averaged part by part in their own type; what is no number stays; other models are refused."""
    one = {"model": {"a": torch.tensor([1.0, 3.0]), "n": torch.tensor(2)}, "steps": 5, "seed": 1}
    other = {"model": {"a": torch.tensor([3.0, 5.0]), "n": torch.tensor(2)}, "steps": 7, "seed": 2}
    mean = average([one, other])
    assert mean["model"]["a"].tolist() == [2.0, 4.0]
    assert mean["model"]["a"].dtype == torch.float32
    assert mean["model"]["n"].item() == 2
    assert mean["steps"] == 12
    with pytest.raises(ValueError, match="other parts"):
        average([one, {"model": {"b": torch.tensor([1.0])}, "steps": 1}])
