"""Events as files for other tools."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

from parley.exports.events import POLECAT, write_dyads, write_event_table, write_plover, write_polecat
from parley.terms.events import EventEvidence, EventRow, EventSide

NORVIA = EventSide(key="k1", name="Norvia", kind="state", country="NOR", sector="GOV")
ESTRADA = EventSide(key="k2", name="Estrada", kind="state", country="EST")
LEAGUE = EventSide(key="k3", name="the\tLeague", kind="organization")
PROOF = EventEvidence(
    start=3, end=40, exact="Norvia and the League\nattacked Estrada.", sha256="0" * 64, trigger="attacked"
)
ROW = EventRow(
    key="event1",
    article="wire",
    article_key="key",
    title="A raid",
    article_date="2024-05-02",
    publication="The Paper",
    url=None,
    language="en",
    state="proposed",
    type="ASSAULT",
    quad=4,
    score=-9.5,
    mode="aerial",
    contexts=("military", "territory"),
    status="hypothetical",
    date=None,
    actor=(NORVIA, LEAGUE),
    recipient=(ESTRADA,),
    place="Lenz",
    place_country=None,
    reported_by=None,
    confidence=0.8,
    reason="because",
    evidence=(PROOF,),
)


def folded(row: EventRow) -> EventRow:
    """As PLOVER codes what may happen."""
    return replace(row, type="THREATEN", quad=3, score=-3.5, mode=None)


def test_plover_keeps_sides_as_lists_and_carries_the_proof() -> None:
    """One object a line; the folded type for PLOVER's readers, the act itself beside it."""
    target = io.BytesIO()
    assert write_plover([ROW, ROW], target, folded=folded) == 2
    found = json.loads(target.getvalue().decode().splitlines()[0])
    assert [side["entity_text"] for side in found["actor"]] == ["Norvia", "the\tLeague"]
    assert (found["event"], found["type"], found["quad_code"], found["mode"]) == (["THREATEN"], "ASSAULT", 3, [])
    assert found["date"] is None
    assert found["evidence"][0]["text"] == PROOF.exact
    assert found["text"] == PROOF.exact


def test_polecat_has_its_forty_columns_and_no_stray_tab() -> None:
    """Exactly its headers; "None" for what is missing; lists by ";"; the article's date where there is no other."""
    target = io.BytesIO()
    write_polecat([ROW], target, folded=lambda row: row)
    header, line = target.getvalue().decode().splitlines()
    assert tuple(header.split("\t")) == POLECAT
    assert len(POLECAT) == 40
    cells = dict(zip(POLECAT, line.split("\t"), strict=True))
    assert cells["Quad Code"] == "MATERIAL CONFLICT"
    assert cells["Actor Name"] == "Norvia;the League"
    assert cells["Contexts"] == "military;territory"
    assert (cells["Event Date"], cells["Recipient COW"]) == ("2024-05-02", "None")


def test_dyads_pair_each_actor_with_each_recipient_and_name_their_event() -> None:
    """Two actors, one recipient: two lines of one event."""
    target = io.BytesIO()
    assert write_dyads([ROW], target, cameo=lambda _: "195") == 2
    rows = list(csv.DictReader(io.StringIO(target.getvalue().decode()), delimiter="\t"))
    assert [(row["source"], row["target"]) for row in rows] == [("Norvia", "Estrada"), ("the\tLeague", "Estrada")]
    assert {row["event_id"] for row in rows} == {"event1"}
    assert {row["cameo"] for row in rows} == {"195"}


def test_dyads_of_those_who_act_together_go_both_ways() -> None:
    """Two who meet: each with the other; a lone actor has an empty target."""
    met = replace(ROW, recipient=())
    alone = replace(ROW, actor=(NORVIA,), recipient=())
    target = io.BytesIO()
    assert write_dyads([met, alone], target, cameo=lambda _: "040") == 3


def test_the_table_has_one_line_for_each_event() -> None:
    """Compound actors stay in one cell."""
    target = io.BytesIO()
    assert write_event_table([ROW], target) == 1
    (row,) = csv.DictReader(io.StringIO(target.getvalue().decode()))
    assert (row["actors"], row["recipients"], row["mentions"]) == ("Norvia;the\tLeague", "Estrada", "1")
    assert row["sentence"] == PROOF.exact
