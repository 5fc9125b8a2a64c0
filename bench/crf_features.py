"""What the three taggers of ``bench.crf_tagger`` see of each word: strings, as CRFsuite takes them.

In the manner of Citron (Newell, BBC R&D 2021, after Pareti et al., EMNLP 2013): the word, its
neighbours, its place in the sentence, quotation marks, the labels of the taggers before. Citron also
has parts of speech, names and a parse; here stand word shapes, prefixes and suffixes instead.
"""

from __future__ import annotations

from collections.abc import Sequence

from bench.plain_text import REPORTING, PlainText
from parley.language.words import CASES, case_of

NEAR = 3
"""How many neighbours on either side are seen as words."""
FAR = 30
"""Words beyond which a cue is only "far"."""


def shape_of(form: str) -> str:
    """The shape of a word: "Trump’s" is "Xx’x", "2016" is "0"."""
    shape = ""
    for sign in form:
        kind = "X" if sign.isupper() else "x" if sign.isalpha() else "0" if sign.isdigit() else sign
        shape += kind if shape[-1:] != kind else ""
    return shape


def word_features(read: PlainText) -> list[list[str]]:
    """The features of each word that depend on the text alone."""
    rows: list[list[str]] = []
    padded = ["<"] * NEAR + list(read.lower) + [">"] * NEAR
    cases = ["none", *(CASES[case_of(form)] for form in read.forms), "none"]
    for first, end in read.sentences:
        length = f"length={min((end - first) // 8, 6)}"
        begins = first == 0 or read.paragraphs[first] != read.paragraphs[first - 1]
        for i in range(first, end):
            lower, window = read.lower[i], padded[i : i + 2 * NEAR + 1]
            row = [f"{place - NEAR}={word}" for place, word in enumerate(window)]
            row += [f"-1,0={window[NEAR - 1]},{lower}", f"0,1={lower},{window[NEAR + 1]}"]
            row += [f"case{step}={cases[i + 1 + step]}" for step in (-1, 0, 1)]
            row += [f"shape={shape_of(read.forms[i])}", f"prefix={lower[:4]}", f"suffix3={lower[-3:]}"]
            row += [f"suffix2={lower[-2:]}", f"at={min(i - first, 12)}", f"left={min(end - i, 6)}", length]
            row += [f"quoted={read.quoted[i]}", f"paragraph={begins}", f"verb={lower in REPORTING}"]
            row += [f"cases={cases[i]},{cases[i + 1]},{cases[i + 2]}"]
            rows.append(row)
    return rows


def cue_features(read: PlainText, cues: Sequence[str]) -> list[list[str]]:
    """Where each word stands to the cues of its sentence."""
    rows: list[list[str]] = []
    for first, end in read.sentences:
        marked = [i for i in range(first, end) if cues[i] != "O"]
        begins = f"begins_cue={bool(marked) and marked[0] == first}"
        for i in range(first, end):
            before = max((cue for cue in marked if cue < i), default=None)
            after = min((cue for cue in marked if cue > i), default=None)
            row = [f"cue={cues[i]}", f"cues={min(len(marked), 3)}", begins]
            row += [f"before={_near(i, before)}", f"after={_near(after, i)}"]
            row += [f"sides={before is not None},{after is not None},{read.quoted[i]}"]
            if before is not None:
                row += [f"cue_before={read.lower[before]}", f"cue_before,0={read.lower[before]},{read.lower[i]}"]
            if after is not None:
                row += [f"cue_after={read.lower[after]}"]
            rows.append(row)
    return rows


def _near(right: int | None, left: int | None) -> str:
    """How far apart two words are, in coarser steps the farther."""
    if right is None or left is None:
        return "none"
    distance = right - left
    return str(distance) if distance < 6 else "far" if distance > FAR else f"{distance // 6 * 6}+"


def content_features(contents: Sequence[str]) -> list[list[str]]:
    """Whether each word and its neighbours are content."""
    padded = ["O", *contents, "O"]
    return [
        [f"content={padded[i + 1]}", f"contents={padded[i]}{padded[i + 1]}{padded[i + 2]}"]
        for i in range(len(contents))
    ]


def joined(*parts: Sequence[list[str]]) -> list[list[str]]:
    """The features of several kinds, word by word."""
    return [[one for part in row for one in part] for row in zip(*parts, strict=True)]
