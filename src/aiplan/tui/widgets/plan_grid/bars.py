"""Bars, brackets and diamonds, drawn into one line of cells.

Positions are eighths of a cell. Inside a bar the character has the colour of its background: invisible in
colour, so that cells meet without seams, and a pattern that tells kinds apart wherever colours are lost.
"""

from __future__ import annotations

from dataclasses import dataclass

from rich.cells import cell_len

from aiplan.tui import words
from aiplan.tui.cells import CellLine
from aiplan.tui.glyphs import Glyphs
from aiplan.tui.widgets.plan_grid.axis import Axis
from aiplan.tui.widgets.plan_grid.model import GridRow


@dataclass(frozen=True, slots=True)
class Brush:
    """How bars are drawn here: characters, and whether flat colour may be used."""

    glyphs: Glyphs
    solid: bool
    """Whether bars are flat colour and may end inside a cell; if not, whole cells of a pattern."""
    show_baseline: bool = True


def edges(row: GridRow, axis: Axis, *, partial: bool) -> tuple[int, int] | None:
    """Return where a row's bar begins and ends, in eighths of a cell; whole cells unless `partial`.

    However short, a bar can be seen. `None` without dates.
    """
    if row.start is None or row.finish is None:
        return None
    first, last = axis.eighths(row.start), axis.eighths(row.finish)
    if partial:
        return first, max(last, first + 4)
    first, last = _whole(first), _whole(last)
    return first, max(last, first + 8)


def extent(row: GridRow, axis: Axis, *, partial: bool) -> tuple[int, int] | None:
    """Return the first column a row's bar touches and the column after its last; `None` without dates."""
    if row.point and row.finish is not None:
        column = point_column(row.finish, axis)
        return column, column + 1
    found = edges(row, axis, partial=partial)
    return None if found is None else (found[0] // 8, (found[1] + 7) // 8)


def _whole(eighths: int) -> int:
    return (eighths + 4) // 8 * 8


def point_column(finish: int, axis: Axis) -> int:
    """Return the column of a diamond: the cell in which its day ends."""
    return max(axis.column(finish - 1), (axis.eighths(finish) - 1) // 8)


def paint_float(line: CellLine, row: GridRow, axis: Axis, left: int, brush: Brush) -> None:
    """Dot the line from the finish to the late finish."""
    if row.finish is None or row.late_finish is None or row.late_finish <= row.finish or row.point:
        return
    first = (axis.eighths(row.finish) + 7) // 8 - left
    last = axis.eighths(row.late_finish) // 8 - left
    for column in range(max(0, first), min(line.width, last)):
        line.put(column, brush.glyphs.float, "float")


def paint_tail(line: CellLine, row: GridRow, axis: Axis, left: int, brush: Brush) -> None:
    """Draw how far the row may slip: from its finish to its P80, closed by a tick."""
    reach = _tail_cells(row, axis)
    if reach is None:
        return
    for column in range(max(0, reach[0] - left), min(line.width, reach[1] - left)):
        line.put(column, brush.glyphs.tail, row.risk_color)
    line.put(reach[1] - left, brush.glyphs.tail_end, row.risk_color)


def _tail_cells(row: GridRow, axis: Axis) -> tuple[int, int] | None:
    """Return the first cell after the finish and the cell of P80; `None` where they are not apart."""
    if row.tail is None or row.finish is None:
        return None
    first, last = (axis.eighths(row.finish) + 7) // 8, point_column(row.tail, axis)
    return None if last < first else (first, last)


def paint_baseline(
    line: CellLine, row: GridRow, axis: Axis, left: int, brush: Brush, *, below: bool, point: bool
) -> None:
    """Underline the days that the baseline gave the row; a `point` has an empty diamond where it was.

    With `below`, it stands at the top of the line under the bar.
    """
    if row.baseline is None or not brush.show_baseline:
        return
    color = "ghost" if row.ghostly else "baseline"
    if point:
        column = point_column(row.baseline[1], axis) - left
        if not below and row.baseline[1] != row.finish:
            line.put(column, brush.glyphs.milestone_was, color)
        return
    glyph = brush.glyphs.baseline_below if below else brush.glyphs.baseline
    first = axis.eighths(row.baseline[0]) // 8 - left
    last = (axis.eighths(row.baseline[1]) + 7) // 8 - left
    for column in range(max(0, first), min(line.width, max(last, first + 1))):
        line.put(column, glyph, color)


def paint_deadline(line: CellLine, row: GridRow, axis: Axis, left: int, brush: Brush) -> None:
    """Mark the end of the deadline's day."""
    if row.deadline is None or row.finished:
        return
    late = row.finish is not None and row.finish > row.deadline
    column = point_column(row.deadline, axis) - left
    if line.is_free(column) or not row.point:
        plain = "error" if late else "accent"
        color = plain if row.risk_color == "tail" else row.risk_color
        line.put(column, brush.glyphs.deadline, color, bold=True)


def paint_bar(line: CellLine, row: GridRow, axis: Axis, left: int, brush: Brush) -> None:
    """Draw the bar of a leaf row: what is done, what is left, and where it waits between the two."""
    found = edges(row, axis, partial=brush.solid)
    if found is None:
        return
    first, last = found[0] - left * 8, found[1] - left * 8
    done, todo = _parts(row, axis, left, brush, first, last)
    hue = row.hue
    _waiting(line, done, todo, hue, brush)
    if done > first:
        _block(line, first, done, f"{hue}-done", brush.glyphs.bar_done, brush)
    if last > todo:
        _block(line, todo, last, hue, _pattern(row, brush.glyphs), brush)
        if todo == done > first:
            _joint(line, done, f"{hue}-done", hue, brush)
    if row.incomplete:
        line.put((last + 7) // 8, brush.glyphs.unknown, "warning")


def paint_point(line: CellLine, row: GridRow, axis: Axis, left: int, brush: Brush, year: int) -> None:
    """Draw the diamond of a row that is one date, with the date beside it."""
    if row.finish is None:
        return
    column = point_column(row.finish, axis) - left
    if row.mark == "dropped":
        line.put(column, brush.glyphs.dropped, "dim")
        return
    color = "good" if row.finished else "critical" if _late(row) else "accent"
    if column < 0:
        return
    line.put(column, brush.glyphs.milestone, color, bold=True)
    day = words.date_of(row.finish - 1)
    date = words.day(day, year=year)
    start = _beside(line, row, axis, left, column, cell_len(date))
    if start + cell_len(date) > line.width:
        # At the edge the year goes, rather than half of it.
        date = words.day(day, year=day.year)
    line.write(start, date, "dim")


def _beside(line: CellLine, row: GridRow, axis: Axis, left: int, column: int, width: int) -> int:
    """Return where the date beside a diamond begins: after its tail, and after an empty diamond that is in the way."""
    reach = _tail_cells(row, axis)
    start = column + 2 if reach is None else max(column, reach[1] - left) + 2
    if row.baseline is not None:
        was = point_column(row.baseline[1], axis) - left
        if start - 1 <= was < start + width and not line.is_free(was):
            return was + 2
    return start


def paint_group(line: CellLine, row: GridRow, axis: Axis, left: int, brush: Brush) -> None:
    """Draw the bracket over the members of a milestone."""
    place = extent(row, axis, partial=brush.solid)
    if place is None:
        return
    first, last = place[0] - left, place[1] - left
    for column in range(max(0, first), min(line.width, last)):
        line.put(column, brush.glyphs.group, "group")
    line.put(first, brush.glyphs.group_left, "group")


def paint_hints(line: CellLine, row: GridRow, axis: Axis, left: int, brush: Brush) -> None:
    """Point to a bar that lies outside the columns shown."""
    place = extent(row, axis, partial=brush.solid)
    if place is None:
        return
    color = "dim" if row.finished else row.hue
    if place[1] <= left:
        line.put(0, brush.glyphs.left, color)
    elif place[0] >= left + line.width:
        line.put(line.width - 1, brush.glyphs.right, color)


def _parts(row: GridRow, axis: Axis, left: int, brush: Brush, first: int, last: int) -> tuple[int, int]:
    """Return where the done part ends and the part to do begins, in eighths from the left edge of the screen."""

    def place(ordinal: int) -> int:
        at = axis.eighths(ordinal)
        return (at if brush.solid else _whole(at)) - left * 8

    if row.start is None or row.done_until <= row.start:
        return first, first
    done = last if row.done_until == row.finish else min(last, max(first, place(row.done_until)))
    return done, min(last, max(done, place(row.todo_from)))


def _late(row: GridRow) -> bool:
    return row.total_float is not None and row.total_float <= 0


def _pattern(row: GridRow, glyphs: Glyphs) -> str:
    if row.hue == "critical":
        return glyphs.bar_critical
    return glyphs.bar_experiment if row.hue == "experiment" else glyphs.bar_task


def _waiting(line: CellLine, done: int, todo: int, hue: str, brush: Brush) -> None:
    if todo - done < 8:
        return
    for column in range(max(0, (done + 7) // 8), min(line.width, todo // 8)):
        line.put(column, brush.glyphs.waiting, f"{hue}-done")


def _block(line: CellLine, first: int, last: int, color: str, pattern: str, brush: Brush) -> None:
    """Fill eighths `first` … `last` with a bar."""
    for column in range(max(0, first // 8), min(line.width, (last + 7) // 8)):
        low, high = max(first - column * 8, 0), min(last - column * 8, 8)
        if low == 0 and high == 8:
            _inside(line, column, color, pattern, brush)
        elif low == 0 or (high < 8 and low < 8 - high):
            line.put(column, brush.glyphs.eighths[high - low], color)
        else:
            # The right part of the cell is bar: the left block in the background's colour on the bar's.
            line.put(column, brush.glyphs.eighths[low], line.back[column], color)


def _inside(line: CellLine, column: int, color: str, pattern: str, brush: Brush) -> None:
    if brush.solid and brush.show_baseline and line.fore[column] in ("baseline", "ghost") and line.chars[column] != " ":
        line.put(column, line.chars[column], line.fore[column], color)
    elif brush.solid:
        line.put(column, pattern, color, color)
    else:
        line.put(column, pattern, color)


def _joint(line: CellLine, at: int, done: str, todo: str, brush: Brush) -> None:
    """Draw the cell in which done meets to do."""
    column, part = at // 8, at % 8
    if not part or not brush.solid or not 0 <= column < line.width:
        return
    line.put(column, brush.glyphs.eighths[part], done, todo)
