"""Blind coding in one record: what a coder sees, what nobody sees, when a round opens, and what is then decided."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from parley.errors import MissingError, ParleyError, RecordError, UsageError
from parley.pipeline.rounds import agreed, case_of, cases_of, coded_round, decide
from parley.record import Store, open_record, sql, verify
from parley.record.backup import make_backup
from parley.record.erasure import erase_article
from parley.record.round_sheets import Said
from parley.record.rounds import Draw
from parley.terms.agreement import MACHINE
from parley.terms.text import Span

from .builders import dump, simple_reading, write

TEXT = "Anna Lind said that aid must grow. Bo Ek denied that prices fell."
PAIR = ["ana", "ben"]


def fill(store: Store) -> list[str]:
    """Three articles with two proposals each; their keys."""
    for number in range(3):
        said = (("Anna Lind", "said", "that aid must grow"), ("Bo Ek", "denied", "that prices fell"))
        write(store, simple_reading(f"page {number}", f"{TEXT} {number}", *said, title=f"Page {number}"))
    judge = store.judge("carl")
    judge.codebook.define("Aid")
    judge.codebook.define("Prices")
    return [one.key for one in store.view().articles()]


def begun(store: Store, **draw: Any) -> tuple[str, list[str]]:
    """A round of two coders over one article; its key, and the units of the machine in it."""
    keys = fill(store)
    found = store.rounds().assign(PAIR, keys, by="carl", draw=Draw(**({"sample": 1} | draw)))
    article = store.rounds().sheets.articles(found.key, "ana")[0].key
    return article, [one.unit for one in store.rounds().sheets.units(found.key, "ana", article)[1]]


def concept(store: Store, name: str) -> str:
    """Key of a concept."""
    return next(one.key for one in store.view().concepts() if one.name == name)


def hand_in(store: Store, article: str, *coders: str) -> None:
    """Let coders finish the article and hand in."""
    for coder in coders:
        store.rounds().sheets.finish("1", coder, article)
        store.rounds().hand_in("1", coder)


def coded(store: Store) -> tuple[str, list[str]]:
    """An opened round in which the two agree about the first unit, and differ about the second."""
    article, (first, second) = begun(store)
    sheets = store.rounds().sheets
    aid = concept(store, "Aid")
    for coder in PAIR:
        sheets.say("1", coder, article, first, Said(speaker="Anna Lind", codes=[(aid, "agree")]))
    sheets.say("1", "ana", article, second, Said(speaker="Bo Ek", polarity="denied", codes=[(aid, "disagree")]))
    sheets.say("1", "ben", article, second, Said(held=False))
    hand_in(store, article, *PAIR)
    return article, [first, second]


def test_the_same_seed_draws_the_same_articles(store: Store) -> None:
    """So that a sample can be stated in a paper and drawn again."""
    keys = fill(store)
    drawn = []
    for order in (keys, keys[::-1]):
        made = store.rounds().assign(PAIR, order, by="carl", draw=Draw(sample=2, seed=7))
        drawn.append([one.key for one in store.rounds().sheets.articles(made.key, "ana")])
    assert drawn[0] == drawn[1]
    assert len(drawn[0]) == 2


@pytest.mark.parametrize("coders", [["ana"], ["ana", "Ana "], ["ana", MACHINE], ["ana", " "], ["ana", "None"]])
def test_a_round_needs_two_people(store: Store, coders: list[str]) -> None:
    """One person twice, or the machine, makes no double coding."""
    with pytest.raises(UsageError):
        store.rounds().assign(coders, fill(store), by="carl")
    assert store.rounds().all() == ()


def test_a_coder_sees_the_proposals_and_nothing_of_the_other(store: Store) -> None:
    """Neither in the sheet nor in how far they are; nor what others judged in the record meanwhile."""
    article, (first, second) = begun(store)
    sheets = store.rounds().sheets
    before = sheets.units("1", "ben", article)
    sheets.say("1", "ana", article, first, Said(held=False, note="no, a cliché"))
    sheets.add("1", "ana", article, Said(), content=[Span(0, 9)])
    store.judge("carl").entries.reject([second])
    assert sheets.units("1", "ben", article) == before
    assert sheets.articles("1", "ben")[0].decided == 0
    assert [(one.proposal is not None, one.mine) for one in before[1]] == [(True, None)] * 2


def test_a_round_can_hide_the_machine(store: Store) -> None:
    """Then the sheet begins empty, its proposals cannot be named, and it is compared all the same."""
    article, units = begun(store, hide_machine=True)
    assert units == []
    sheets = store.rounds().sheets
    (entry,) = [one.key for one in store.view().statements(article=article) if one.content == "that aid must grow"]
    with pytest.raises(MissingError):
        sheets.say("1", "ana", article, entry, Said())
    for coder in PAIR:
        sheets.add("1", coder, article, Said(speaker="Anna Lind"), content=[Span(15, 33)])
    hand_in(store, article, *PAIR)
    (case,) = cases_of(store, "1")
    assert [one.coder for one in case.codings] == ["ana", "ben", MACHINE]
    assert case.entry == entry
    assert case.differs == ()


def test_nothing_that_reads_the_record_shows_a_sheet(store: Store) -> None:
    """All rows that views are made of are as before: marks are in no table but their own."""
    article, (first, _) = begun(store)
    before = dump(store)
    store.rounds().sheets.say("1", "ana", article, first, Said(speaker="Xerxes", note="Ypsilon"))
    after = dump(store)
    assert {name for name in after if after[name] != before[name]} == {"round_mark"}


def test_a_round_is_blind_until_all_have_handed_in(store: Store) -> None:
    """Codings, cases and agreement are refused; one who has handed in changes nothing and is blind no more."""
    article, units = begun(store)
    rounds = store.rounds()
    for coder in PAIR:
        for unit in units:
            rounds.sheets.say("1", coder, article, unit, Said())
    assert rounds.blind() == {"ana", "ben"}
    hand_in(store, article, "ana")
    assert rounds.blind() == {"ben"}
    for look in (rounds.codings, lambda key: cases_of(store, key), lambda key: coded_round(store, key)):
        with pytest.raises(RecordError, match="blind"):
            look("1")
    with pytest.raises(RecordError, match="handed"):
        rounds.sheets.say("1", "ana", article, units[0], Said(held=False))
    hand_in(store, article, "ben")
    assert rounds.one("1").opened
    assert len(rounds.codings("1")) == 6


def test_nobody_hands_in_half_a_sheet(store: Store) -> None:
    """An article is finished when each proposal has a word; a round is handed in when each article is finished."""
    article, units = begun(store)
    rounds = store.rounds()
    rounds.sheets.say("1", "ana", article, units[0], Said())
    with pytest.raises(RecordError, match="1 proposals"):
        rounds.sheets.finish("1", "ana", article)
    with pytest.raises(RecordError, match="1 of 1 articles"):
        rounds.hand_in("1", "ana")
    rounds.sheets.say("1", "ana", article, units[1], Said())
    rounds.sheets.finish("1", "ana", article)
    rounds.sheets.withdraw("1", "ana", article, units[1])
    with pytest.raises(RecordError, match="1 of 1 articles"):
        rounds.hand_in("1", "ana")


def test_closing_early_compares_what_all_have_finished(store: Store) -> None:
    """What a coder left out of an article that they had not finished says nothing."""
    article, units = begun(store)
    rounds = store.rounds()
    for unit in units:
        rounds.sheets.say("1", "ana", article, unit, Said())
    rounds.sheets.finish("1", "ana", article)
    assert rounds.close("1").opened
    assert rounds.codings("1") == ()
    with pytest.raises(RecordError, match="open"):
        rounds.sheets.say("1", "ben", article, units[0], Said())
    with pytest.raises(RecordError, match="already"):
        rounds.close("1")


def test_strangers_have_no_sheet(store: Store) -> None:
    """Only who was assigned codes in a round, in its articles, with values that there are."""
    article, units = begun(store)
    sheets = store.rounds().sheets
    other = next(one.key for one in store.view().articles() if one.key != article)
    wrong: list[tuple[str, str, str, Said]] = [
        ("carl", article, units[0], Said()),
        ("ana", other, units[0], Said()),
        ("ana", article, "nothing", Said()),
        ("ana", article, units[0], Said(polarity="perhaps")),
        ("ana", article, units[0], Said(codes=[("nothing", "agree")])),
    ]
    for coder, where, unit, said in wrong:
        with pytest.raises(ParleyError):
            sheets.say("1", coder, where, unit, said)
    assert sheets.articles("1", "ana")[0].decided == 0


def test_disagreements_are_named_by_what_differs(store: Store) -> None:
    """What one rejects and the other holds is a disagreement about the statement, and about nothing else."""
    _, (first, second) = coded(store)
    cases = {one.unit: one for one in cases_of(store, "1")}
    assert cases[first].differs == ()
    assert cases[second].differs == ("statement",)
    record = coded_round(store, "1")
    assert {one.coder for one in record.spans} == {*PAIR, MACHINE}
    assert [one.marked for one in record.spans if one.coder == "ben"] == [True, False]


def test_a_decision_is_a_judgement_that_undo_takes_back(store: Store) -> None:
    """The statement, its codings and the verdict go and come together; the adjudicator's name is on them."""
    _, (_, second) = coded(store)
    case = case_of(cases_of(store, "1"), second, where="test")
    before = store.view().statement(second)
    judge = store.judge("carl")
    judge.rounds.settle("1", [decide(case, "ana")], reason="read it")
    row = store.view().statement(second)
    assert (row.state, row.polarity, row.judged_by) == ("accepted", "denied", "carl")
    assert [(one.concept, one.stance, one.coder) for one in row.concepts] == [("Aid", "disagree", "carl")]
    verdict = case_of(cases_of(store, "1"), second, where="test").verdict
    assert verdict is not None
    assert (verdict.choice, verdict.coder) == ("ana", "carl")
    judge.undo()
    assert store.view().statement(second) == before
    assert case_of(cases_of(store, "1"), second, where="test").verdict is None
    judge.redo()
    assert store.view().statement(second) == row
    assert verify(store).faults == ()


def test_a_decision_can_be_changed(store: Store) -> None:
    """The later one holds: the statement is rejected, and the codings of the first decision are gone."""
    _, (_, second) = coded(store)
    judge = store.judge("carl")
    for choice in ("ana", "none", "ana", "ben"):
        judge.rounds.settle("1", [decide(case_of(cases_of(store, "1"), second, where="test"), choice)])
        state = store.view().statement(second).state
        assert state == ("accepted" if choice == "ana" else "rejected")
    assert verify(store).faults == ()


def test_what_all_say_alike_is_taken_over_in_one_step(store: Store) -> None:
    """Once: what is decided is not decided again."""
    _, (first, _) = coded(store)
    store.judge("carl").rounds.settle("1", agreed(cases_of(store, "1")))
    row = store.view().statement(first)
    assert row.state == "accepted"
    assert [one.concept for one in row.concepts] == ["Aid"]
    assert agreed(cases_of(store, "1")) == []


def test_a_statement_that_only_people_found_enters_the_record(store: Store) -> None:
    """By the decision, with its evidence; taken back by the next one."""
    article, units = begun(store)
    sheets = store.rounds().sheets
    for coder in PAIR:
        for unit in units:
            sheets.say("1", coder, article, unit, Said())
    own = sheets.add("1", "ana", article, Said(speaker="Bo Ek"), content=[Span(35, 40)])
    hand_in(store, article, *PAIR)
    judge = store.judge("carl")
    judge.rounds.settle("1", [decide(case_of(cases_of(store, "1"), own, where="test"), "ana")])
    row = store.view().statement(str(store.rounds().verdicts("1")[0].entry))
    assert (row.state, row.speaker, row.content) == ("accepted", "Bo Ek", "Bo Ek"[:5])
    judge.rounds.settle("1", [decide(case_of(cases_of(store, "1"), own, where="test"), "ben")])
    assert store.view().statement(row.key).state == "retracted"
    assert verify(store).faults == ()


def test_nothing_is_settled_in_a_blind_round(store: Store) -> None:
    """A decision on a round that is not open is refused, whoever made it up."""
    _, units = coded(store)
    decisions = [decide(case_of(cases_of(store, "1"), units[1], where="test"), "ana")]
    store.rounds().assign(PAIR, [one.key for one in store.view().articles()], by="carl")
    with pytest.raises(RecordError, match="blind"):
        store.judge("carl").rounds.settle("2", decisions)


def test_erasing_a_page_takes_its_codings_along(store: Store) -> None:
    """No word of the coders about it is left, and the chain still holds."""
    article, _ = coded(store)
    store.judge("carl").rounds.settle("1", agreed(cases_of(store, "1")))
    erase_article(store, article, coder="carl", reason="asked for")
    with store.engine.connect() as connection:
        assert connection.execute(select(sql.round_mark.c.id)).all() == []
        assert connection.execute(select(sql.round_verdict.c.unit)).all() == []
    assert verify(store).faults == ()


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(marks=st.lists(st.tuples(st.integers(0, 1), st.sampled_from(["hold", "reject", "withdraw"])), max_size=8))
def test_undo_leads_back_to_an_empty_sheet(tmp_path_factory: pytest.TempPathFactory, marks: list[Any]) -> None:
    """Mark after mark, each state on the way back is the one of the way there."""
    with open_record(tmp_path_factory.mktemp("sheet") / "record.db") as store:
        article, units = begun(store)
        sheets = store.rounds().sheets
        states = [sheets.units("1", "ana", article)]
        for number, act in marks:
            try:
                if act == "withdraw":
                    sheets.withdraw("1", "ana", article, units[number])
                else:
                    sheets.say("1", "ana", article, units[number], Said(held=act == "hold"))
            except MissingError:
                continue
            states.append(sheets.units("1", "ana", article))
        for state in states[-2::-1]:
            assert sheets.undo("1", "ana") == article
            assert sheets.units("1", "ana", article) == state
        with pytest.raises(RecordError):
            sheets.undo("1", "ana")


def test_a_backup_holds_rounds_and_goes_on(store: Store, tmp_path: Path) -> None:
    """Codings and verdicts are the same in it; the record as it was before knows of no verdict."""
    article, units = coded(store)
    store.judge("carl").rounds.settle("1", agreed(cases_of(store, "1")))
    copy = make_backup(store.place, tmp_path / "copy.db")
    with open_record(copy) as other:
        assert other.rounds().codings("1") == store.rounds().codings("1")
        assert cases_of(other, "1") == cases_of(store, "1")
        assert verify(other).faults == ()
        made = other.rounds().assign(PAIR, [article], by="carl")
        other.rounds().sheets.say(made.key, "ana", article, units[0], Said(held=False))
    assert list(store.view(as_of="2020-01-01").statements()) == []
    assert {one.state for one in store.view(as_of="2100-01-01").statements()} == {"accepted", "proposed"}
