"""Averages runs that started from the same weights: ``python -m parley.training.average OUT.pt RUN.pt RUN.pt ...``.

Weights of runs that went on from one another, or from the same start, lie in one valley, so that their
mean is a model too, and mostly a better one than each (model soups, Wortsman and others 2022). It costs
nothing when the weights are used.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import torch


def average(runs: list[dict[str, Any]]) -> dict[str, Any]:
    """The mean of some runs, as ``fit`` writes them.

    Args:
        runs: of models of one shape.

    Raises:
        ValueError: their models have other parts.
    """
    models = [run["model"] for run in runs]
    if any(set(model) != set(models[0]) for model in models):
        raise ValueError("these runs are of models with other parts, which have no mean")
    mean = {
        name: torch.stack([model[name].double() for model in models]).mean(0).to(part.dtype)
        if part.is_floating_point()
        else part
        for name, part in models[0].items()
    }
    return {**runs[0], "model": mean, "steps": sum(int(run["steps"]) for run in runs)}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("runs", type=Path, nargs="+")
    options = parser.parse_args()
    found = [torch.load(path, map_location="cpu", weights_only=False) for path in options.runs]
    torch.save(average(found), options.out)
    print(f"{options.out}: the mean of {len(found)} runs")
