"""The network: a MiniLM encoder, taggers for cues and names, and a cue-anchored span tagger.

One pass of the encoder gives word vectors. Two taggers find the cues of a window: those of
the author's own attributions (outer) and those inside somebody's speech (nested). For each
cue a small transformer, told where the cue stands, tags the words of its source and content;
a CRF (Lafferty et al. 2001) decodes them. Telling the span tagger the distance to the cue is
our form of the role-relative features of CofeNet (Wang et al., COLING 2022): links need no
rule of nearness, sources may be shared and contents discontinuous.
"""

from __future__ import annotations

import json
import struct
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from parley.language.cues import DISTANCES
from parley.language.reference import NO_ANTECEDENT, SIZES
from parley.language.words import CASES

CUE_TAGS = 3
"""O, B, I: for each of the outer and the nested level."""
SPAN_TAGS = 5
"""O, B-source, I-source, B-content, I-content."""
NAME_TAGS = 9
"""O, then B and I of person, organization, place, other."""
HEAD_TAGS = 4
"""No head of a mention of an actor, or of a person, organization or place."""
REFER = 128
"""Width of a mention's vector."""
POINT = 32
"""Width of the vectors that point from a mention's head to its first and last word."""
WIDTH = 384
NARROW = 160


def read_safetensors(path: Path) -> dict[str, torch.Tensor]:
    """The tensors of a .safetensors file (float32)."""
    raw = path.read_bytes()
    (size,) = struct.unpack("<Q", raw[:8])
    header = json.loads(raw[8 : 8 + size])
    found = {}
    for name, entry in header.items():
        if name != "__metadata__" and entry["dtype"] == "F32":
            start, end = entry["data_offsets"]
            array = np.frombuffer(raw[8 + size + start : 8 + size + end], dtype="<f4").reshape(entry["shape"])
            found[name] = torch.from_numpy(array.copy())
    return found


class Layer(nn.Module):
    """A transformer layer in BERT's arrangement (normalization after the residual)."""

    def __init__(self, width: int, heads: int, inner: int, dropout: float = 0.1) -> None:
        super().__init__()
        self.heads = heads
        self.dropout = dropout
        self.query = nn.Linear(width, width)
        self.key = nn.Linear(width, width)
        self.value = nn.Linear(width, width)
        self.out = nn.Linear(width, width)
        self.norm = nn.LayerNorm(width, eps=1e-12)
        self.up = nn.Linear(width, inner)
        self.down = nn.Linear(inner, width)
        self.norm2 = nn.LayerNorm(width, eps=1e-12)

    def forward(self, x: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """States (batch, length, width); mask (batch, 1, 1, length), True where there is a word."""
        batch, length, width = x.shape
        split = [
            part(x).view(batch, length, self.heads, width // self.heads).transpose(1, 2)
            for part in (self.query, self.key, self.value)
        ]
        mixed = F.scaled_dot_product_attention(*split, attn_mask=mask)
        mixed = self.out(mixed.transpose(1, 2).reshape(batch, length, width))
        x = self.norm(x + F.dropout(mixed, self.dropout, self.training))
        inner = self.down(F.gelu(self.up(x)))
        return self.norm2(x + F.dropout(inner, self.dropout, self.training))


class Encoder(nn.Module):
    """MiniLM with word features added to its input; gives one vector for each word."""

    def __init__(
        self,
        *,
        vocabulary: int = 30522,
        layers: int = 6,
        width: int = WIDTH,
        heads: int = 12,
        inner: int = 1536,
        positions: int = 512,
    ) -> None:
        super().__init__()
        self.pieces = nn.Embedding(vocabulary, width)
        self.positions = nn.Embedding(positions, width)
        self.cases = nn.Embedding(len(CASES) + 1, width)
        self.flags = nn.Parameter(torch.zeros(2, width))
        nn.init.zeros_(self.cases.weight)
        self.norm = nn.LayerNorm(width, eps=1e-12)
        self.layers = nn.ModuleList(Layer(width, heads, inner) for _ in range(layers))
        self.mix = nn.Parameter(torch.tensor([-2.0] * (min(layers, 4) - 1) + [1.0]))

    @classmethod
    def of_folder(cls, folder: Path) -> Encoder:
        """An encoder in the shape of a Hugging Face folder with a BERT (``config.json``, ``model.safetensors``).

        Raises:
            ValueError: the folder holds another kind of model.
        """
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        if config.get("model_type") != "bert":
            kind = config.get("model_type")
            raise ValueError(f"{folder}: a model of type {kind!r}; only BERT-shaped encoders ('bert') can be taken")
        encoder = cls(
            vocabulary=config["vocab_size"],
            layers=config["num_hidden_layers"],
            width=config["hidden_size"],
            heads=config["num_attention_heads"],
            inner=config["intermediate_size"],
            positions=config["max_position_embeddings"],
        )
        encoder.load_pretrained(folder)
        return encoder

    @property
    def shape(self) -> dict[str, int]:
        """The arguments that make an encoder of this shape."""
        return {
            "vocabulary": self.pieces.num_embeddings,
            "layers": len(self.layers),
            "width": self.pieces.embedding_dim,
            "heads": self.layers[0].heads,
            "inner": self.layers[0].up.out_features,
            "positions": self.positions.num_embeddings,
        }

    def load_pretrained(self, folder: Path) -> None:
        """Take the weights of a BERT-shaped model folder."""
        found = read_safetensors(folder / "model.safetensors")
        found = {name.removeprefix("bert."): tensor for name, tensor in found.items()}
        state = {
            "pieces.weight": found["embeddings.word_embeddings.weight"],
            "positions.weight": found["embeddings.position_embeddings.weight"]
            + found["embeddings.token_type_embeddings.weight"][0],
            "norm.weight": found["embeddings.LayerNorm.weight"],
            "norm.bias": found["embeddings.LayerNorm.bias"],
        }
        names = {
            "query": "attention.self.query",
            "key": "attention.self.key",
            "value": "attention.self.value",
            "out": "attention.output.dense",
            "norm": "attention.output.LayerNorm",
            "up": "intermediate.dense",
            "down": "output.dense",
            "norm2": "output.LayerNorm",
        }
        for index in range(len(self.layers)):
            for ours, theirs in names.items():
                for part in ("weight", "bias"):
                    state[f"layers.{index}.{ours}.{part}"] = found[f"encoder.layer.{index}.{theirs}.{part}"]
        missing, unexpected = self.load_state_dict(state, strict=False)
        if unexpected or set(missing) - {"cases.weight", "flags", "mix"}:
            raise ValueError(f"{folder}: not the weights of a BERT of this size ({missing}, {unexpected})")

    def forward(
        self, ids: torch.Tensor, features: torch.Tensor, mask: torch.Tensor, words: torch.Tensor
    ) -> torch.Tensor:
        """Word vectors (batch, words, width) from pieces (batch, pieces) and each word's first piece."""
        length = ids.shape[1]
        flags = features[..., 1:].to(self.flags.dtype) @ self.flags
        x = (
            self.pieces(ids)
            + self.positions(torch.arange(length, device=ids.device))
            + self.cases(features[..., 0])
            + flags
        )
        x = F.dropout(self.norm(x), 0.1, self.training)
        states = []
        for layer in self.layers:
            x = layer(x, mask[:, None, None, :])
            states.append(x)
        shares = torch.softmax(self.mix, 0)
        mixed = sum(share * state for share, state in zip(shares, states[-len(shares) :], strict=True))
        return torch.gather(mixed, 1, words[..., None].expand(-1, -1, mixed.shape[-1]))


class CueTagger(nn.Module):
    """Tags the cues of both levels, and names; narrows the states for the span tagger."""

    def __init__(self, width: int = WIDTH) -> None:
        super().__init__()
        self.cue = nn.Linear(width, CUE_TAGS)
        self.nested = nn.Linear(width, CUE_TAGS)
        self.name = nn.Linear(width, NAME_TAGS)
        self.narrow = nn.Linear(width, NARROW)

    def forward(self, states: torch.Tensor) -> tuple[torch.Tensor, ...]:
        """Scores of the cue, nested and name tags, and states (batch, words, NARROW)."""
        dropped = F.dropout(states, 0.1, self.training)
        return self.cue(dropped), self.nested(dropped), self.name(dropped), self.narrow(dropped)


class SpanTagger(nn.Module):
    """Tags the source and content of one cue, for each cue of a batch."""

    def __init__(self) -> None:
        super().__init__()
        self.distance = nn.Embedding(2 * DISTANCES + 1, NARROW)
        self.other = nn.Parameter(torch.zeros(NARROW))
        self.gate = nn.Linear(NARROW, NARROW)
        self.shift = nn.Linear(NARROW, NARROW)
        self.norm = nn.LayerNorm(NARROW)
        self.layers = nn.ModuleList(Layer(NARROW, 5, 2 * NARROW) for _ in range(2))
        self.out = nn.Linear(NARROW, SPAN_TAGS)

    def forward(
        self, states: torch.Tensor, cue: torch.Tensor, other: torch.Tensor, distance: torch.Tensor, mask: torch.Tensor
    ) -> torch.Tensor:
        """Scores (cues, words, SPAN_TAGS).

        Args:
            states: (cues, words, NARROW).
            cue: (cues, words), 1 on the words of this cue.
            other: (cues, words), 1 on the words of other cues.
            distance: (cues, words), index from ``distance_index``.
            mask: (cues, words), True where there is a word.
        """
        pooled = (states * cue[..., None]).sum(1) / cue.sum(1, keepdim=True)
        x = states * torch.sigmoid(self.gate(pooled))[:, None] + self.shift(pooled)[:, None]
        x = self.norm(x + self.distance(distance) + other[..., None] * self.other)
        for layer in self.layers:
            x = layer(x, mask[:, None, None, :])
        return self.out(x).float()


class ReferenceTagger(nn.Module):
    """Finds the heads of mentions of actors, points to their ends, and says how real a predicate is."""

    def __init__(self, width: int = WIDTH) -> None:
        super().__init__()
        self.head = nn.Linear(width, HEAD_TAGS)
        self.points = nn.Linear(width, 4 * POINT)
        self.refer = nn.Linear(width, REFER)
        self.factual = nn.Linear(width, 1)

    def forward(self, states: torch.Tensor) -> tuple[torch.Tensor, ...]:
        """Head scores (…, HEAD_TAGS), pointing vectors (…, 4 POINT), mention vectors (…, REFER), factuality (…, 1)."""
        dropped = F.dropout(states, 0.1, self.training)
        return self.head(dropped), self.points(dropped), self.refer(dropped), self.factual(dropped)


class Ranker(nn.Module):
    """Scores an earlier mention as the antecedent of a later one, or none (Dobrovolskii 2021, mention ranking)."""

    def __init__(self) -> None:
        super().__init__()
        self.later = nn.Linear(REFER, REFER)
        self.earlier = nn.Linear(REFER, REFER)
        self.both = nn.Linear(REFER, REFER, bias=False)
        self.features = nn.ModuleList(nn.Embedding(size, REFER) for size in SIZES)
        self.nobody = nn.Parameter(torch.zeros(REFER))
        self.inner = nn.Linear(REFER, REFER // 2)
        self.out = nn.Linear(REFER // 2, 1)

    def forward(self, later: torch.Tensor, earlier: torch.Tensor, features: torch.Tensor) -> torch.Tensor:
        """Scores (pairs,) of mention vectors (pairs, REFER) with features (pairs, len(SIZES))."""
        none = (features[:, :1] == NO_ANTECEDENT).to(later.dtype)
        earlier = earlier * (1 - none) + self.nobody * none
        x = self.later(later) + self.earlier(earlier) + self.both(later * earlier)
        for index, table in enumerate(self.features):
            x = x + table(features[:, index])
        x = F.dropout(torch.relu(x), 0.2, self.training)
        return self.out(torch.relu(self.inner(x)))[:, 0].float()


class Attributor(nn.Module):
    """All parts together, with the CRF's transitions."""

    def __init__(self, encoder: Encoder | None = None) -> None:
        super().__init__()
        self.encoder = encoder or Encoder()
        self.tagger = CueTagger(self.encoder.pieces.embedding_dim)
        self.spans = SpanTagger()
        self.references = ReferenceTagger(self.encoder.pieces.embedding_dim)
        self.ranker = Ranker()
        self.transitions = nn.Parameter(torch.zeros(SPAN_TAGS, SPAN_TAGS))
        self.register_buffer("allowed", allowed_transitions())


def allowed_transitions() -> torch.Tensor:
    """0 where a span tag may follow another, -1e4 where it may not (an inside tag after a foreign one)."""
    allowed = torch.zeros(SPAN_TAGS, SPAN_TAGS)
    for inside, begin in ((2, 1), (4, 3)):
        for before in range(SPAN_TAGS):
            if before not in (inside, begin):
                allowed[before, inside] = -1e4
    return allowed


def crf_loss(scores: torch.Tensor, tags: torch.Tensor, mask: torch.Tensor, transitions: torch.Tensor) -> torch.Tensor:
    """Negative log-likelihood of each tag sequence, (cues,).

    Args:
        scores: (cues, words, tags).
        tags: (cues, words).
        mask: (cues, words); the first word of each row is always there.
        transitions: (tags, tags), score of the second after the first.
    """
    gold = torch.gather(scores, 2, tags[..., None])[..., 0]
    moves = transitions[tags[:, :-1], tags[:, 1:]] * mask[:, 1:]
    path = (gold * mask).sum(1) + moves.sum(1)
    total = scores[:, 0]
    for index in range(1, scores.shape[1]):
        step = torch.logsumexp(total[:, :, None] + transitions[None], 1) + scores[:, index]
        total = torch.where(mask[:, index, None], step, total)
    return torch.logsumexp(total, 1) - path
