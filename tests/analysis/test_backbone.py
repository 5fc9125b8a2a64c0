"""Backbones: losses by the formula, the order of concepts, the search by annealing."""

from __future__ import annotations

import itertools
from typing import Any, cast

import numpy as np
import pytest
from hypothesis import given

from parley.analysis import Network, NetworkRequest, draw_network
from parley.analysis.annealing import anneal_backbone
from parley.analysis.backbone import evaluate_backbone, find_nested_backbone
from parley.analysis.pieces import Pieces
from parley.analysis.spectra import spectrum, unlikeness
from parley.errors import UsageError
from tests.analysis.tables import EXAMPLES, Line, lines, table_of


def drawn(given: list[Line], **options: Any) -> Network:
    """A one-mode network."""
    request = NetworkRequest(
        **{"rows": "person", "mode": "one", "aggregation": "subtract", "normalization": "average"} | options
    )
    return cast("Network", draw_network(table_of(given), request))


def debate(concepts: int = 5, seed: int = 1) -> list[Line]:
    """Six people in two camps about some concepts, with exceptions drawn by lot."""
    lots = np.random.default_rng(seed)
    return [
        Line(who=f"p{person}", what=f"c{concept}", how=int((person < 3) != (lots.random() < 0.2)))
        for person in range(6)
        for concept in range(concepts)
        if lots.random() < 0.7
    ]


def loss(given: list[Line], concepts: set[str], **options: Any) -> float:
    """The loss of a set of concepts, by drawing the network of its statements anew on all nodes."""
    everything = drawn(given, **options)
    some = drawn(given, isolates=True, include={"concept": sorted(concepts)}, **options)
    spectra = [spectrum(one.matrix.toarray(), compat=bool(options.get("compat"))) for one in (everything, some)]
    return unlikeness(spectra[0], spectra[1])


def test_spectrum_of_a_path_by_hand() -> None:
    """The Laplacian of a path of three nodes has eigenvalues 3, 1, 0; DNA's are the degrees 2, 1, 1."""
    path = np.array([[0.0, 1, 0], [1, 0, 1], [0, 1, 0]])
    assert spectrum(path) == pytest.approx([0.75, 0.25, 0], abs=1e-12)
    assert spectrum(path, compat=True) == pytest.approx([0.5, 0.25, 0.25])
    assert spectrum(-path).tolist() == [0, 0, 0]
    assert unlikeness(np.array([1.0, 0]), np.array([0.0, 1]), "l2") == pytest.approx(2**0.5)


@pytest.mark.parametrize("compat", [None, "dna3"])
@pytest.mark.parametrize("normalization", ["none", "average", "cosine", "jaccard"])
def test_losses_are_those_of_networks_drawn_anew(compat: str | None, normalization: str) -> None:
    """Taking concepts out of sums gives the loss of a network drawn from the other statements alone."""
    given, options = debate(), {"compat": compat, "normalization": normalization}
    nested = find_nested_backbone(drawn(given, **options))
    left = {line.what for line in given}
    for _, group in itertools.groupby(nested.rows, key=lambda row: row.iteration):
        rows = list(group)
        for row in rows:
            assert row.backbone_loss == pytest.approx(loss(given, left - {row.entity}, **options), abs=1e-9)
        least = min(loss(given, left - {one}, **options) for one in left)
        assert rows[0].backbone_loss == pytest.approx(least, abs=1e-9)
        left -= {row.entity for row in rows}
    assert sorted(row.entity for row in nested.rows) == sorted({line.what for line in given})
    assert sum(row.statements for row in nested.rows) == len(given)
    assert nested.rows[-1].redundant_loss == pytest.approx(0, abs=1e-9)
    assert nested.backbone(2) == (nested.rows[-1].entity, nested.rows[-2].entity)


@EXAMPLES
@given(lines("boolean"))
def test_pieces_add_up_to_the_network(given: list[Line]) -> None:
    """The pieces of all concepts make the network itself."""
    for normalization in ("none", "average", "cosine", "jaccard"):
        network = drawn(given, normalization=normalization)
        pieces = Pieces(network)
        assert pieces.network(pieces.of_all(range(len(pieces.labels)))) == pytest.approx(network.matrix.toarray())


def test_annealing_finds_the_best_set() -> None:
    """With five concepts the search meets the set of the least penalized loss of all, and reports that one."""
    network = drawn(debate())
    names = [f"c{number}" for number in range(5)]
    sets = [set(one) for size in range(1, 5) for one in itertools.combinations(names, size)]
    best = min(evaluate_backbone(network, one)[0] for one in sets)
    found = anneal_backbone(network, iterations=400)
    assert found.backbone_loss == pytest.approx(best) == pytest.approx(min(found.losses))
    assert evaluate_backbone(network, found.backbone) == pytest.approx((found.backbone_loss, found.redundant_loss))
    assert set(found.backbone) | set(found.redundant) == set(names)
    assert anneal_backbone(network, iterations=50, seed=7) == anneal_backbone(network, iterations=50, seed=7)


def test_a_fixed_size_stays() -> None:
    """With a size given, concepts are only exchanged."""
    assert len(anneal_backbone(drawn(debate()), size=2, iterations=60).backbone) == 2


def test_dna_reports_where_the_search_stands() -> None:
    """Under compat the set is the one at which the search ended, with its loss."""
    found = anneal_backbone(drawn(debate(), compat="dna3"), iterations=30)
    assert found.backbone_loss == pytest.approx(found.losses[-1])


def test_what_has_no_backbone_is_refused() -> None:
    """Two modes, unknown concepts and impossible sizes raise errors that say what there is."""
    network = drawn(debate())
    with pytest.raises(UsageError, match="one"):
        find_nested_backbone(drawn(debate(), mode="two", normalization="none"))
    with pytest.raises(UsageError, match="none, average, jaccard, cosine"):
        find_nested_backbone(drawn(debate(), normalization="vector-cosine"))
    with pytest.raises(UsageError, match="c0"):
        evaluate_backbone(network, ["sea"])
    with pytest.raises(UsageError, match="without a kernel"):
        find_nested_backbone(cast("Any", drawn(debate(), window="2 days", kernel="uniform"))[0])
    with pytest.raises(UsageError, match="5 columns"):
        anneal_backbone(network, size=5)
