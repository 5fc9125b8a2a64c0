"""Likeness of meaning: the untouched sentence encoder that ships beside the trained weights.

all-MiniLM-L6-v2, int8, as its makers trained it: one vector of length one for each text (Reimers and
Gurevych 2019), so that a product of two vectors is their cosine.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from parley.errors import WeightsError
from parley.weights.models import default_folder

MODEL, ABOUT = "similarity.onnx", "similarity.json"
WIDTH = 384
LONGEST = 256
"""Pieces of a text that are looked at: what the encoder was trained on."""

Vectors = npt.NDArray[np.float32]
"""(texts, 384), rows of length one."""


@dataclass(frozen=True)
class SentenceEncoder:
    """Texts to vectors; loaded when it is first used.

    Args:
        folder: with the model and the tokenizer.
    """

    folder: Path

    def vectors(self, texts: Iterable[str]) -> Vectors:
        """A vector for each text; that of a text without words is zero.

        Args:
            texts: of any length; only their beginnings count where they are long.
        """
        rows = [self._vector(text) for text in texts]
        return np.stack(rows) if rows else np.zeros((0, WIDTH), dtype=np.float32)

    def _vector(self, text: str) -> npt.NDArray[np.float32]:
        if not any(sign.isalnum() for sign in text):
            return np.zeros(WIDTH, dtype=np.float32)
        ids = self._tokenizer.encode(text).ids
        if len(ids) > LONGEST:
            ids = [*ids[: LONGEST - 1], ids[-1]]
        (vector,) = self._session.run(None, {"ids": np.array([ids], dtype=np.int64)})[0]
        return np.asarray(vector, dtype=np.float32)

    @cached_property
    def _tokenizer(self) -> Any:
        from tokenizers import Tokenizer  # noqa: PLC0415 - start-up: only who asks for likeness needs it

        tokenizer = Tokenizer.from_file(str(self.folder / "tokenizer.json"))
        tokenizer.no_padding()
        tokenizer.no_truncation()
        return tokenizer

    @cached_property
    def _session(self) -> Any:
        import onnxruntime  # noqa: PLC0415 - the same

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        path = self.folder / MODEL
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def load_sentence_encoder(folder: Path | None = None) -> SentenceEncoder:
    """The sentence encoder that ships with Parley.

    Args:
        folder: another one that holds it; None for the package's own.

    Raises:
        WeightsError: it is missing or altered.
    """
    found = folder or default_folder()
    cure = "Install Parley again"
    try:
        wanted = json.loads((found / ABOUT).read_text(encoding="utf-8"))["sha256"]
        digest = hashlib.sha256((found / MODEL).read_bytes()).hexdigest()
    except (OSError, ValueError, KeyError) as error:
        raise WeightsError("the sentence encoder is missing", where=str(found), cure=cure) from error
    if digest != wanted:
        raise WeightsError("the sentence encoder is not the one that was shipped", where=str(found / MODEL), cure=cure)
    return SentenceEncoder(found)
