"""Any BERT-shaped folder can be the encoder: tried on a tiny one with random weights."""

import json
import struct
from pathlib import Path

import pytest

torch = pytest.importorskip(
    "torch", reason="ENCODER FOLDERS NOT TRIED: PyTorch is not installed (pip install parley-record[training])"
)

SHAPE = {
    "model_type": "bert",
    "vocab_size": 60,
    "num_hidden_layers": 2,
    "hidden_size": 24,
    "num_attention_heads": 2,
    "intermediate_size": 48,
    "max_position_embeddings": 40,
}


def write_tensors(path: Path, shapes: dict[str, tuple[int, ...]]) -> None:
    """A .safetensors file of random numbers."""
    header, raw = {}, b""
    for name, shape in shapes.items():
        data = torch.randn(*shape).numpy().astype("<f4").tobytes()
        header[name] = {"dtype": "F32", "shape": list(shape), "data_offsets": [len(raw), len(raw) + len(data)]}
        raw += data
    head = json.dumps(header).encode()
    path.write_bytes(struct.pack("<Q", len(head)) + head + raw)


def tiny(folder: Path, **changes: object) -> Path:
    """A folder with a tiny BERT, its layers named as such folders name them."""
    (folder / "config.json").write_text(json.dumps({**SHAPE, **changes}), encoding="utf-8")
    shapes: dict[str, tuple[int, ...]] = {
        "embeddings.word_embeddings.weight": (60, 24),
        "embeddings.position_embeddings.weight": (40, 24),
        "embeddings.token_type_embeddings.weight": (2, 24),
        "embeddings.LayerNorm.weight": (24,),
        "embeddings.LayerNorm.bias": (24,),
    }
    sizes = {
        "attention.self.query": (24, 24),
        "attention.self.key": (24, 24),
        "attention.self.value": (24, 24),
        "attention.output.dense": (24, 24),
        "intermediate.dense": (48, 24),
        "output.dense": (24, 48),
    }
    for layer in range(2):
        for part, size in sizes.items():
            shapes[f"encoder.layer.{layer}.{part}.weight"] = size
            shapes[f"encoder.layer.{layer}.{part}.bias"] = size[:1]
        for part in ("attention.output.LayerNorm", "output.LayerNorm"):
            shapes[f"encoder.layer.{layer}.{part}.weight"] = (24,)
            shapes[f"encoder.layer.{layer}.{part}.bias"] = (24,)
    write_tensors(folder / "model.safetensors", shapes)
    return folder


def test_an_encoder_takes_the_shape_of_its_folder(tmp_path: Path) -> None:
    """Depth, width and vocabulary come from the folder, and word vectors come out in that width."""
    from parley.training.model import Attributor, Encoder  # noqa: PLC0415 - needs PyTorch

    model = Attributor(Encoder.of_folder(tiny(tmp_path))).eval()
    assert model.encoder.shape == {
        "vocabulary": 60,
        "layers": 2,
        "width": 24,
        "heads": 2,
        "inner": 48,
        "positions": 40,
    }
    ids = torch.randint(0, 60, (1, 9))
    words = torch.arange(1, 8)[None]
    states = model.encoder(ids, torch.zeros(1, 9, 3, dtype=torch.long), torch.ones(1, 9, dtype=torch.bool), words)
    assert states.shape == (1, 7, 24)
    assert [part.shape[-1] for part in model.tagger(states)][:3] == [3, 3, 9]


def test_another_kind_of_model_is_refused(tmp_path: Path) -> None:
    """A folder with a model of another shape is refused, and the message says of what kind it is."""
    from parley.training.model import Encoder  # noqa: PLC0415 - needs PyTorch

    with pytest.raises(ValueError, match="roberta"):
        Encoder.of_folder(tiny(tmp_path, model_type="roberta"))
