"""What users type into the search box, as a tree."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.errors import UsageError
from parley.record.query_fields import CHOICES, FIELDS
from parley.record.query_parser import DEEPEST, MOST_TERMS, parse_query
from parley.record.query_plan import plan
from parley.record.query_postgresql import tsquery_expression
from parley.record.query_signs import LONGEST_PHRASE, LONGEST_QUERY
from parley.record.query_sqlite import fts5_expression
from parley.record.query_tree import And, Field, Near, Not, Or, Plan, Term, TextLeaf, Tree


def word(text: str, *, prefix: bool = False) -> Term:
    """A term of the words in a text."""
    return Term(tuple(text.split()), prefix=prefix)


def near(left: str, right: str, distance: int) -> Near:
    """Two terms near each other."""
    return Near(left=word(left), right=word(right), distance=distance)


def field(name: str, value: str) -> Field:
    """A field that equals a value."""
    return Field(name=name, operator="=", value=value)


A, B, C, D = map(word, "abcd")
SINCE = Field(name="date", operator=">=", value="2023-01")
UNTIL = Field(name="date", operator="<=", value="2023-06")
SPEAKER, FORM = field("speaker", "X"), field("form", "direct")


@pytest.mark.parametrize(
    ("query", "tree"),
    [
        ("Massoud", word("massoud")),
        ("a b", And((A, B))),
        ("a AND b", And((A, B))),
        ("a OR b c", Or((A, And((B, C))))),
        ("(a OR b) c", And((Or((A, B)), C))),
        ("NOT a b", And((Not(A), B))),
        ("a NOT (b OR c)", And((A, Not(Or((B, C)))))),
        ("a AND NOT b", And((A, Not(B)))),
        ("a NOT NOT b", And((A, B))),
        ("NOT NOT a", A),
        ("a (NOT b OR NOT c)", And((A, Or((Not(B), Not(C)))))),
        ("a NEAR b", near("a", "b", 10)),
        ("a NEAR/5 b c", And((near("a", "b", 5), C))),
        ("c OR a NEAR/0 (b)", Or((C, near("a", "b", 0)))),
        ("NOT (a NEAR/050 b) c", And((Not(near("a", "b", 50)), C))),
        ('"a b" NEAR/1 "c d*"', Near(left=word("a b"), right=word("c d", prefix=True), distance=1)),
        ("insurg*", word("insurg", prefix=True)),
        ('"armed resist"*', word("armed resist", prefix=True)),
        ('"armed resist*"', word("armed resist", prefix=True)),
        ("sanction*,", word("sanction", prefix=True)),
        ("“armed resistance”", word("armed resistance")),
        ("«a b» „c“", And((word("a b"), C))),
        ("COVID-19", word("covid 19")),
        ("COVID-1*", word("covid 1", prefix=True)),
        ("U.S.", word("u s")),
        ("and or not near", And(tuple(map(word, ["and", "or", "not", "near"])))),
        ('"AND" a', And((word("and"), A))),
        ("a — & / * \"\" '*' b", And((A, B))),
        ("^a +b -c", And((A, B, C))),
        ("{text} : x", And((word("text"), word("x")))),
        ("text:secret", word("text secret")),
        ("10:30 http://x.org/y", And((word("10 30"), word("http x org y")))),
        ('foo:"a b"', And((word("foo"), word("a b")))),
        ("speaker1:x", word("speaker1 x")),
        ("foo:", word("foo")),
        ('x"y"z', And((word("x"), word("y"), word("z")))),
        ("a\x00b\ud800c", And((A, B, C))),
        ("O'Brien; DROP TABLE entry --", And((word("o brien"), word("drop"), word("table"), word("entry")))),
        ("speaker:Massoud", field("speaker", "Massoud")),
        ('SPEAKER:"Ahmad  Massoud" a', And((field("speaker", "Ahmad Massoud"), A))),
        ("speaker:«Ahmad Massoud»", field("speaker", "Ahmad Massoud")),
        ("a(speaker:X)", And((A, SPEAKER))),
        ("form:Direct", FORM),
        ("NOT form:direct", Not(FORM)),
        ("speaker:X OR NOT form:direct", Or((SPEAKER, Not(FORM)))),
        ("feed:https://x.org/feed", field("feed", "https://x.org/feed")),
        ("date:2023", field("date", "2023")),
        ("date:2024-02-29", field("date", "2024-02-29")),
        ("date:>=2023-01", SINCE),
        ("date<=2023-06", UNTIL),
        ("Date>=2023-01", SINCE),
        ("a date:2023-01..2023-06 b", And((A, SINCE, UNTIL, B))),
        ("a NOT date:2023-01..2023-06", And((A, Not(And((SINCE, UNTIL)))))),
        ("a (date:2023-01..2023-06)", And((A, And((SINCE, UNTIL))))),
        ("date:2023-01..", SINCE),
        ("date:..2023-06", UNTIL),
        ("a>=b", word("a b")),
    ],
)
def test_what_is_typed_means_one_tree(query: str, tree: Tree) -> None:
    """Words, phrases, stars, capital operators, parentheses and fields; all other signs separate words."""
    assert parse_query(query) == tree


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("", "no word to look for.*Give a word"),
        (" — * \"\" ''", "no word to look for"),
        ("()", "between parentheses"),
        ("a ()", "between parentheses"),
        ("a OR", "between OR and the end"),
        ("AND a", "before AND"),
        ("(OR a)", "before OR"),
        ("a AND OR b", "between AND and OR"),
        ("a NOT", "between NOT and the end"),
        ("a NEAR", "between NEAR and the end"),
        ("NEAR(a b, 2)", "before NEAR"),
        (")", r"before \)"),
        ("a)", r"a \) closes nothing"),
        ("(a", r"a \( is not closed"),
        ("(a (b)", r"a \( is not closed"),
        ('a "b', "quotation mark is not closed"),
        ("NOT x", "only says what must not occur.*Add a word"),
        ("a OR NOT b", "only says what must not occur"),
        ("NOT (a speaker:X)", "only says what must not occur"),
        ("NOT (a NOT b)", "only says what must not occur"),
        ("NOT a NEAR b", "two words or phrases"),
        ("a NEAR (b OR c)", "two words or phrases"),
        ("a NEAR b NEAR c", "two words or phrases"),
        ("a NEAR speaker:X", "two words or phrases"),
        ("a NEAR/51 b", "no distance.*0 to 50"),
        ("a NEAR/x b", "no distance"),
        ("a NEAR/ b", "no distance"),
        ("a NEAR/" + "9" * 5000 + " b", "no distance"),
        ("*stan", "does not stand at the end"),
        ('"resist* movement"', "does not stand at the end"),
        ("speker:Massoud", "Did you mean speaker:?"),
        ("publicaton:", "Did you mean publication:?"),
        ("speaker: Massoud", "speaker: has no value"),
        ('speaker:""', "speaker: has no value"),
        ("speaker:(a OR b)", "speaker: has no value"),
        ("speaker:—", "speaker: has no value"),
        ("speaker:Mass*", "cannot end with a star"),
        ('speaker:"Mass"*', "cannot end with a star"),
        ("form:spoken", "Choose one of direct, mixed, indirect"),
        ("status:open", "Choose one of proposed, accepted, rejected, retracted, merged, withdrawn"),
        ("date:yesterday", "'yesterday' is not a date.*Write date:2023"),
        ("date:2023-8", "is not a date"),
        ("date:2023-02-30", "is not a date"),
        ("date:0000", "is not a date"),
        ("date:٢٠٢٣", "is not a date"),
        ("date:>2023", "is not a date"),
        ("date:2023..2024..2025", "is not a date"),
        ("date:..", "has no value"),
        ("date>=", "has no value"),
        ("date:2023-06..2023-01", "end before they begin"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_cure(query: str, message: str) -> None:
    """A query is never guessed at: who typed it learns what is wrong and what to write."""
    with pytest.raises(UsageError, match=f"(?s)^search: .*{message}") as refused:
        parse_query(query)
    assert refused.value.cure


def test_dates_of_different_precision_can_bound_a_range() -> None:
    """A range is only refused where its end certainly lies before its beginning."""
    assert isinstance(parse_query("date:2023-06..2023"), And)
    with pytest.raises(UsageError, match="end before they begin"):
        parse_query("date:2023-06..2022")


@pytest.mark.parametrize("name", FIELDS)
def test_every_field_can_be_asked_for(name: str) -> None:
    """Each field has a value that it takes, and each of the enumerated ones takes all of its values."""
    for value in CHOICES.get(name, ("2023",)):
        assert parse_query(f'{name}:"{value}"') == field(name, value)


def test_limits_are_met_with_an_answer() -> None:
    """Words, phrases, nesting and length have a limit far below those of the databases, and it is said."""
    assert parse_query("a " * MOST_TERMS)
    assert parse_query('"' + "a " * LONGEST_PHRASE + '"')
    assert parse_query("(" * DEEPEST + "a" + ")" * DEEPEST) == A
    for query, message in [
        ("a NOT " * (MOST_TERMS + 1) + "b", f"at most {MOST_TERMS}"),
        ("x-" * LONGEST_PHRASE + "x", f"at most {LONGEST_PHRASE} words side by side"),
        ("(" * (DEEPEST + 1) + "a" + ")" * (DEEPEST + 1), f"At most {DEEPEST}"),
        ("(" * 1000, f"At most {DEEPEST}"),
        ("a" * (LONGEST_QUERY + 1), "20,000"),
    ]:
        with pytest.raises(UsageError, match=message):
            parse_query(query)


def test_more_nearness_than_postgresql_can_be_told_is_refused() -> None:
    """Sixty-four words in pairs are no burden; long phrases with long words in pairs are, on both databases."""
    assert parse_query(" ".join(["a NEAR/50 b"] * 32))
    long = '"' + " ".join(["x" * 20] * 15) + '"'
    assert parse_query(f"(a {long} NEAR/50 {long}) speaker:X NOT b")
    with pytest.raises(UsageError, match="near each other"):
        parse_query(" ".join([f"{long} NEAR/50 {long}"] * 20))


@pytest.mark.parametrize(
    "query",
    ["a" * 10_000_000, "a " * 5_000_000, "(" * 19_999, '"' * 19_998, "a:" * 9_999, "NOT " * 4_999, "*" * 19_999],
)
def test_no_query_takes_long(query: str) -> None:
    """Time to read a query does not grow faster than its length."""
    before = time.process_time()
    with pytest.raises(UsageError):
        parse_query(query)
    assert time.process_time() - before < 1


SIGNS = "\" * ( ) NEAR NEAR/2 AND OR NOT : text: { } ^ + - ' \\ “ « <-> & | ! speaker: date: date:2023.. .. a b* form:direct"
HOSTILE = st.lists(st.sampled_from([*SIGNS.split(), " ", "\x00", "\ud800"]) | st.text(max_size=4), max_size=12)


@given(HOSTILE, st.sampled_from(["", " "]))
def test_nothing_that_is_typed_breaks_anything(parts: list[str], between: str) -> None:
    """Whatever is typed is answered or refused, and what is answered can be put to both databases."""
    try:
        tree = parse_query(between.join(parts))
    except UsageError:
        return
    for leaf in leaves(plan(tree)):
        if isinstance(leaf, TextLeaf):
            assert fts5_expression(leaf.tree)
            assert tsquery_expression(leaf.tree)
        else:
            leaf.value.encode()


def leaves(node: Plan) -> list[TextLeaf | Field]:
    """The leaves of a plan."""
    if isinstance(node, And | Or):
        return [leaf for part in node.parts for leaf in leaves(part)]
    return leaves(node.part) if isinstance(node, Not) else [node]


def text(*parts: Tree) -> TextLeaf:
    """One full-text expression for all parts."""
    return TextLeaf(And(parts)) if len(parts) > 1 else TextLeaf(parts[0])


@pytest.mark.parametrize(
    ("query", "planned"),
    [
        ("a b", text(A, B)),
        ("speaker:X", SPEAKER),
        ("a speaker:X b", And((text(A, B), SPEAKER))),
        ("a NOT b speaker:X NOT form:direct", And((text(A, Not(B)), SPEAKER, Not(FORM)))),
        ("NOT a speaker:X", And((Not(text(A)), SPEAKER))),
        ("NOT a NOT b speaker:X", And((Not(TextLeaf(Or((A, B)))), SPEAKER))),
        ("speaker:X a OR form:direct b", Or((And((text(A), SPEAKER)), And((text(B), FORM))))),
        ("a OR speaker:X OR b", Or((TextLeaf(Or((A, B))), SPEAKER))),
        ("a OR (b OR (c OR speaker:X))", Or((TextLeaf(Or((A, B, C))), SPEAKER))),
        ("a (b (c speaker:X form:direct))", And((text(A, B, C), And((SPEAKER, FORM))))),
        ("a (b (c speaker:X))", And((text(A, B, C), SPEAKER))),
        ("a NOT (b speaker:X)", And((text(A), Not(And((text(B), SPEAKER)))))),
        ("a NOT (NOT (b speaker:X))", And((text(A), And((text(B), SPEAKER))))),
        ("a (speaker:X OR form:direct)", And((text(A), Or((SPEAKER, FORM))))),
        ("speaker:X (form:direct status:accepted)", And((SPEAKER, And((FORM, field("status", "accepted")))))),
        ("a (NOT b OR c)", text(A, Not(And((B, Not(C)))))),
        ("a NOT (b OR NOT c)", text(A, C, Not(B))),
    ],
)
def test_words_that_belong_together_are_one_full_text_expression(query: str, planned: Plan) -> None:
    """The index is asked as few questions as can be, and never for all that does not have a word."""
    assert plan(parse_query(query)) == planned
