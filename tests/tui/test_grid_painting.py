"""What is drawn for rows made by hand, cell by cell."""

from __future__ import annotations

import pytest

from aiplan.tui.glyphs import ASCII, UNICODE
from aiplan.tui.widgets.plan_grid.axis import Axis, axis_for
from helpers.grid import MONDAY, bar, model_of, timeline, view_of


def test_a_bar_covers_the_days_it_takes() -> None:
    model = model_of([bar("a", 0, 3), bar("b", 3, 5)])
    assert timeline(view_of(model, links="off"))[:2] == ["▒▒▒", "   ▒▒"]


def test_ends_of_bars_fall_inside_cells() -> None:
    # Half a cell a day: an odd day begins in the middle of a cell.
    model = model_of([bar("a", 0, 3), bar("b", 1, 4), bar("c", 2, 3)])
    assert timeline(view_of(model, per_day=0.5, links="off")) == ["▒▌", "▌▒", " ▌"]


def test_what_is_done_stands_before_what_is_left() -> None:
    row = bar("a", 0, 6, done_until=MONDAY + 2, todo_from=MONDAY + 2)
    waits = bar("b", 0, 8, done_until=MONDAY + 2, todo_from=MONDAY + 5)
    model = model_of([row, waits])
    assert timeline(view_of(model, links="off")) == ["░░▒▒▒▒", "░░───▒▒▒"]


def test_kinds_differ_by_pattern_where_there_is_no_colour() -> None:
    model = model_of([bar("a", 0, 2), bar("b", 0, 2, hue="experiment"), bar("c", 0, 2, hue="critical")])
    assert timeline(view_of(model, links="off", solid=False)) == ["▒▒", "▓▓", "██"]
    assert timeline(view_of(model, links="off", glyphs=ASCII)) == ["==", "%%", "##"]


def test_however_short_a_bar_can_be_seen() -> None:
    model = model_of([bar("a", 3, 4)])
    for per_day in (1 / 8, 1 / 64):
        for signs in (ASCII, UNICODE):
            assert timeline(view_of(model, per_day=per_day, links="off", glyphs=signs))[0].strip()


def test_float_baseline_and_deadline() -> None:
    row = bar("a", 2, 4, late_finish=MONDAY + 7, baseline=(MONDAY, MONDAY + 2), deadline=MONDAY + 9)
    model = model_of([row])
    assert timeline(view_of(model, links="off")) == ["▁▁▒▒┄┄┄ ▕"]
    assert timeline(view_of(model, links="off", height=2)) == ["  ▒▒┄┄┄ ▕", "▔▔"]


def test_milestones_are_brackets_that_end_in_a_dated_diamond() -> None:
    group = bar("g", 0, 5, hue="group", baseline=(MONDAY, MONDAY + 3))
    model = model_of([group, bar("a", 0, 5)], groups={"g": ["a"]})
    assert timeline(view_of(model, links="off"))[0] == "▙▄◇▄◆ 6 Mar"


def test_a_point_stands_where_its_day_ends() -> None:
    model = model_of([bar("m", 4, 5, point=True)])
    assert timeline(view_of(model, links="off")) == ["    ◆ 6 Mar"]


def test_a_date_at_the_edge_loses_its_year_and_not_half_of_it() -> None:
    model = model_of([bar("m", 319, 320, point=True)])
    wide = timeline(view_of(model, left=300, width=100, links="off"))[0]
    room = view_of(model, width=100).time_width
    tight = timeline(view_of(model, left=320 + 9 - room, width=100, links="off"))[0]
    assert wide.endswith("◆ 15 Jan 2027")
    assert tight.endswith("◆ 15 Jan")


def test_work_without_dates_says_so() -> None:
    model = model_of([bar("a", None, None, mark="unknown")])
    assert "? no dates: part of a cycle" in timeline(view_of(model, links="off"))[0]


def test_bars_outside_the_screen_are_pointed_to() -> None:
    model = model_of([bar("a", 0, 2), bar("b", 300, 302)])
    lines = timeline(view_of(model, left=10, width=100, links="off"))
    assert lines[0] == "◂"
    assert lines[1].endswith("▸")
    assert len(lines[1]) == view_of(model, width=100).time_width


def test_the_data_date_runs_through_every_line_but_over_no_bar() -> None:
    model = model_of([bar("a", 0, 2), bar("b", 3, 6)], as_of=4)
    assert timeline(view_of(model, links="off"), lines=3) == ["▒▒  ╎", "   ▒▒▒", "    ╎"]


# ---------------------------------------------------------------- links


def drawn(rows: list[tuple[int, int]], links: list[tuple[str, str, str]], *, height: int = 1) -> list[str]:
    keys = "abcdef"
    model = model_of(
        [bar(keys[i], *span) for i, span in enumerate(rows)],
        links=links,  # type: ignore[arg-type]
        as_of=90,
    )
    return timeline(view_of(model, cursor=99, height=height, width=80))


def test_finish_to_start_runs_down_and_into_the_left_side() -> None:
    assert drawn([(0, 2), (6, 8), (6, 8)], [("a", "c", "FS")]) == ["▒▒╮", "  │   ▒▒", "  ╰──▸▒▒"]


def test_a_successor_that_begins_under_the_trunk_is_entered_from_above() -> None:
    assert drawn([(0, 2), (8, 9), (2, 5)], [("a", "c", "FS")]) == ["▒▒╮", "  ▾     ▒", "  ▒▒▒"]
    assert drawn([(0, 2), (2, 5)], [("a", "b", "FS")]) == ["▒▒╮", "  ▒▒▒"]
    assert drawn([(0, 2), (2, 5)], [("a", "b", "FS")], height=2) == ["▒▒╮", "  ▾", "  ▒▒▒", ""]


def test_links_run_upward_too() -> None:
    assert drawn([(6, 8), (0, 2)], [("b", "a", "FS")]) == ["  ╭──▸▒▒", "▒▒╯"]
    assert drawn([(2, 5), (9, 9), (0, 2)], [("c", "a", "FS")])[1:] == ["  ▴      ▌", "▒▒╯"]


def test_start_to_start_leaves_and_enters_on_the_left() -> None:
    assert drawn([(4, 6), (6, 8)], [("a", "b", "SS")]) == ["   ╭▒▒", "   ╰─▸▒▒"]


def test_finish_to_finish_enters_from_the_right() -> None:
    assert drawn([(0, 2), (1, 5)], [("a", "b", "FF")]) == ["▒▒────╮", " ▒▒▒▒◂╯"]


def test_start_to_finish_enters_from_the_right() -> None:
    assert drawn([(6, 8), (1, 3)], [("a", "b", "SF")]) == ["     ╭▒▒", " ▒▒◂─╯"]


def test_links_that_meet_join() -> None:
    lines = drawn([(0, 2), (0, 2), (6, 8)], [("a", "c", "FS"), ("b", "c", "FS")])
    assert lines == ["▒▒╮", "▒▒┤", "  ╰──▸▒▒"]


def test_modes_choose_which_links_are_drawn() -> None:
    rows = [bar("a", 0, 2), bar("b", 4, 6, driver="a"), bar("c", 4, 6), bar("d", 8, 9)]
    model = model_of(rows, links=[("a", "b", "FS"), ("a", "c", "FS"), ("c", "d", "FS")], critical=["a", "b"], as_of=90)

    def cells(mode: str, cursor: int) -> int:
        lines = timeline(view_of(model, cursor=cursor, links=mode, width=80))  # type: ignore[arg-type]
        return sum(char in "╮│╰─▸├┤┓┃┗━" for line in lines for char in line)

    assert cells("off", 3) == 0
    assert 0 < cells("focus", 3) < cells("critical", 3) < cells("all", 3)


def test_links_of_the_row_under_the_cursor_are_heavy() -> None:
    model = model_of([bar("a", 0, 2), bar("b", 4, 6)], links=[("a", "b", "FS")])
    assert timeline(view_of(model, cursor=0, width=80)) == ["▒▒┓", "  ┗▸▒▒"]


def test_links_to_hidden_members_run_to_their_group() -> None:
    rows = [bar("a", 0, 2), bar("g", 5, 8, hue="group"), bar("b", 5, 8), bar("c", 6, 7)]
    model = model_of(rows, links=[("a", "b", "FS"), ("b", "c", "FS")], groups={"g": ["b", "c"]})
    lines = timeline(view_of(model, folded=frozenset({"g"}), cursor=99, width=80))
    assert len(lines) == 2
    assert lines[1].startswith("  ╰─▸▙")


# ---------------------------------------------------------------- the axis


def test_zooming_steps_through_scales_and_stops_at_the_ends() -> None:
    axis = Axis(MONDAY, MONDAY + 100, 1.0)
    assert axis.stepped(1).per_day == 3.0
    assert axis.stepped(1).stepped(1).per_day == 3.0
    scales = [axis.per_day]
    for _ in range(6):
        axis = axis.stepped(-1)
        scales.append(axis.per_day)
    assert scales == sorted(scales, reverse=True)
    assert scales[-1] == 1 / 8


def test_fitting_shows_every_day() -> None:
    axis = axis_for(MONDAY, MONDAY + 500)
    for width in (20, 60, 150):
        fitted = axis.fitted(width)
        assert fitted.column(MONDAY + 500) <= width
        assert fitted.width <= width + 1


@pytest.mark.parametrize(
    ("per_day", "first", "second"),
    [
        (3.0, ["Mar 2026"], [" 2", " 3"]),
        (1.0, ["Mar 2026", "Apr 2026"], ["02", "09"]),
        (2 / 7, ["2026"], ["Mar", "Apr"]),
        (1 / 16, ["2026", "2027"], ["Q1", "Q2"]),
        (1 / 64, ["2027", "2028"], []),
    ],
)
def test_header_labels_suit_the_scale(per_day: float, first: list[str], second: list[str]) -> None:
    axis = Axis(MONDAY, MONDAY + 3000, per_day)
    top, bottom = axis.header(0, 60)
    assert [label.text for label in top][: len(first)] == first
    assert [label.text for label in bottom][: len(second)] == second


def test_the_label_under_way_sticks_to_the_left_edge() -> None:
    axis = Axis(MONDAY, MONDAY + 100, 3.0)
    top, _ = axis.header(30, 60)
    assert top[0] == (30, "Mar 2026")
