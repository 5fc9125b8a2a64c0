"""Training of what one actor does to another: marks, and numbers that read as they were fitted."""

from __future__ import annotations

import numpy as np
import pytest

from parley.knowledge.ontology import load_ontology
from parley.knowledge.triggers import load_triggers
from parley.language.relations import LABELS, PairReader
from parley.weights.similarity import load_sentence_encoder

pairs = pytest.importorskip("parley.training.pairs", reason="the training extra is not installed")


def test_marks_become_words() -> None:
    """The first source and target; a missing one holds no words."""
    pair = pairs.read_marked("<s>Norvia</s> condemned <t>the Estradan army</t> and <t>police</t>.")
    assert pair.words.forms[slice(*pair.source)] == ("Norvia",)
    assert pair.words.forms[slice(*pair.target)] == ("the", "Estradan", "army")
    assert pairs.read_marked("<s>Norvia</s> resigned.").target == (0, 0)


@pytest.mark.usefixtures("weights")
def test_reading_gives_the_chances_that_were_fitted() -> None:
    """The exported numbers and the features of reading are those of training."""
    rows = list({row.label: row for row in pairs.own_rows()}.values())
    features = pairs.features_of([row.pair for row in rows])
    model = pairs.fit(features, [row.label for row in rows])
    definitions = [kind.definition for kind in load_ontology().types.values()]
    reader = PairReader(pairs.weights_of(model), load_sentence_encoder(), load_triggers(), definitions)
    expected = model.predict_proba(features[:3])
    for row, chances in zip(rows[:3], expected, strict=True):
        found = reader.chances(row.pair)
        assert [found[label] for label in model.classes_] == pytest.approx(list(chances), abs=1e-4)
    assert set(model.classes_) == set(LABELS)
    assert np.allclose(expected.sum(1), 1)
