"""From a folder of weights to trained parts that compute: the only place that knows ONNX files."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from parley.errors import WeightsError

MANIFEST = "manifest.json"
FILES = ("encoder.onnx", "spans.onnx", "ranker.onnx", "transitions.npy", "tokenizer.json", "blocks.json")
EVENT_FILES = ("grammar.onnx", "relations.npz", "roles.onnx")
"""What events need besides; a folder of weights may lack them, and no events are found then."""
BESIDE_FILES = ("pair_states.npz",)
"""What is used only when something is asked for: no reading depends on it, so it does not name the weights' state."""
FORMAT = 2
_CURE = "Install Parley again, or name a folder with whole weights in the setting `weights`"
CUDA = "CUDAExecutionProvider"
CPU = "CPUExecutionProvider"
_CUDA_CURE = (
    "Install the extra `cuda` in place of the plain onnxruntime (pip uninstall onnxruntime, then "
    "pip install --force-reinstall onnxruntime-gpu), see to CUDA and cuDNN as its version asks, "
    'or set `device` to "cpu"'
)

Device = Literal["cpu", "cuda"]
Floats = npt.NDArray[np.float32]
Integers = npt.NDArray[np.int64]


def default_folder() -> Path:
    """The weights that ship with Parley."""
    return Path(__file__).parent / "data"


def file_digest(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a weights folder.

    Raises:
        WeightsError: it is missing, unreadable or of another format.
    """
    path = folder / MANIFEST
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise WeightsError("there is no readable weights manifest", where=str(path), cure=_CURE) from error
    if manifest.get("format") != FORMAT:
        found = manifest.get("format")
        raise WeightsError(f"the weights have format {found}, this version reads {FORMAT}", where=str(path), cure=_CURE)
    return dict(manifest)


@dataclass(frozen=True)
class Weights:
    """Loaded weights; fulfils the language room's ``Models``."""

    folder: Path
    manifest: dict[str, Any]
    device: Device = "cpu"

    @property
    def digest(self) -> str:
        """SHA-256 over the digests of all files: names one state of the weights."""
        return hashlib.sha256(json.dumps(self.manifest["files"], sort_keys=True).encode()).hexdigest()

    @cached_property
    def tokenizer(self) -> Any:
        """The encoder's tokenizer."""
        from tokenizers import Tokenizer  # noqa: PLC0415 - start-up: only a run that tags needs it

        return Tokenizer.from_file(str(self.folder / "tokenizer.json"))

    @cached_property
    def transitions(self) -> Floats:
        """(tags, tags) scores of the span tagger's CRF."""
        return np.asarray(np.load(self.folder / "transitions.npy"), dtype=np.float32)

    @property
    def numbers(self) -> dict[str, float]:
        """Numbers tuned on the dev split: thresholds and calibration."""
        return dict(self.manifest["numbers"])

    @cached_property
    def blocks(self) -> dict[str, Any]:
        """The weights of the block classifier."""
        return dict(json.loads((self.folder / "blocks.json").read_text(encoding="utf-8")))

    def encode(self, ids: Integers, features: Integers, words: Integers) -> dict[str, Floats]:
        """What the encoder says of one window: arrays (words, width) by the names of its outputs."""
        session = self._encoder
        found = session.run(None, {"ids": ids[None], "features": features[None], "words": words[None]})
        return {output.name: array[0] for output, array in zip(session.get_outputs(), found, strict=True)}

    def tag_spans(self, states: Floats, cue: Floats, other: Floats, distance: Integers) -> Floats:
        """Scores (cues, words, tags) of the sources and contents of a window's cues."""
        inputs = {"states": states, "cue": cue, "other": other, "distance": distance}
        return np.asarray(self._spans.run(None, inputs)[0], dtype=np.float32)

    def rank(self, later: Floats, earlier: Floats, features: Integers) -> Floats:
        """Scores (pairs,) of earlier mentions as antecedents of later ones."""
        inputs = {"later": later, "earlier": earlier, "features": features}
        return np.asarray(self._ranker.run(None, inputs)[0], dtype=np.float32)

    @property
    def knows_events(self) -> bool:
        """Whether the folder holds what events need."""
        return all(name in self.manifest["files"] for name in EVENT_FILES)

    def tag_roles(self, states: Floats) -> tuple[Floats, Floats, Floats, float]:
        """Scores of the sides of events, log odds of acts and scores of their types, of one sentence's word states.

        The last one is the log odds that the sentence tells of an event.
        """
        tags, acts, types, told = self._roles.run(None, {"states": states})
        return np.asarray(tags), np.asarray(acts), np.asarray(types), float(told[0])

    def parse(self, states: Floats) -> tuple[Floats, Floats, Floats]:
        """Arcs, relations and parts of speech of one sentence, from its word states."""
        arcs, relations, parts = self._grammar.run(None, {"states": states})
        return np.asarray(arcs), np.asarray(relations), np.asarray(parts)

    @cached_property
    def pair_weights(self) -> dict[str, Floats]:
        """The numbers of the model of what one actor does to another, by name."""
        with np.load(self.folder / "relations.npz") as arrays:
            return {name: np.asarray(arrays[name], dtype=np.float32) for name in arrays.files}

    @cached_property
    def state_weights(self) -> dict[str, dict[str, Floats]] | None:
        """The numbers of the models of how two actors stand to each other, by model and name; None without them."""
        if "pair_states.npz" not in self.manifest.get("beside", {}):
            return None
        found: dict[str, dict[str, Floats]] = {}
        with np.load(self.folder / "pair_states.npz") as arrays:
            for name in arrays.files:
                model, _, part = name.partition("_")
                found.setdefault(model, {})[part] = np.asarray(arrays[name], dtype=np.float32)
        return found

    @cached_property
    def _grammar(self) -> Any:
        return _session(self.folder / "grammar.onnx", self.device)

    @cached_property
    def _roles(self) -> Any:
        return _session(self.folder / "roles.onnx", self.device)

    @cached_property
    def _encoder(self) -> Any:
        return _session(self.folder / "encoder.onnx", self.device)

    @cached_property
    def _spans(self) -> Any:
        return _session(self.folder / "spans.onnx", self.device)

    @cached_property
    def _ranker(self) -> Any:
        return _session(self.folder / "ranker.onnx", self.device)


def providers_of(device: Device) -> tuple[str, ...]:
    """The onnxruntime providers that compute on a device, the preferred one first.

    Raises:
        WeightsError: the installed onnxruntime cannot use it.
    """
    if device == "cpu":
        return (CPU,)
    import onnxruntime  # noqa: PLC0415 - start-up: only a run that tags needs it

    if CUDA not in onnxruntime.get_available_providers():
        raise WeightsError("the installed onnxruntime knows no CUDA", where="setting `device`", cure=_CUDA_CURE)
    return (CUDA, CPU)


def _session(path: Path, device: Device) -> Any:
    """An inference session on one thread: cores are used by processes, results never depend on them."""
    import onnxruntime  # noqa: PLC0415 - start-up: only a run that tags needs it

    providers = providers_of(device)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    try:
        session = onnxruntime.InferenceSession(str(path), options, providers=list(providers))
    except Exception as error:  # onnxruntime has no common base for what a damaged file raises
        raise WeightsError("the weights file cannot be loaded", where=str(path), cure=_CURE) from error
    if providers[0] not in session.get_providers():  # onnxruntime goes on without a provider that does not start
        raise WeightsError("CUDA does not start on this machine", where="setting `device`", cure=_CUDA_CURE)
    return session


def load_weights(folder: Path | None = None, *, check: bool = False, device: Device = "cpu") -> Weights:
    """The weights of a folder.

    Args:
        folder: where they lie; the shipped ones if None.
        check: whether to compare every file with the manifest's digest (reads all of them).
        device: where they are to compute.

    Raises:
        WeightsError: files are missing, altered or of another format, or the device cannot be used.
    """
    providers_of(device)
    folder = folder or default_folder()
    manifest = read_manifest(folder)
    for name, digest in (manifest["files"] | manifest.get("beside", {})).items():
        path = folder / name
        if not path.is_file():
            raise WeightsError("a weights file is missing", where=str(path), cure=_CURE)
        if check and file_digest(path) != digest:
            raise WeightsError("the weights file was altered", where=str(path), cure=_CURE)
    return Weights(folder, manifest, device)
