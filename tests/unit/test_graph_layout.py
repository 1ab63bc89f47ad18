"""The map of dependencies: layers, order, lines and tracks, for graphs made at random and by hand."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from random import Random

import pytest

from aiplan.tui.glyphs import EAST, NORTH, SOUTH, UNICODE, WEST
from aiplan.tui.strands import CRITICAL, FOCUS, MASK, NORMAL, Overlay
from aiplan.tui.widgets.dep_graph.arrangement import Arrangement, arranged
from aiplan.tui.widgets.dep_graph.ease import eased
from aiplan.tui.widgets.dep_graph.layers import Pair, layered
from aiplan.tui.widgets.dep_graph.links import GraphLink, graph_links
from aiplan.tui.widgets.dep_graph.model import GraphModel, no_node
from aiplan.tui.widgets.dep_graph.order import crossings, first_order, ordered
from aiplan.tui.widgets.dep_graph.paint import Drawing, MapPainter
from helpers.plans import schedule_of

SEEDS = range(60)


def random_links(seed: int, *, cyclic: bool = False) -> tuple[int, list[Pair]]:
    random = Random(seed)
    count = random.randint(1, 40)
    found: set[Pair] = set()
    for _link in range(random.randint(0, 70)):
        a, b = random.randrange(count), random.randrange(count)
        if a != b and (cyclic or a < b):
            found.add((a, b))
    return count, sorted(found)


def drawing_of(arrangement: Arrangement, width: int = 7) -> Drawing:
    strengths = (NORMAL,) * len(arrangement.links)
    return Drawing(arrangement, arrangement.columns(width), width, strengths, UNICODE)


def whole(drawing: Drawing) -> Overlay:
    return drawing.overlay(range(drawing.arrangement.lines), range(drawing.columns[-1]))


def text_of(arrangement: Arrangement, names: str, width: int = 3) -> list[str]:
    """Return the map as text, each node as its letter."""
    drawing = drawing_of(arrangement, width)
    overlay = whole(drawing)
    lines = [[" "] * drawing.columns[-1] for _line in range(arrangement.lines)]
    for number, line in enumerate(lines):
        for column, glyph, _strength in overlay.line(number, UNICODE):
            line[column] = glyph
    for node in range(arrangement.layers.count):
        at = drawing.columns[arrangement.layers.layer[node]]
        lines[arrangement.line[node]][at : at + width] = names[node].center(width, ".")
    return ["".join(line).rstrip() for line in lines]


# ---------------------------------------------------------------- layers


@pytest.mark.parametrize("seed", SEEDS)
def test_every_link_leads_to_a_later_layer(seed: int) -> None:
    count, links = random_links(seed)
    layers = layered(count, links)
    assert not layers.reversed_links
    assert all(layers.layer[a] < layers.layer[b] for a, b in links)
    for slot, targets in enumerate(layers.after):
        assert all(layers.layer[target] == layers.layer[slot] + 1 for target in targets)
        assert all(slot in layers.before[target] for target in targets)


@pytest.mark.parametrize("seed", SEEDS)
def test_circles_are_cut_at_few_links(seed: int) -> None:
    count, links = random_links(seed, cyclic=True)
    layers = layered(count, links)
    for number, (a, b) in enumerate(links):
        low, high = (b, a) if number in layers.reversed_links else (a, b)
        assert layers.layer[low] < layers.layer[high]
    if not layers.reversed_links:
        return
    kept = [link for number, link in enumerate(links) if number not in layers.reversed_links]
    assert not layered(count, kept).reversed_links


def test_a_node_stands_after_the_last_of_its_predecessors() -> None:
    # a → b → d and a → d: the long way counts. c leads to d alone and moves beside b.
    layers = layered(4, [(0, 1), (1, 3), (0, 3), (2, 3)])
    assert list(layers.layer[:4]) == [0, 1, 1, 2]
    assert [len(chain) for chain in layers.chains] == [1, 0, 0, 0]


def test_links_of_one_node_share_a_chain() -> None:
    # 0 leads to 3, 4 and 5, at different distances.
    layers = layered(6, [(0, 1), (1, 2), (2, 3), (3, 4), (4, 5), (0, 3), (0, 4), (0, 5)])
    assert len(layers.chains[0]) == 4
    assert layers.path(0, 4) == (0, *layers.chains[0][:3], 4)


# ---------------------------------------------------------------- order and lines


@pytest.mark.parametrize("seed", SEEDS)
def test_sweeping_never_makes_more_lines_cross(seed: int) -> None:
    layers = layered(*random_links(seed))
    rows = ordered(layers)
    assert [sorted(row) for row in rows] == [sorted(row) for row in layers.slots]
    assert crossings(layers, rows) <= crossings(layers, first_order(layers))


def test_crossings_are_counted_and_avoided() -> None:
    layers = layered(4, [(0, 3), (1, 2)])
    assert crossings(layers, [[0, 1], [2, 3]]) == 1
    assert crossings(layers, [[0, 1], [3, 2]]) == 0
    assert crossings(layers, ordered(layers)) == 0


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("height", [1, 3])
def test_nothing_stands_on_anything_else_and_long_lines_are_straight(seed: int, height: int) -> None:
    count, links = random_links(seed)
    arrangement = arranged(count, links, height=height)
    for row in arrangement.rows:
        places = [arrangement.line[slot] for slot in row]
        sizes = [height if slot < count else 1 for slot in row]
        for at, size, following in zip(places, sizes, places[1:], strict=False):
            assert at + size <= following
    for chain in arrangement.layers.chains:
        lines = {arrangement.line[dummy] for dummy in chain}
        assert len(lines) <= 1 or not _alone(arrangement, chain)


def _alone(arrangement: Arrangement, chain: Sequence[int]) -> bool:
    """Tell whether a chain crosses no other chain: only then it can be straight for sure."""
    place = {slot: number for row in arrangement.rows for number, slot in enumerate(row)}
    for a, b in itertools.pairwise(chain):
        for other in arrangement.layers.chains:
            for c, d in itertools.pairwise(other):
                same = arrangement.layers.layer[a] == arrangement.layers.layer[c]
                if same and (place[a] - place[c]) * (place[b] - place[d]) < 0:
                    return False
    return True


def test_the_critical_path_runs_straight() -> None:
    # 0 → 1 → 2 → 3 is critical; branches leave it on both sides.
    links = [(0, 1), (1, 2), (2, 3), (0, 4), (4, 3), (0, 5), (5, 6), (1, 6), (6, 3), (0, 7), (7, 2)]
    arrangement = arranged(8, links, main=frozenset({0, 1, 2, 3}))
    assert len({arrangement.line[node] for node in range(4)}) == 1


def test_nodes_that_would_swap_lines_in_a_channel_move_apart() -> None:
    # 0 leads down to the line of 1, and 1 up to that of 0.
    layers = layered(4, [(0, 3), (1, 2)])
    rows, line = [[0, 1], [2, 3]], [0, 2, 0, 2]
    moved = eased(layers, rows, line, 1, frozenset())
    assert {moved[0], moved[1]} != {moved[2], moved[3]}
    assert moved[0] < moved[1]
    assert moved[2] < moved[3]
    # What is critical stays.
    assert eased(layers, rows, line, 1, frozenset({2, 3, 0})) == [0, 1, 0, 2]


# ---------------------------------------------------------------- tracks and what is drawn


@pytest.mark.parametrize("seed", SEEDS)
def test_two_sources_have_one_track_only_where_they_do_not_touch(seed: int) -> None:
    count, links = random_links(seed, cyclic=True)
    arrangement = arranged(count, links)
    for channel in arrangement.channels:
        taken: dict[tuple[int, int], int] = {}
        for slot, track in channel.track.items():
            ends = [arrangement.line[other] for other in (slot, *arrangement.layers.after[slot])]
            for line in range(min(ends), max(ends) + 1):
                assert taken.setdefault((track, line), slot) == slot
            assert track < channel.tracks


@pytest.mark.parametrize("seed", SEEDS)
def test_every_link_can_be_followed_from_end_to_end(seed: int) -> None:
    count, links = random_links(seed)
    drawing = drawing_of(arranged(count, links))
    overlay = whole(drawing)
    arrangement, layer = drawing.arrangement, drawing.arrangement.layers.layer
    for a, b in links:
        begin = (arrangement.line[a], drawing.columns[layer[a]] + drawing.width)
        end = (arrangement.line[b], drawing.columns[layer[b]] - 1)
        assert end in followed(overlay, begin), (a, b)
        assert overlay.arrows[end[0]][end[1]] == (NORMAL, UNICODE.right)


def followed(overlay: Overlay, begin: tuple[int, int]) -> set[tuple[int, int]]:
    """Return every cell that a finger reaches that follows a line to the right, up and down, but never back."""
    opposite = {NORTH: SOUTH, SOUTH: NORTH, EAST: WEST}
    step = {NORTH: (-1, 0), SOUTH: (1, 0), EAST: (0, 1)}
    found: set[tuple[int, int]] = set()
    seen: set[tuple[tuple[int, int], int]] = set()
    todo = [(begin, EAST)]
    while todo:
        (line, column), heading = todo.pop()
        mask = overlay.cells.get(line, {}).get(column, 0) & MASK
        if not mask or ((line, column), heading) in seen:
            continue
        seen.add(((line, column), heading))
        found.add((line, column))
        if mask & opposite[heading]:
            turns = [side for side in step if mask & side and side != opposite[heading]]
        else:
            # The line passes under another one.
            assert mask in (NORTH | SOUTH, EAST | WEST)
            turns = [heading]
        todo += [((line + step[side][0], column + step[side][1]), side) for side in turns]
    return found


@pytest.mark.parametrize("seed", range(20))
def test_what_is_drawn_does_not_depend_on_the_part_that_is_shown(seed: int) -> None:
    drawing = drawing_of(arranged(*random_links(seed, cyclic=True)))
    overlay = whole(drawing)
    lines, columns = range(3, 9), range(11, 47)
    part = drawing.overlay(lines, columns)
    for line in lines:
        shown = [cell for cell in overlay.line(line, UNICODE) if cell[0] in columns]
        assert sorted(part.line(line, UNICODE)) == sorted(shown)


def test_a_small_map() -> None:
    # a → b → d is critical, a → c → d is not.
    arrangement = arranged(4, [(0, 1), (0, 2), (1, 3), (2, 3)], main=frozenset({0, 1, 3}))
    assert text_of(arrangement, "abcd") == [
        "",
        " .a.─┬▸.b.─┬▸.d.",
        "     │     │",
        "     ╰▸.c.─╯",
    ]


def test_a_link_that_closes_a_circle_points_back() -> None:
    arrangement = arranged(2, [(0, 1), (1, 0)])
    assert text_of(arrangement, "ab") == ["", " .a.◂─▸.b."]


def test_lines_that_cross_pass_over_each_other() -> None:
    painter = MapPainter(range(3), range(5), UNICODE)
    painter.run(1, 0, 5, NORMAL)
    painter.fall(2, -1, 3, NORMAL)
    painter.fall(3, -1, 3, CRITICAL)
    painter.run(1, 0, 5, NORMAL)
    drawn = "".join(glyph for _, glyph, _ in sorted(painter.overlay.line(1, UNICODE)))
    assert drawn == "──││─"
    painter.run(1, 0, 5, FOCUS)
    assert "".join(glyph for _, glyph, _ in sorted(painter.overlay.line(1, UNICODE))) == "━━━━━"


def test_links_of_the_selected_item_are_the_strongest() -> None:
    links = tuple(GraphLink(a, b, "FS", implied=False) for a, b in ("ab", "bc", "cd"))
    model = GraphModel(("a", "b", "c", "d"), links, no_node, frozenset("abc").__contains__, lambda _: None)
    assert list(model.strengths_with("c")) == [CRITICAL, FOCUS, FOCUS]
    assert list(model.strengths_with(None)) == [CRITICAL, CRITICAL, NORMAL]


# ---------------------------------------------------------------- links


def test_events_of_milestones_are_collapsed() -> None:
    schedule = schedule_of(
        """
        [milestones.first]
        title = "First"
        [milestones.second]
        title = "Second"
        depends_on = ["first"]
        [tasks.a]
        title = "A"
        milestone = "first"
        duration = "2d"
        [tasks.b]
        title = "B"
        milestone = "first"
        duration = "2d"
        depends_on = ["a"]
        [tasks.c]
        title = "C"
        milestone = "second"
        duration = "2d"
        [tasks.d]
        title = "D"
        milestone = "second"
        duration = "2d"
        depends_on = ["c SS+1d"]
        [tasks.e]
        title = "E"
        duration = "2d"
        depends_on = ["second SS", "second FF"]
        """
    )
    links = {(link.predecessor, link.successor): link.implied for link in graph_links(schedule.network)}
    assert links == {
        ("a", "b"): False, ("b", "first"): True, ("first", "c"): True, ("c", "d"): False, ("d", "second"): True,
        ("c", "e"): True, ("second", "e"): False,
    }  # fmt: skip


def test_members_in_a_circle_still_lead_to_their_milestone() -> None:
    schedule = schedule_of(
        """
        [milestones.m]
        title = "M"
        [tasks.a]
        title = "A"
        milestone = "m"
        duration = "2d"
        depends_on = ["b"]
        [tasks.b]
        title = "B"
        milestone = "m"
        duration = "2d"
        depends_on = ["a"]
        """
    )
    links = {(link.predecessor, link.successor) for link in graph_links(schedule.network)}
    assert links == {("a", "b"), ("b", "a"), ("a", "m"), ("b", "m")}
