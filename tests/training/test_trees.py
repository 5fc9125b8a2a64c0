"""Treebanks laid over Parley's words."""

from __future__ import annotations

from pathlib import Path

from parley.language.grammar import PARTS, RELATIONS
from parley.training.trees import Tree, read_trees

SENTENCE = """\
# text = Norvia didn't re-open it.
1\tNorvia\t_\tPROPN\t_\t_\t4\tnsubj\t_\t_
2-3\tdidn't\t_\t_\t_\t_\t_\t_\t_\t_
2\tdid\t_\tAUX\t_\t_\t4\taux\t_\t_
3\tn't\t_\tPART\t_\t_\t4\tadvmod:neg\t_\t_
4\tre-open\t_\tVERB\t_\t_\t0\troot\t_\t_
5\tit\t_\tPRON\t_\t_\t4\tobj\t_\t_
6\t.\t_\tPUNCT\t_\t_\t4\tpunct\t_\t_

"""


def read(tmp_path: Path, text: str) -> list[Tree]:
    """The trees of a file."""
    path = tmp_path / "x.conllu"
    path.write_text(text, encoding="utf-8")
    return list(read_trees(path))


def test_tokens_of_several_words_are_headed_by_their_first(tmp_path: Path) -> None:
    """Parley parts "re-open" in three; the rest hang on "re"."""
    (tree,) = read(tmp_path, SENTENCE)
    at = tree.forms.index("re")
    assert tree.heads[at] == at
    assert [tree.heads[at + 1], tree.heads[at + 2]] == [at, at]
    assert RELATIONS[tree.relations[at + 2]] == "same"
    assert (RELATIONS[tree.relations[0]], PARTS[tree.parts[0]]) == ("nsubj", "PROPN")
    assert tree.heads[tree.forms.index("it")] == at


def test_relations_lose_the_subtypes_that_are_not_kept(tmp_path: Path) -> None:
    """ "advmod:neg" is "advmod"."""
    (tree,) = read(tmp_path, SENTENCE)
    assert "advmod" in {RELATIONS[relation] for relation in tree.relations}


def test_a_sentence_whose_tokens_are_not_its_text_is_passed_over(tmp_path: Path) -> None:
    """Nothing is trained on a guess."""
    assert read(tmp_path, SENTENCE.replace("# text = Norvia", "# text = Estrada")) == []
