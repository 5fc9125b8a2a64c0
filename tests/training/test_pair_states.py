"""Training of how two actors stand to each other: readers of corpora, least chances, and the features of reading."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.language.pair_states import LABELS, NEVER, chances
from parley.language.relations import masked_texts
from parley.weights.similarity import load_sentence_encoder

pair_states = pytest.importorskip("parley.training.pair_states", reason="the training extra is not installed")
pair_rows = pytest.importorskip("parley.training.pair_rows")


def test_bracketed_names_become_pairs_in_both_orders(tmp_path: Path) -> None:
    """A label of the second to the first is that of the other order; sentences may be left out."""
    lines = [
        "[Norvia] praised [Estrada]s envoys.\tNorvia\tEstrada\t1",
        "[Norvia] was booed by [Estrada] (again).\tNorvia\tEstrada\t4",
        "[Norvia] met [Estrada] in May.\tNorvia\tEstrada\t0",
    ]
    path = tmp_path / "directed.txt"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    rows = pair_rows.read_sentiments(path, without={"Norvia met Estrada in May."})
    assert [row.label for row in rows] == ["positive", "none", "none", "negative"]
    forth, back = rows[0].pair, rows[1].pair
    assert forth.words.forms[slice(*forth.source)] == ("Norvia",)
    assert (forth.source, forth.target) == (back.target, back.source)
    assert rows[2].group == "Norvia was booed by Estrada (again)."


def write_document(folder: Path, text: str, entities: list[str], relations: list[tuple[str, str, str]]) -> None:
    """A source of re3d with one document; entities and relations are given by their words."""
    folder.mkdir(parents=True)

    def place(words: str, begin: str, end: str) -> dict[str, int]:
        return {begin: text.index(words), end: text.index(words) + len(words)}

    tables: dict[str, list[dict[str, Any]]] = {
        "documents": [{"_id": "d", "text": text}],
        "entities": [{"documentId": "d", "type": "Organisation", **place(one, "begin", "end")} for one in entities],
        "relations": [
            {
                "documentId": "d",
                "type": kind,
                **place(source, "sourceBegin", "sourceEnd"),
                **place(target, "targetBegin", "targetEnd"),
            }
            for kind, source, target in relations
        ],
    }
    for name, rows in tables.items():
        words = "\n".join(map(json.dumps, rows))
        (folder / f"{name}.json").write_text(words, encoding="utf-8-sig")


def test_states_are_read_from_every_pair_of_a_sentence(tmp_path: Path) -> None:
    """Part of: one way; fighting: both ways; what stands inside another entity, or in two sentences, is no pair."""
    text = "The Blue Guard of Norvia fights the Reds, who are part of the Front. Estrada waits."
    entities = ["The Blue Guard of Norvia", "Norvia", "the Reds", "the Front", "Estrada"]
    relations = [("FightingAgainst", "The Blue Guard of Norvia", "the Reds"), ("BelongsTo", "the Reds", "the Front")]
    write_document(tmp_path / "Gazette", text, entities, relations)
    write_document(tmp_path / "Wikipedia", text, entities, relations)
    rows = pair_rows.read_states(tmp_path, seed=0)
    found = {
        (
            " ".join(row.pair.words.forms[slice(*row.pair.source)]),
            " ".join(row.pair.words.forms[slice(*row.pair.target)]),
        ): row.label
        for row in rows
    }
    guard, reds, front = "The Blue Guard of Norvia", "the Reds", "the Front"
    assert len(rows) == len(found) == 6
    assert found == {
        (guard, reds): "fighting",
        (reds, guard): "fighting",
        (reds, front): "part of",
        (front, reds): "none",
        (guard, front): "none",
        (front, guard): "none",
    }
    assert all(row.named and row.learned for row in rows)


@given(
    st.lists(st.tuples(st.floats(0.01, 0.99), st.booleans()), max_size=60, unique_by=lambda answer: answer[0]),
    st.floats(0.5, 0.95),
)
def test_from_the_least_chance_on_enough_is_right(answers: list[tuple[float, bool]], aimed_at: float) -> None:
    """Or no chance is enough; a handful of answers never is."""
    shares, hits = np.array([c for c, _ in answers]), np.array([h for _, h in answers], dtype=bool)
    asked = pair_states.Asked(shares, hits, np.array(["d"] * len(answers), dtype=np.str_))
    least = pair_states.least_of(asked, aimed_at=aimed_at)
    shown = shares >= least
    if least == NEVER:
        right = hits[np.argsort(-shares)].cumsum() / np.arange(1, len(answers) + 1)
        assert not (right[pair_states.FEWEST - 1 :] >= aimed_at).any()
    else:
        assert shown.sum() >= pair_states.FEWEST
        assert hits[shown].mean() >= aimed_at


def test_what_is_shown_is_measured_with_its_interval() -> None:
    """Precision of what is shown, recall of what is there, drawn anew by groups."""
    hits = np.array([True, True, False, True, False, False])
    asked = pair_states.Asked(np.linspace(0.9, 0.1, 6), hits, np.array(list("aabbcc")))
    found = pair_states.measure(asked, asked.chances > 0.5, 200)
    assert (found["there"], found["shown"]) == (3, 3)
    assert found["precision"][0] == found["recall"][0] == pytest.approx(66.7)
    assert found["precision"][1] <= 66.7 <= found["precision"][2]


@pytest.mark.usefixtures("weights")
def test_reading_gives_the_chances_that_were_fitted(tmp_path: Path) -> None:
    """The written numbers and the features of reading are those of training."""
    path = tmp_path / "directed.txt"
    sentences = [
        "[Norvia] praised [Estrada].\tn\te\t1",
        "[Norvia] cursed [Estrada].\tn\te\t3",
        "[Norvia] met [Estrada].\tn\te\t0",
    ]
    path.write_text("\n".join(sentences), encoding="utf-8")
    rows = pair_rows.read_sentiments(path)
    features = pair_states.features_of(rows)
    weights = pair_states.fit(features, rows, "sentiment", np.arange(len(rows)))
    encoder, expected = load_sentence_encoder(), pair_states.chances_of(weights, features)
    for row, share in zip(rows, expected, strict=True):
        found = chances(weights, row.pair, encoder.vectors(masked_texts(row.pair)).ravel())
        assert list(found) == pytest.approx(list(share), abs=1e-4)
        assert LABELS["sentiment"][int(share.argmax())] == row.label
