"""Discourse networks at the desk: the sentence, what goes together, ties to statements, files, notes, the API."""

from __future__ import annotations

import csv
import io
import itertools
import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import QueryParams
from starlette.testclient import TestClient

from parley.analysis import Network, StatementTable, draw_network, integer_column, text_column
from parley.analysis.request import AGGREGATIONS, NORMALIZATIONS, NetworkRequest
from parley.errors import UsageError
from parley.record.network_rows import OWN
from parley.web import network_drawn
from parley.web import network_words as words
from parley.web.network_drawing import BACKBONE, ShownTie, count_ties, heat_map, heaviest, shown_ties
from parley.web.network_query import NetworkQuery
from tests.web.debate import DEBATE, fill_debate
from tests.web.scene import HTMX, Scene, opened

D = "/networks/discourse"


@pytest.fixture(scope="module")
def debate(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """A desk over a debate that no test changes."""
    with opened(tmp_path_factory.mktemp("debate") / "record.db") as scene:
        fill_debate(scene.store)
        yield scene


@pytest.fixture(scope="module")
def client(debate: Scene) -> TestClient:
    """Somebody who was let in."""
    return debate.enter()


def test_the_words_are_those_of_the_request() -> None:
    """What the sentence offers in each mode is what record.network takes in it, no more and no less."""
    assert {mode: tuple(said) for mode, said in words.AGGREGATIONS.items()} == dict(AGGREGATIONS)
    assert {mode: tuple(said) for mode, said in words.NORMALIZATIONS.items()} == dict(NORMALIZATIONS)
    assert set(NetworkQuery.model_fields) >= {
        name for name in NetworkRequest.__dataclass_fields__ if not name.startswith("_")
    }


def test_what_is_offered_can_be_drawn_and_nothing_else_can() -> None:
    """For each mode, kernel, way of counting and compatibility: offered choices are taken, the others refused."""
    for mode, kernel, compat in itertools.product(("one", "two"), ("", "uniform"), ("", "dna3")):
        for aggregation, normalization, qualifier in itertools.product(
            words.aggregations(mode), words.normalizations(mode), ("stance", words.NO_QUALIFIER)
        ):
            fields = {
                "aggregation": aggregation.value,
                "kernel": kernel,
                "compat": compat,
                "qualifier": qualifier,
                "window": "3 months",
            }
            offered = words.is_possible(aggregation, fields) and words.is_possible(normalization, fields)
            assert offered == _taken(mode, normalization.value, fields), (mode, normalization.value, fields)


def _taken(mode: str, normalization: str, fields: dict[str, str]) -> bool:
    given: dict[str, Any] = {name: value or None for name, value in fields.items()}
    given["qualifier"] = None if given["qualifier"] == words.NO_QUALIFIER else given["qualifier"]
    try:
        NetworkRequest(mode=mode, normalization=normalization, **given)  # type: ignore[arg-type]  # words under test
    except UsageError:
        return False
    return True


def test_a_variable_is_not_tied_to_itself() -> None:
    """What stands for the rows is not offered for the columns."""
    for one in words.variables(OWN, "columns"):
        assert not words.is_possible(one, {"columns": one.value})
        assert words.is_possible(one, {"columns": "something else"})


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "mode": st.sampled_from(["one", "two", "events"]),
            "rows": st.sampled_from(["person", "person.kind", "source"]),
            "query": st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12).filter(str.strip),
            "states": st.lists(st.sampled_from(["accepted", "proposed"]), min_size=1, unique=True),
            "include": st.lists(st.sampled_from(["concept=a & b", "source=x=y"]), min_size=1, unique=True),
            "nested": st.booleans(),
            "isolates": st.just(True),
            "minimum": st.integers(2, 50),
            "confidence": st.floats(0.01, 1),
        },
    )
)
def test_an_address_asks_for_the_same(asked: dict[str, Any]) -> None:
    """What an address is made of is read from it again: a network can be sent to a colleague."""
    query = NetworkQuery(**asked)
    address = query.address(D)
    params = QueryParams([(name, one) for name, many in parse_qs(urlsplit(address).query).items() for one in many])
    read = NetworkQuery.read(params)
    assert read.model_copy(update={"query": query.query}) == query
    assert (read.query or "").strip() == (query.query or "").strip()


def test_the_screen_reads_as_a_sentence(client: TestClient) -> None:
    """Without anything asked, speakers are tied to the concepts they take up; the form holds what is drawn."""
    page = client.get(D).text
    assert re.search(r'<option value="person"[^>]* selected>speakers', page)
    assert re.search(r'<option value="concept"[^>]* selected>concepts', page)
    assert "13 statements" in page
    assert "by average activity" not in page
    assert "by average activity" in client.get(f"{D}?mode=one").text


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("mode=one&normalization=activity", "cannot be &#39;activity&#39; in a one-mode network"),
        ("mode=two&aggregation=congruence", "cannot be &#39;congruence&#39; in a two-mode network"),
        ("mode=both", "mode cannot be &#39;both&#39;"),
        ("kernel=gaussian", "a kernel needs a window"),
        ("rows=concept&columns=concept", "rows and columns are both &#39;concept&#39;"),
        ("rows=haircut", "there is no variable &#39;haircut&#39;"),
        ("since=soon", "is not a date"),
        ("window=often", "is not a window"),
        ("window=3+months&place=999", "there is no window 999"),
        ("minimum=many", "minimum"),
        ("exclude=concept", "names no value"),
        ("query=%28", "between parentheses"),
        ("statement_type=None", "there is no statement type"),
    ],
)
def test_what_does_not_go_together_is_said_above_the_sentence(client: TestClient, asked: str, sentence: str) -> None:
    """An impossible network is refused with a sentence, and the form stays so that it can be mended."""
    answer = client.get(f"{D}?{asked}")
    assert answer.status_code == 400
    fault = answer.text[answer.text.index('role="alert"') :]
    assert sentence in fault[: fault.index("</div>")]
    assert "data-asking" in fault


def test_a_tie_opens_its_statements(client: TestClient) -> None:
    """A cell, a row of the table and an edge of the picture have one address; it gives the sentences behind it."""
    page = client.get(f"{D}?aggregation=subtract").text
    edges = client.get(f"{D}.json?aggregation=subtract").json()["edges"]
    voss = next(one for one in edges if one["source"] == "r Mara Voss" and one["target"] == "c Raise tolls")
    assert voss["stance"] == "disagree"
    assert page.count(voss["href"].replace("&", "&amp;")) == 2
    for headers in ({}, HTMX):
        behind = client.get(voss["href"], headers=headers).text
        assert "that tolls are unfair" in behind
        assert "the ferry must stay" not in behind
        assert ("<html" in behind) == (not headers)


def test_combined_sides_are_named(client: TestClient) -> None:
    """Who said yes and later no to the same is shown with both sides, as mixed."""
    edges = client.get(f"{D}.json?aggregation=combine").json()["edges"]
    sides = {(one["source"], one["target"]): one["stance"] for one in edges}
    assert sides["r Mara Voss", "c Keep the ferry"] == "mixed"
    assert sides["r Jon Adler", "c Keep the ferry"] == "agree"
    assert sides["r Ines Roth", "c Keep the ferry"] == "disagree"


def test_clusters_have_a_sign_a_shape_and_a_colour(client: TestClient) -> None:
    """Each node of a cluster has its digit and its shape besides its colour; the legend says who is in it."""
    asked = "mode=one&aggregation=subtract&normalization=average&clusters=yes"
    nodes = client.get(f"{D}.json?{asked}").json()["nodes"]
    seen = {(one["group"], one["label"][0], one["shape"]) for one in nodes}
    assert len(seen) == len({group for group, *_ in seen}) > 1
    groups = {one["label"][2:]: one["group"] for one in nodes}
    assert groups["Ines Roth"] == groups["Paul Kern"] != groups["Jon Adler"]
    assert "modularity" in client.get(f"{D}?{asked}").text


def test_the_backbone_is_marked_and_listed(client: TestClient) -> None:
    """What carries the structure bears a star and another shape in the picture, and comes first in its table."""
    nodes = client.get(f"{D}.json?backbone=yes").json()["nodes"]
    core = [one for one in nodes if one.get("core")]
    assert [one["label"] for one in core] == ["★ Raise tolls"]
    assert {one["shape"] for one in core} == {"square"}
    page = client.get(f"{D}?backbone=yes&mode=one").text
    assert page.index("★ Raise tolls") < page.index("Build a bridge</td>")


def test_windows_have_a_slider_and_links(client: TestClient) -> None:
    """Each window has an address; the slider stands on it and keeps all else that is asked for."""
    page = client.get(f"{D}?window=6+months&place=2&states=proposed").text
    slider = page[page.index("data-slider") : page.index("</form>", page.index("data-slider"))]
    assert 'name="states" value="proposed"' in slider
    assert 'name="place" min="1" max="9" value="2"' in slider
    assert "2023-02-01 to 2023-07-31" in slider
    later = re.search(r'rel="next" href="([^"]+)"', slider)
    assert later is not None
    following = client.get(later[1].replace("&amp;", "&")).text
    assert "2023-03-01 to 2023-08-31" in following


def test_a_window_wider_than_the_record_says_so(client: TestClient) -> None:
    """Where no window is full the screen says so, and the picture is empty."""
    assert "do not fill one window" in client.get(f"{D}?window=9+years").text
    assert client.get(f"{D}.json?window=9+years").json()["nodes"] == []


def test_statements_are_listed(client: TestClient) -> None:
    """Events are a table of what is coded, each with its entry; the file has every variable."""
    page = client.get(f"{D}?mode=events&include=concept%3DKeep+the+ferry").text
    assert page.count(">open</a>") == sum(concept == "Keep the ferry" for *_, concept, _ in DEBATE)
    rows = list(csv.DictReader(io.StringIO(client.get(f"{D}.csv?mode=events").text.lstrip("\ufeff"))))
    assert {row["concept"] for row in rows} >= {concept for *_, concept, _ in DEBATE}


@pytest.mark.parametrize("form", ["csv", "edges", "matrix", "graphml", "visone", "gexf", "pajek", "dl"])
def test_every_format_can_be_had(client: TestClient, form: str) -> None:
    """Each export holds the names of the nodes, and comes as a file."""
    answer = client.get(f"{D}.{form}?aggregation=subtract")
    assert answer.status_code == 200
    assert "Mara Voss" in answer.text
    assert "attachment" in answer.headers["content-disposition"]
    assert f"{D}.{form}" in client.get(D).text or form == "matrix"


def test_files_of_windows(client: TestClient) -> None:
    """A file is of the window that is looked at, or of all windows where the format can hold them."""
    whole = client.get(f"{D}.edges?window=6+months").text
    one = client.get(f"{D}.edges?window=6+months&place=2").text
    assert 1 < len(one.splitlines()) < len(whole.splitlines())
    refused = client.get(f"{D}.graphml?window=6+months")
    assert refused.status_code == 400
    assert "holds one network" in refused.text
    assert client.get(f"{D}.exe").status_code == 400


def test_the_note_says_everything_that_was_asked_for(client: TestClient, debate: Scene) -> None:
    """Parameters, seed, the record's date, the version and the share that was read through stand in the note."""
    page = client.get(f"{D}?mode=one&aggregation=congruence&seed=7&since=2023-02&minimum=2&clusters=yes").text
    note = page[page.index("To cite") :]
    changed = debate.store.view().last_steps(1)[0].recorded_at
    for words_of in (
        "aggregation=congruence", "seed=7", "since=2023-02", "minimum=2", "clusters=by ", f"Record as of {changed}", "Parley 0.",
        "(outside the dates)", "Leifeld, P. (2017)", "0 of 15 articles (0 %)",
    ):  # fmt: skip
        assert words_of in note, words_of


def test_the_share_that_was_read_through(scene: Scene) -> None:
    """Articles that a person has read through count; irrelevant ones are none of the corpus."""
    client = scene.enter()
    keys = [one.key for one in scene.store.view().articles()]
    assert "read through 0 of 3 articles (0 %)" in client.get(D).text
    judge = scene.store.judge("ana").articles
    judge.read_through(keys[0])
    judge.work(keys[1], "irrelevant", reason="a menu")
    scene.desk.forget()
    assert "read through 1 of 2 articles (50 %)" in client.get(D).text


def test_names_are_never_markup(scene: Scene) -> None:
    """A concept that looks like markup stays words: in the matrix, the table, the note and the address."""
    hostile = "<b>\"bold\" & 'co'</b>"
    aid = scene.row("that aid").key
    judge = scene.store.judge("ana").codebook
    judge.define(hostile)
    judge.code([aid], hostile, "agree")
    client = scene.enter()
    for asked in ("", "?mode=one", "?mode=events", "?clusters=yes&backbone=yes"):
        assert "<b>" not in client.get(D + asked).text
    edge = next(one for one in client.get(f"{D}.json").json()["edges"] if hostile in one["target"])
    assert "aid must grow" in client.get(edge["href"]).text


def test_a_record_without_codings_says_what_to_do(scene: Scene) -> None:
    """Where nothing is coded the screen leads to the queue."""
    aid = scene.row("that aid").key
    scene.store.judge("carl").codebook.uncode([aid], "Aid")
    page = scene.enter().get(f"{D}?statement_type=Claim").text
    assert 'href="/queue"' in page


def test_other_types_have_their_own_variables(scene: Scene) -> None:
    """Variables of a type of the codebook are offered where that type is asked for."""
    page = scene.enter().get(f"{D}?statement_type=Claim").text
    assert re.search(r'<option value="frame"', page)
    assert re.search(r'<option value="strength"[^>]* selected', page)


def test_without_the_extra_the_screen_says_how_to_install_it(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without scipy the discourse network names the command; the simple networks and dossiers still stand."""
    client = scene.enter()
    monkeypatch.setattr(network_drawn, "find_spec", lambda name: None if name == "scipy" else name)
    page = client.get(D)
    assert page.status_code == 200
    assert "pip install &#39;parley-record[networks]&#39;" in page.text
    assert client.get("/networks?kind=concepts").status_code == 200
    assert client.get(f"/actors/{scene.actor('Anna Lind')}").status_code == 200


def test_changes_of_position_stand_on_dossier_and_concept(client: TestClient, debate: Scene) -> None:
    """Who says yes and a year later no is shown so, with both sentences; who does not, is not."""
    dossier = client.get(f"/actors/{debate.actor('Mara Voss')}").text
    turns = dossier[dossier.index("Changes of position") : dossier.index("<h2>Says")]
    assert turns.index("that the ferry must stay") < turns.index("that the ferry has had its day")
    assert "unfair" not in turns
    concept = client.get(f"/concepts/{debate.concept('Keep the ferry')}").text
    assert "Mara Voss</strong>" in concept[concept.index("Changes of position") :]
    for path in (f"/actors/{debate.actor('Ines Roth')}", f"/concepts/{debate.concept('Raise tolls')}"):
        assert "Changes of position" not in client.get(path).text


def test_two_coders_who_differ_are_no_change_of_position(scene: Scene) -> None:
    """One statement that two coders code differently is their disagreement, not the speaker's."""
    aid = scene.row("that aid").key
    scene.store.judge("ben").codebook.code([aid], "Aid", "disagree")
    assert "Changes of position" not in scene.enter().get(f"/actors/{scene.actor('Anna Lind')}").text


def test_a_contradiction_within_an_article(scene: Scene) -> None:
    """Two sides in one article are called a contradiction."""
    slow = scene.row("that help is slow").key
    scene.store.judge("carl").codebook.code([slow], "Aid", "disagree")
    assert "a contradiction" in scene.enter().get(f"/actors/{scene.actor('Anna Lind')}").text


def test_the_api_has_the_same_names(client: TestClient, debate: Scene) -> None:
    """The API answers what record.network gives for the same options, with the statements behind each tie."""
    options = {"mode": "one", "rows": "person", "aggregation": "congruence"}
    answer = client.get("/api/v1/networks", params=options).json()
    drawn = debate.store.network(**options)  # type: ignore[attr-defined]  # the desk's record is a Record
    assert [tuple(one.values()) for one in answer["ties"]] == list(drawn.ties())
    first = answer["ties"][0]
    asked = options | {"row": first["row"], "column": first["column"]}
    items = client.get("/api/v1/networks/statements", params=asked).json()["items"]
    assert tuple(one["key"] for one in items) == drawn.entries(first["row"], first["column"])
    file = client.get("/api/v1/networks/file", params=options | {"form": "dl"})
    assert file.text.startswith("dl")


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ("?haircut=1", 422),
        ("?seed=x", 422),
        ("?mode=events", 400),
        ("?normalization=average", 400),
        ("/statements?row=a&column=b", 400),
        ("/file?form=zip", 400),
    ],
)
def test_the_api_refuses_in_its_one_shape(client: TestClient, asked: str, status: int) -> None:
    """What cannot be asked is an error of the API's one shape, with what to do."""
    answer = client.get(f"/api/v1/networks{asked}")
    assert answer.status_code == status
    assert json.loads(answer.text)["error"]["cure"]


def crowd(mode: str) -> Network:
    """A network of more rows and columns than a page shows."""
    number = 3000
    rows = [f"p{place * 7 % 61}" for place in range(number)]
    columns = [f"c{place * place % 47}" for place in range(number)]
    table = StatementTable(
        keys=tuple(f"k{place:04}" for place in range(number)),
        seconds=np.zeros(number, dtype=np.int64),
        documents=np.arange(number),
        starts=np.zeros(number, dtype=np.int64),
        ends=np.ones(number, dtype=np.int64),
        columns={
            "person": text_column(rows),
            "concept": text_column(columns),
            "stance": integer_column([place % 3 - 1 for place in range(number)], low=-1, high=1),
        },
    )
    request = NetworkRequest(mode=mode, rows="person", aggregation="subtract")  # type: ignore[arg-type]  # one or two
    drawn = draw_network(table, request)
    assert isinstance(drawn, Network)
    return drawn


@pytest.mark.parametrize("mode", ["one", "two"])
def test_what_is_shown_of_a_crowd_is_its_heaviest_part(mode: str) -> None:
    """Ties and shaded cells are those of the matrix, the heaviest; where some are left out it is said."""
    network = crowd(mode)
    whole = {(row, column): weight for row, column, weight in network.ties() if mode == "two" or row != column}
    assert count_ties(network) == len(whole) > 50
    ties = shown_ties(network, lambda row, column: f"{row}/{column}", most=50)
    assert len(ties) == 50
    assert {(one.row, one.column): one.weight for one in ties}.items() <= whole.items()
    assert sorted((abs(one) for one in whole.values()), reverse=True)[:50] == [one.strength for one in ties]
    heat = heat_map(network, lambda row, column: f"{row}/{column}")
    assert not heat.whole
    for row, cells in heat.rows:
        for column, cell in zip(heat.columns, cells, strict=True):
            weight = whole.get((row, column), whole.get((column, row), 0.0) if mode == "one" else 0.0)
            assert (cell.tie.weight if cell.tie else 0.0) == weight
            assert (cell.shade > 0) == (weight != 0)


def test_a_heavy_network_draws_its_heaviest_ties() -> None:
    """Three hundred nodes are drawn, those of the heaviest ties, unless all are asked for."""
    ties = [
        ShownTie(row=f"r{n}", column=f"c{n}", weight=9, stance=None, href="", words="9", strength=9) for n in range(400)
    ]
    assert len(heaviest(ties, two=True, everything=False)) == BACKBONE // 2
    assert heaviest(ties, two=True, everything=True) == ties
