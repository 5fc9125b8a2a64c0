"""The CRF tagger: labels, links, training and its cache."""

from pathlib import Path
from typing import Any

import pytest

from bench import crf_tagger
from bench.crf_features import cue_features, shape_of, word_features
from bench.crf_tagger import ROLES, CrfTagger, digest_of, labels_of, link, train
from bench.plain_text import read_plainly, runs_of

TEXT = "Novak said that it rains. “It snows,” Weiss added."
GOLD: list[dict[str, Any]] = [
    {"source": [[0, 5]], "cue": [[6, 10]], "content": [[11, 24]]},
    {"source": [[38, 43]], "cue": [[44, 49]], "content": [[26, 37]]},
]


def test_labels_and_links_give_back_what_was_annotated() -> None:
    """Statements turned into labels and linked again are the same statements."""
    read = read_plainly(TEXT)
    runs = [runs_of(labels_of(read, GOLD, role)) for role in ROLES]
    assert link(read, *runs) == GOLD


def test_a_cue_without_content_is_no_statement() -> None:
    """A cue that no content belongs to is dropped, as Citron drops it."""
    read = read_plainly(TEXT)
    assert link(read, [(1, 2)], [], [(0, 1)]) == []


def test_a_content_of_the_next_sentence_goes_to_the_cue_of_its_paragraph() -> None:
    """A quotation that goes on after "he said" is his."""
    read = read_plainly("“It rains,” he said. “It pours.”\n\nShe said no.")
    cue, other = (6, 7), (14, 15)
    assert [read.forms[i] for i in (cue[0], other[0])] == ["said", "said"]
    first, *_ = link(read, [cue, other], [(0, 5), (8, 13)], [(5, 6), (13, 14)])
    assert len(first["content"]) == 2


def test_features_stand_beside_every_word() -> None:
    """Each word has features, also where the text is strange."""
    read = read_plainly("A\u200b b.\n\n“C” \x0b d")
    assert len(word_features(read)) == len(cue_features(read, ["O"] * len(read.forms))) == len(read.forms)


@pytest.mark.parametrize(("form", "shape"), [("Trump", "Xx"), ("2016", "0"), ("U", "X"), ("’", "’"), ("mRNA", "xX")])
def test_shapes(form: str, shape: str) -> None:
    """A shape keeps the kinds of signs, not their number."""
    assert shape_of(form) == shape


def test_trained_on_one_pattern_it_finds_that_pattern(tmp_path: Path) -> None:
    """Three CRFs trained on a few sentences of one kind find another sentence of that kind; no text, no statement."""
    names = "Novak Weiss Petrova Lindqvist Okafor Duarte Haas Moreau".split()
    documents = [
        {
            "text": f"{name} said that it rains. Nothing happened.",
            "statements": [
                {
                    "source": [[0, len(name)]],
                    "cue": [[len(name) + 1, len(name) + 5]],
                    "content": [[len(name) + 6, len(name) + 19]],
                }
            ],
        }
        for name in names
    ]
    files = {role: tmp_path / role for role in ROLES}
    train(documents, files)
    tagger = CrfTagger(files)
    text = "Ferrari said that it rains. Nothing happened."
    assert [[text[a:b] for role in ROLES for a, b in row[role]] for row in tagger.find(text)] == [
        ["said", "that it rains", "Ferrari"]
    ]
    assert tagger.find("") == []


def test_the_cache_is_named_by_what_it_depends_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another corpus, another share of it or other parameters never use an older tagger."""
    corpus = tmp_path / "train.jsonl"
    corpus.write_text("{}\n", encoding="utf-8")
    names = {digest_of(corpus, None), digest_of(corpus, 5)}
    monkeypatch.setitem(crf_tagger.PARAMETERS, "c1", 0.5)
    names.add(digest_of(corpus, None))
    corpus.write_text("{}\n{}\n", encoding="utf-8")
    names.add(digest_of(corpus, None))
    assert len(names) == 4
