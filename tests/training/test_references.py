"""Readers of the coreference corpora, on tiny files of invented text."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.training.references import (
    ReferenceDocument,
    gum_split,
    head_of,
    read_gap,
    read_gum,
    read_litbank,
    read_meantime,
    read_references,
)

GUM_ROWS = (
    "# newdoc id = GUM_news_port",
    "# newpar",
    "# newpar_block = head (1 s)",
    "1 Mayor PROPN 2 Entity=(1-person-new-cf1-2-coref-Jonas_Weiss",
    "2 Weiss PROPN 3 Entity=1)",
    "3 left VERB 0 _",
    "4 the DET 5 Entity=(2-place-new-cf2-2-sgl",
    "5 harbour-town NOUN 3 _",
    "6 of ADP 7 _",
    "7 Port PROPN 5 Entity=(3-place-new-cf3-1-sgl)2)|SpaceAfter=No",
    "8 . PUNCT 3 _",
    "",
    "# newpar",
    "1-2 He's _ _ _",
    "1 He PRON 3 Entity=(1-person-giv:act-cf1-1-ana-Jonas_Weiss)",
    "2 's AUX 3 _",
    "3 happy ADJ 0 _",
    "4 with ADP 6 _",
    "5 his PRON 6 Entity=(4-abstract-new-cf2-2-sgl(1-person-giv:act-cf1-1-ana)",
    "6 life NOUN 3 Entity=4)|SpaceAfter=No",
    "7 . PUNCT 3 _",
    "",
)


def gum_file(folder: Path, name: str = "GUM_news_port") -> Path:
    """A GUM dependency file of two paragraphs."""
    lines = []
    for line in GUM_ROWS:
        if not line or line.startswith("#"):
            lines.append(line)
            continue
        number, form, tag, head, misc = line.split(" ")
        lines.append("\t".join((number, form, form, tag, tag, "_", head, "_", "_", misc)))
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.conllu"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


LITBANK_ROWS = (
    ("Clara", "(7"),
    ("Shah", "7)"),
    ("met", ""),
    ("the", "(9"),
    ("brother", ""),
    ("of", ""),
    ("Tariq", "(8)|9)"),
    (".", ""),
    (),
    ("She", "(7)"),
    ("re-read", ""),
    ("it", "_"),
    (".", "_"),
)


def litbank_file(folder: Path, *, sentences: int = 1) -> None:
    """A LitBank file: two sentences with mentions, and some without."""
    lines = ["#begin document (port_brat); part 0"]
    for row in (*LITBANK_ROWS, *((), ("Rain", ""), ("fell", "")) * sentences):
        lines.append("" if not row else "\t".join(("port_brat", "0", "0", row[0], "_", "_", "_", row[1])))
    lines.append("#end document")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "port_brat.conll").write_text("\n".join(lines) + "\n", encoding="utf-8")


MEANTIME = """,topic/subtopic_name,sent_id,token_id,token,reference
0,corpus/1,0,0,Weiss,(cross_PER11
1,corpus/1,0,1,Works,cross_PER11)
2,corpus/1,0,2,grew,(cross_EV5)
3,corpus/1,0,3,.,-
4,corpus/1,3,0,It,(cross_PER11)| (intra_ORG4)
5,corpus/1,3,1,fell,-
6,corpus/2,0,0,Novak,(cross_PER11)
7,corpus/2,0,1,,-
"""


def gap_file(path: Path) -> Path:
    """GAP's table of three passages: the pronoun is A, B or neither."""
    text = "Ines Duarte met Ruth Castell. Later she left."
    rows = ["ID\tText\tPronoun\tPronoun-offset\tA\tA-offset\tA-coref\tB\tB-offset\tB-coref\tURL"]
    for number, (a, b) in enumerate((("TRUE", "FALSE"), ("FALSE", "TRUE"), ("FALSE", "FALSE")), start=1):
        ends = (text.index("she"), "Ines Duarte", text.index("Ines"), a, "Ruth Castell", text.index("Ruth"), b)
        rows.append("\t".join(map(str, (f"development-{number}", text, "she", *ends, "http://example.invalid"))))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def mentions(document: ReferenceDocument) -> list[tuple[str, str, str]]:
    """The words, form and cluster of each mention."""
    return [
        (" ".join(document.forms[m.reference.first : m.reference.end]), m.reference.form, m.cluster)
        for m in document.mentions
    ]


def check(document: ReferenceDocument) -> None:
    """What holds for every document: words have paragraphs, mentions have their head inside and stand in order."""
    assert len(document.forms) == len(document.paragraphs)
    assert all(0 <= b - a <= 1 for a, b in pairwise(document.paragraphs))
    for m in document.mentions:
        assert 0 <= m.reference.first <= m.reference.head < m.reference.end <= len(document.forms)
    keys = [(m.reference.first, -m.reference.end) for m in document.mentions]
    assert keys == sorted(keys)


def test_gum(tmp_path: Path) -> None:
    """Entities of GUM with nested marks, forms by the tag of the head, kinds of actors only."""
    document = read_gum(gum_file(tmp_path))
    check(document)
    assert document.complete
    assert mentions(document) == [
        ("Mayor Weiss", "name", "1"),
        ("the harbour - town of Port", "nominal", "2"),
        ("Port", "name", "3"),
        ("He", "pronoun", "1"),
        ("his life", "nominal", "4"),
        ("his", "pronoun", "1"),
    ]
    assert [m.kind for m in document.mentions] == ["person", "place", "place", "person", None, "person"]


def test_gum_heads_follow_the_tree(tmp_path: Path) -> None:
    """The head of a mention is the word that hangs outside it, wherever it stands."""
    document = read_gum(gum_file(tmp_path))
    heads = [document.forms[m.reference.head] for m in document.mentions]
    assert heads == ["Weiss", "harbour", "Port", "He", "life", "his"]


def test_gum_paragraphs_and_split_words(tmp_path: Path) -> None:
    """Paragraphs are GUM's, and a token of several of our words is counted as several."""
    document = read_gum(gum_file(tmp_path))
    assert document.forms == tuple("Mayor Weiss left the harbour - town of Port . He ' s happy with his life .".split())
    assert document.paragraphs == (0,) * 10 + (1,) * 8


def test_litbank(tmp_path: Path) -> None:
    """LitBank's marks open and close on tokens, several on one; the head ends before a preposition."""
    litbank_file(tmp_path)
    (document,) = read_litbank(tmp_path)
    check(document)
    assert document.id == "port_brat"
    assert not document.complete
    assert mentions(document) == [
        ("Clara Shah", "name", "7"),
        ("the brother of Tariq", "nominal", "9"),
        ("Tariq", "name", "8"),
        ("She", "pronoun", "7"),
    ]
    assert document.forms[document.mentions[1].reference.head] == "brother"


def test_litbank_paragraphs_are_every_six_sentences(tmp_path: Path) -> None:
    """As LitBank marks no paragraphs, a new one begins with every seventh sentence."""
    litbank_file(tmp_path, sentences=5)
    (document,) = read_litbank(tmp_path)
    assert document.paragraphs[-2:] == (1, 1)
    assert document.paragraphs[-3] == 0


def test_meantime(tmp_path: Path) -> None:
    """Documents of MEANTIME's table are told apart; events are no mentions, an empty token is a dash."""
    path = tmp_path / "conll.csv"
    path.write_text(MEANTIME, encoding="utf-8")
    first, second = read_meantime(path)
    check(first)
    check(second)
    assert mentions(first) == [
        ("Weiss Works", "name", "cross_PER11"),
        ("It", "pronoun", "cross_PER11"),
        ("It", "pronoun", "intra_ORG4"),
    ]
    assert first.paragraphs == (0, 0, 0, 0, 1, 1)
    assert (second.id, second.forms) == ("corpus/2", ("Novak", "-"))


def test_gap(tmp_path: Path) -> None:
    """The name that a pronoun means shares its cluster; where neither is meant all three are apart."""
    documents = list(read_gap(gap_file(tmp_path / "development.tsv")))
    for document in documents:
        check(document)
        assert [words for words, _, _ in mentions(document)] == ["Ines Duarte", "Ruth Castell", "she"]
        assert [form for _, form, _ in mentions(document)] == ["name", "name", "pronoun"]
    assert [[cluster for _, _, cluster in mentions(d)] for d in documents] == [
        ["p", "b", "p"],
        ["a", "p", "p"],
        ["a", "b", "p"],
    ]


SPLITS = """# Splits

Some documents are held back.

## dev

  * GUM_news_port

## test

  * GUM_news_rain
  * GUM_news_wind

## test2

  * GENTLE_poem
"""


def test_splits(tmp_path: Path) -> None:
    """Names of documents stand under the heading of their split; an unknown split has none."""
    (tmp_path / "splits.md").write_text(SPLITS, encoding="utf-8")
    assert gum_split(tmp_path, "dev") == ["GUM_news_port"]
    assert gum_split(tmp_path, "test") == ["GUM_news_rain", "GUM_news_wind"]
    assert gum_split(tmp_path, "train") == []


def test_held_documents_are_not_for_training(tmp_path: Path) -> None:
    """Of GUM only what is in none of the held splits is read for training."""
    for name in ("GUM_news_port", "GUM_news_rain", "GUM_news_snow"):
        gum_file(tmp_path / "gum" / "dep", name)
    (tmp_path / "gum" / "splits.md").write_text(SPLITS, encoding="utf-8")
    litbank_file(tmp_path / "coreference" / "litbank")
    (tmp_path / "coreference" / "meantime").mkdir(parents=True)
    (tmp_path / "coreference" / "meantime" / "conll.csv").write_text(MEANTIME, encoding="utf-8")
    gap_file(tmp_path / "coreference" / "gap" / "development.tsv")
    found = read_references(tmp_path)
    assert [document.id for document in found["gum"]] == ["GUM_news_snow"]
    assert {name: len(documents) for name, documents in found.items()} == {
        "gum": 1,
        "litbank": 1,
        "meantime": 2,
        "gap": 3,
    }


@pytest.mark.parametrize(
    ("phrase", "head"),
    [
        ("the brother of Tariq", "brother"),
        ("Jonas Weiss", "Weiss"),
        ("the mayor , a lawyer", "mayor"),
        ("a man who slept", "man"),
        ("of late", "late"),
    ],
)
def test_the_head_of_a_mention(phrase: str, head: str) -> None:
    """The head is the last word before the first preposition, comma or relative pronoun that does not open it."""
    forms = phrase.split()
    assert forms[head_of(forms, 0, len(forms))] == head


@given(st.lists(st.sampled_from("the man of , who Novak - s".split()), min_size=1, max_size=12), st.data())
def test_the_head_is_inside(forms: list[str], data: st.DataObject) -> None:
    """Whatever a mention's words are, its head is one of them."""
    first = data.draw(st.integers(0, len(forms) - 1))
    end = data.draw(st.integers(first + 1, len(forms)))
    assert first <= head_of(forms, first, end) < end
