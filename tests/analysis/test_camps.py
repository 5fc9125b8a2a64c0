"""Polarization, clusters, centralities, phases, changes of position."""

from __future__ import annotations

import itertools
from typing import Any, cast

import numpy as np
import pytest

from parley.analysis import Network, NetworkRequest, Networks, draw_network
from parley.analysis.clusters import find_clusters, measure_centrality
from parley.analysis.grouping import METHODS, find_groups, modularity
from parley.analysis.phases import find_phases
from parley.analysis.polarization import measure_polarization, measure_polarizations
from parley.analysis.positions import find_changes, find_positions
from parley.errors import UsageError
from tests.analysis.tables import Line, table_of


def drawn(given: list[Line], *, kind: str = "boolean", **options: Any) -> Network:
    """A one-mode network, of congruence unless told."""
    request = NetworkRequest(**{"rows": "person", "mode": "one", "aggregation": "congruence"} | options)
    return cast("Network", draw_network(table_of(given, kind=kind), request))


def two_camps(people: int = 6, *, dates: tuple[str, ...] = ("2020-01-01",), turned: bool = False) -> list[Line]:
    """Two camps that say the opposite about three concepts."""
    return [
        Line(who=f"p{person}", what=what, how=int((person < people // 2) != turned), date=date)
        for date in dates
        for person in range(people)
        for what in ("tax", "war", "sea")
    ]


def test_perfect_camps_have_a_share_of_one() -> None:
    """Where camps agree within and only quarrel between, all congruence and conflict falls right; random camps do worse."""
    found = measure_polarization(drawn(two_camps()))
    assert found.score == pytest.approx(1)
    assert found.camps == (("p0", "p1", "p2"), ("p3", "p4", "p5"))
    assert 0 < found.baseline < 0.8
    assert measure_polarization(drawn(two_camps()), seed=3) == measure_polarization(drawn(two_camps()), seed=3)


def test_the_search_finds_the_best_camps() -> None:
    """The camps found have the highest share of all balanced camps of a mixed debate."""
    lots = np.random.default_rng(5)
    given = [Line(who=f"p{n}", what=f"c{m}", how=int(lots.random() < 0.5)) for n in range(6) for m in range(4)]
    congruence, conflict = (
        drawn(given, aggregation=one, normalization="average").matrix.toarray() for one in ("congruence", "conflict")
    )
    shares = []
    for camp in itertools.combinations(range(6), 3):
        same = np.array([[(i in camp) == (j in camp) for j in range(6)] for i in range(6)])
        shares.append((congruence[same].sum() + conflict[~same].sum()) / (congruence.sum() + conflict.sum()))
    assert measure_polarization(drawn(given)).score == pytest.approx(max(shares))


def test_dna_polarization_is_its_formula() -> None:
    """DNA's score of two camps of two, done by hand: it also rewards conflict within and congruence between."""
    given = [
        Line(who="ann", what="tax", how=1),
        Line(who="bob", what="tax", how=1),
        Line(who="cy", what="tax", how=0),
        Line(who="dee", what="tax", how=0),
    ]
    network = drawn(given, compat="dna3")

    def score(camps: tuple[int, ...]) -> float:
        agree = np.array([[float(i != j and (i < 2) == (j < 2)) for j in range(4)] for i in range(4)])
        differ = np.array([[float((i < 2) != (j < 2)) for j in range(4)] for i in range(4)])
        within, between = 4.0, 8.0
        total = 0.0
        for i, j in itertools.permutations(range(4), 2):
            if camps[i] == camps[j]:
                total += abs(agree[i, j] - 2 / within * (agree.sum() / within)) + abs(differ[i, j])
            else:
                total += abs(agree[i, j]) + abs(differ[i, j] - 4 / between * (differ.sum() / between))
        return total / float(2 * (agree.sum() + differ.sum()))

    best = max(score(camps) for camps in ((0, 0, 1, 1), (0, 1, 0, 1), (0, 1, 1, 0)))
    found = measure_polarization(network)
    assert found.score == pytest.approx(best)
    assert measure_polarization(network, normalized=False).score == pytest.approx(best * 12)


def test_dna_windows_compare_subtracted_networks() -> None:
    """In windows DNA takes the subtracted network for congruence and for conflict; Parley gives each window its share."""
    given = two_camps(dates=("2020-01-15", "2020-03-15"))
    request: dict[str, Any] = {"rows": "person", "mode": "one"}
    months = cast("Networks", draw_network(table_of(given), NetworkRequest(**request, window="1 month")))
    assert [one.score for one in measure_polarizations(months)] == pytest.approx([1, 1])
    as_dna = NetworkRequest(**request, window="2 days", compat="dna3", since="2020-01-14", until="2020-01-16")
    (window,) = cast("Networks", draw_network(table_of(given), as_dna))
    subtracted = drawn(given[: len(given) // 2], aggregation="subtract", normalization="average").matrix.toarray()
    half = np.array([0, 0, 0, 1, 1, 1])
    same, off = half[:, None] == half[None, :], ~np.eye(6, dtype=np.bool_)
    total = np.abs(subtracted).sum()
    inside = np.abs(subtracted - total / 24) + np.abs(subtracted)
    across = np.abs(subtracted) + np.abs(subtracted - 9 / 18 * total / 18)
    wanted = (inside[same & off].sum() + across[~same].sum()) / (4 * total)
    assert measure_polarization(window).score >= wanted - 1e-9


def test_smoothed_debates_count_by_weight() -> None:
    """Under a kernel camps change with the debate: those of each window are of the statements near its middle."""
    alternating = [
        Line(who=f"p{n}", what=what, how=n % 2, date="2020-06-01") for n in range(6) for what in ("tax", "war")
    ]
    request: dict[str, Any] = {"rows": "person", "mode": "one", "window": "20 days", "kernel": "gaussian"}
    networks = cast("Networks", draw_network(table_of(two_camps() + alternating), NetworkRequest(**request)))
    first, last = (measure_polarization(networks[place]) for place in (0, len(networks) - 1))
    assert first.camps == (("p0", "p1", "p2"), ("p3", "p4", "p5"))
    assert last.camps == (("p0", "p2", "p4"), ("p1", "p3", "p5"))
    as_dna = cast("Networks", draw_network(table_of(two_camps()), NetworkRequest(**request, compat="dna3")))
    assert len(measure_polarization(as_dna[0]).camps) == 2


def test_camps_that_cannot_be_are_refused() -> None:
    """More camps than rows, or a network of two modes, are refused."""
    with pytest.raises(UsageError, match="6 rows"):
        measure_polarization(drawn(two_camps()), clusters=7)
    with pytest.raises(UsageError, match="one"):
        measure_polarization(drawn(two_camps(), mode="two", aggregation="ignore"))


@pytest.mark.parametrize("method", METHODS)
def test_every_way_of_grouping_finds_two_clear_groups(method: str) -> None:
    """Two blocks of likeness with little between them are two groups to each way, and the same ones twice."""
    likeness = np.full((8, 8), 0.05)
    likeness[:4, :4] = likeness[4:, 4:] = 1.0
    (found,) = find_groups(likeness, methods=[method], numbers=[2])
    assert len(set(found.groups[:4].tolist())) == len(set(found.groups[4:].tolist())) == 1
    assert found.groups[0] != found.groups[4]
    assert found.groups.tolist() == find_groups(likeness, methods=[method], numbers=[2])[0].groups.tolist()


def test_modularity_by_hand() -> None:
    """Two pairs tied within and not between have modularity 1/2; all in one group, 0; no ties, 0."""
    ties = np.kron(np.eye(2), np.array([[0.0, 1], [1, 0]]))
    assert modularity(ties, np.array([0, 0, 1, 1])) == pytest.approx(0.5)
    assert modularity(ties, np.zeros(4, dtype=np.int64)) == pytest.approx(0)
    assert modularity(np.zeros((2, 2)), np.array([0, 1])) == 0


def test_clusters_of_one_and_two_modes() -> None:
    """The camps of a debate are its clusters, by ties and by what each says."""
    for options in ({}, {"mode": "two", "aggregation": "combine"}):
        best = find_clusters(drawn(two_camps(), **options))[0]
        assert best.groups == (("p0", "p1", "p2"), ("p3", "p4", "p5"))
    with pytest.raises(UsageError, match="louvain"):
        find_clusters(drawn(two_camps()), methods=["by eye"])


def test_centralities_of_a_star() -> None:
    """Who shares concepts with all others, who share none with each other, stands in the middle."""
    given = [
        Line(who=who, what=what, how=1) for what, pair in (("tax", "ab"), ("war", "ac"), ("sea", "ad")) for who in pair
    ]
    first, *others = measure_centrality(drawn(given))
    assert (first.label, first.ties, first.strength, first.betweenness) == ("a", 3, 3.0, 1.0)
    assert all(one.betweenness == 0 and one.eigenvector < first.eigenvector for one in others)
    assert measure_centrality(drawn([])) == ()


def test_phases_change_where_the_debate_does() -> None:
    """When the coalitions change in April, windows before and after are two phases, with one transition."""
    early = ("2020-01-10", "2020-02-10", "2020-03-10")
    late = ("2020-04-10", "2020-05-10", "2020-06-10")
    mixed = [
        Line(who=f"p{person}", what=what, how=person % 2, date=date)
        for date in late
        for person in range(6)
        for what in ("tax", "war", "sea")
    ]
    request: dict[str, Any] = {
        "rows": "person",
        "mode": "one",
        "aggregation": "subtract",
        "window": "1 month",
        "isolates": True,
    }
    networks = cast("Networks", draw_network(table_of(two_camps(dates=early) + mixed), NetworkRequest(**request)))
    found = find_phases(networks)
    assert found.phases == (1, 1, 1, 2, 2, 2)
    assert found.transitions == (networks[3].middle,)
    assert found.distances.max() == 1
    few = mixed[:4] + two_camps(dates=early)
    spectral = find_phases(
        cast("Networks", draw_network(table_of(few), NetworkRequest(**request))), distance="spectral"
    )
    assert len(spectral.phases) == 4
    with pytest.raises(UsageError, match="isolates"):
        find_phases(networks[:2])


def test_changes_of_position() -> None:
    """Who takes the other side later, or in the same document, is found with both statements; neutral takes no side."""
    given = [
        Line(who="ann", what="tax", how=1, date="2020-01-01", document=0),
        Line(who="ann", what="tax", how=0, date="2020-02-01", document=1),
        Line(who="ann", what="tax", how=-1, date="2020-03-01", document=2),
        Line(who="bob", what="tax", how=1, date="2020-01-01", document=0),
        Line(who="bob", what="war", how=-1, date="2020-01-01", document=0),
        Line(who="bob", what="tax", how=-1, date="2020-01-01", document=0),
    ]
    network = drawn(given, kind="integer", mode="two", aggregation="ignore")
    bob, ann = find_changes(network.chosen)
    assert (ann.row, ann.column, ann.before, ann.after, ann.after_date) == ("ann", "tax", "1", "-1", "2020-03-01")
    assert (ann.before_key, ann.after_key, ann.at_once) == ("s0000", "s0002", False)
    assert (bob.row, bob.at_once) == ("bob", True)
    words = [Line(who="ann", what="tax", how="calm"), Line(who="ann", what="tax", how="angry", document=1)]
    assert len(find_changes(drawn(words, kind="text").chosen)) == 1
    with pytest.raises(UsageError, match="qualifier="):
        find_changes(drawn(given, kind="integer", aggregation="ignore", qualifier=None).chosen)


def test_positions_are_summed_up() -> None:
    """Of each person about each thing: on which sides, since when, and how often they turned."""
    sides = (1, -1, 0, -1, 1)
    given = [
        Line(who="ann", what="tax", how=how, date=f"2020-0{month}-01", document=month)
        for month, how in enumerate(sides, 1)
    ]
    given.append(Line(who="bob", what="war", how=-1))
    ann, bob = find_positions(drawn(given, kind="integer", mode="two", aggregation="ignore").chosen)
    assert (ann.row, ann.column, ann.statements, ann.changes, dict(ann.sides)) == (
        "ann",
        "tax",
        4,
        2,
        {"-1": 2, "1": 2},
    )
    assert (ann.first, ann.first_date, ann.last, ann.last_date) == ("1", "2020-01-01", "1", "2020-05-01")
    assert (bob.row, bob.changes) == ("bob", 0)
    assert (
        find_positions(
            drawn([Line(who="ann", what="tax", how=0)], kind="integer", mode="two", aggregation="ignore").chosen
        )
        == ()
    )


def test_the_genetic_search_breeds_balanced_camps_by_a_seed() -> None:
    """DNA's search finds the best of all camps of six by DNA's own score, the same for the same seed; else it is refused."""
    lots = np.random.default_rng(5)
    given = [Line(who=f"p{n}", what=f"c{m}", how=int(lots.random() < 0.5)) for n in range(6) for m in range(4)]
    network = drawn(given, compat="dna3")
    bred = measure_polarization(network, search="genetic", seed=7)
    assert bred == measure_polarization(network, search="genetic", seed=7)
    assert bred.score == pytest.approx(measure_polarization(network, restarts=40).score)
    assert [len(camp) for camp in bred.camps] == [3, 3]
    three = measure_polarization(drawn(two_camps(7), compat="dna3"), search="genetic", clusters=3)
    assert sorted(len(camp) for camp in three.camps) == [2, 2, 3]
    with pytest.raises(UsageError, match="swaps"):
        measure_polarization(drawn(given), search="genetic")


def test_ways_by_eigenvector_and_by_bridges_find_known_groups() -> None:
    """Three cliques joined in a ring by single ties come apart where the bridges are."""
    likeness = np.zeros((12, 12))
    for first in (0, 4, 8):
        likeness[first : first + 4, first : first + 4] = 1.0
        likeness[first, (first + 5) % 12] = likeness[(first + 5) % 12, first] = 1.0
    for method in ("leading eigenvector", "edge betweenness"):
        (found,) = find_groups(likeness, methods=[method], numbers=[3])
        assert [len(set(found.groups[first : first + 4].tolist())) for first in (0, 4, 8)] == [1, 1, 1]
        assert len(set(found.groups.tolist())) == 3
    assert "edge betweenness" not in {one.method for one in find_groups(likeness)}
