"""Weights folders: what is missing or altered is said, never guessed around."""

import json
from pathlib import Path

import numpy as np
import pytest

from parley.errors import WeightsError
from parley.weights.models import FORMAT, default_folder, file_digest, load_weights


def folder_with(place: Path, **changes: object) -> Path:
    """A weights folder with one small file and a manifest."""
    (place / "transitions.npy").write_bytes(b"numbers")
    manifest = {"format": FORMAT, "files": {"transitions.npy": file_digest(place / "transitions.npy")}, "numbers": {}}
    (place / "manifest.json").write_text(json.dumps(manifest | changes), encoding="utf-8")
    return place


def test_a_whole_folder_loads(tmp_path: Path) -> None:
    """A folder whose files are as the manifest says is taken, and its digest names its state."""
    weights = load_weights(folder_with(tmp_path), check=True)
    assert len(weights.digest) == 64


def test_no_manifest(tmp_path: Path) -> None:
    """A folder without a manifest is refused with a cure."""
    with pytest.raises(WeightsError) as failed:
        load_weights(tmp_path)
    assert failed.value.cure


def test_another_format(tmp_path: Path) -> None:
    """Weights of another format are refused, not misread."""
    with pytest.raises(WeightsError, match="format 99"):
        load_weights(folder_with(tmp_path, format=99))


def test_a_missing_file(tmp_path: Path) -> None:
    """A file that the manifest names and the folder lacks is named."""
    (folder_with(tmp_path) / "transitions.npy").unlink()
    with pytest.raises(WeightsError, match=r"transitions\.npy"):
        load_weights(tmp_path)


def test_an_altered_file(tmp_path: Path) -> None:
    """A file that is not the one the manifest names is found out when asked for."""
    (folder_with(tmp_path) / "transitions.npy").write_bytes(b"other numbers")
    with pytest.raises(WeightsError, match="altered"):
        load_weights(tmp_path, check=True)


def test_the_weights_that_ship_are_whole() -> None:
    """Every file that ships is the one its manifest was written for, and none is over 45 MB."""
    weights = load_weights(check=True)
    assert all((default_folder() / name).stat().st_size < 45_000_000 for name in weights.manifest["files"])


def test_a_damaged_graph(tmp_path: Path) -> None:
    """A graph that does not load is an error of the weights, so that a run ends instead of refusing every page."""
    weights = load_weights(folder_with(tmp_path))
    (tmp_path / "encoder.onnx").write_bytes(b"not a graph")
    numbers = np.zeros((1, 3), dtype=np.int64)
    with pytest.raises(WeightsError, match=r"encoder\.onnx"):
        weights.encode(numbers[0], numbers, numbers[0])
