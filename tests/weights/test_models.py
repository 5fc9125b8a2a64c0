"""Weights folders: what is missing or altered is said, never guessed around."""

import json
from pathlib import Path

import numpy as np
import onnxruntime
import pytest

from parley.errors import WeightsError
from parley.weights.models import CPU, CUDA, FORMAT, default_folder, file_digest, load_weights, providers_of


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


def test_the_processor_needs_no_provider_but_its_own(tmp_path: Path) -> None:
    """Without a setting the weights compute on the processor alone, whatever else is installed."""
    assert load_weights(folder_with(tmp_path)).device == "cpu"
    assert providers_of("cpu") == (CPU,)


def test_cuda_comes_first_and_the_processor_behind_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """What CUDA cannot compute, the processor does; onnxruntime says what it knows."""
    monkeypatch.setattr(onnxruntime, "get_available_providers", lambda: [CUDA, CPU])
    assert providers_of("cuda") == (CUDA, CPU)


@pytest.mark.skipif(CUDA in onnxruntime.get_available_providers(), reason="this onnxruntime knows CUDA")
def test_an_onnxruntime_without_cuda(tmp_path: Path) -> None:
    """A device that cannot be used is one error when the weights are loaded, with the packages that cure it."""
    with pytest.raises(WeightsError, match="CUDA") as failed:
        load_weights(folder_with(tmp_path), device="cuda")
    assert "onnxruntime-gpu" in failed.value.cure
    assert "`device`" in failed.value.where


@pytest.mark.filterwarnings("ignore:Specified provider")
def test_a_cuda_that_does_not_start(weights: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A session that onnxruntime quietly made on the processor instead is an error, not a slow success."""
    if CUDA in onnxruntime.get_available_providers():
        pytest.skip("this onnxruntime knows CUDA")
    monkeypatch.setattr(onnxruntime, "get_available_providers", lambda: [CUDA, CPU])
    on_cuda = load_weights(weights.parent, device="cuda")
    numbers = np.zeros((1, 3), dtype=np.int64)
    with pytest.raises(WeightsError, match="does not start"):
        on_cuda.encode(numbers[0], numbers, numbers[0])


def test_what_stands_beside_is_loaded_and_does_not_name_the_state(tmp_path: Path) -> None:
    """Models that no reading depends on are read by model and part, checked like the others, and change no digest."""
    before = load_weights(folder_with(tmp_path))
    assert before.state_weights is None
    np.savez(tmp_path / "pair_states.npz", state_words=np.ones((5, 3)), state_least=np.zeros(5))
    beside = {"pair_states.npz": file_digest(tmp_path / "pair_states.npz")}
    weights = load_weights(folder_with(tmp_path, beside=beside), check=True)
    assert weights.digest == before.digest
    found = weights.state_weights
    assert found is not None
    assert {name: array.shape for name, array in found["state"].items()} == {"words": (5, 3), "least": (5,)}
    (tmp_path / "pair_states.npz").write_bytes(b"other")
    with pytest.raises(WeightsError, match="altered"):
        load_weights(tmp_path, check=True)
