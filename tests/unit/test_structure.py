"""The structure of a network: its order by counting down agrees with networkx, and no plan without need loads that."""

from __future__ import annotations

import datetime as dt
from random import Random

import networkx as nx
import pytest

from aiplan.core.network import Network, build_network
from aiplan.core.structure import Structure
from helpers.plans import plan_of

DAY = dt.date(2026, 1, 5)


def random_structure(seed: int, *, cycles: bool) -> Structure:
    random = Random(seed)
    size = random.randint(1, 30)
    links: list[list[int]] = [[] for _ in range(size)]
    for _ in range(random.randint(0, 3 * size)):
        a, b = random.randrange(size), random.randrange(size)
        if a != b:
            links[a if cycles else min(a, b)].append(b if cycles else max(a, b))
    return Structure(links)


@pytest.mark.parametrize("seed", range(60))
def test_the_order_is_a_topological_one(seed: int) -> None:
    structure = random_structure(seed, cycles=False)
    place = {node: number for number, node in enumerate(structure.order)}
    assert len(place) == len(structure.successors)
    assert all(place[a] < place[b] for a, b in structure.graph.edges)
    assert structure.cyclic_parts() == []


@pytest.mark.parametrize("seed", range(60))
def test_what_stands_in_or_behind_a_cycle_is_not_in_the_order(seed: int) -> None:
    structure = random_structure(seed, cycles=True)
    parts = [part for part in nx.strongly_connected_components(structure.graph) if len(part) > 1]
    behind = set().union(*parts, *(nx.descendants(structure.graph, node) for part in parts for node in part))
    assert set(structure.order) == set(structure.graph) - behind
    assert sorted(map(sorted, structure.cyclic_parts())) == sorted(map(sorted, parts))
    for part in parts:
        cycle = structure.cycle_in(part, lambda n: ("", n))
        assert cycle[0] == min(part)
        assert all(structure.graph.has_edge(a, b) for a, b in zip(cycle, [*cycle[1:], cycle[0]], strict=True))


@pytest.mark.parametrize("seed", range(20))
def test_reach_is_that_of_the_graph(seed: int) -> None:
    structure = random_structure(seed, cycles=True)
    parts = list(nx.strongly_connected_components(structure.graph))
    looped = {node for part in parts if len(part) > 1 for node in part}
    for node in structure.graph:
        expected = nx.descendants(structure.graph, node) | ({node} & looped)
        assert structure.reached_from([node]) == expected


def network(*lines: str) -> Network:
    return build_network(plan_of("\n".join(lines)), as_of=DAY)


def test_the_cycle_named_does_not_depend_on_the_order_of_links() -> None:
    links = {"a": ["d"], "b": ["a"], "c": ["a"], "d": ["c", "b"]}
    one = network(*(f'[tasks.{key}]\ntitle = "x"\ndepends_on = {into}' for key, into in links.items()))
    other = network(*(f'[tasks.{k}]\ntitle = "x"\ndepends_on = {into[::-1]}' for k, into in reversed(links.items())))
    assert one.findings[0].message == "a cycle of dependencies: a → b → d → a"
    assert [f.message for f in one.findings] == [f.message for f in other.findings]
