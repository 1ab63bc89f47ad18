"""The map of value and feasibility: what is worth the most and stands the firmest is at the top right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from textual.content import Content

from aiplan.core.verdict import Verdict, bands_of
from aiplan.tui.cells import fit
from aiplan.tui.feasibility.look import VERDICT_STYLES, dimension_word, verdict_word
from aiplan.tui.glyphs import Glyphs
from aiplan.tui.i18n import _
from aiplan.tui.lines import EMPTY, Line, Target, heading, joined
from aiplan.tui.text import flowed
from aiplan.tui.widgets.line import part

MARGIN = 4
"""Cells left of the plot: the value scores."""
MOST = 24
"""Cells of a name in the plot."""


@dataclass(frozen=True, slots=True)
class _Spot:
    """A name in the plot."""

    key: str
    column: int
    text: str
    style: str

    @property
    def end(self) -> int:
        return self.column + cell_len(self.text)


def map_lines(judged: Mapping[str, Verdict], width: int, height: int, glyphs: Glyphs) -> list[Line]:
    """Return the map, each assessment a target at its place, and below it those that have none.

    Args:
        judged: the verdicts.
        width: cells of the map.
        height: lines that there are for it.
        glyphs: what to draw with.
    """
    room = max(20, width - MARGIN - 1)
    per_row = max(1, min(5, (height - 7) // 5))
    placed = {key: v for key, v in judged.items() if v.feasibility is not None and "value" in v.inputs.scores}
    lines = [
        heading(_("Value and feasibility"), _("at the top right stands what to do first")),
        Line(part(f" {glyphs.up} {dimension_word('value')}", "$gantt-muted")),
    ]
    bands = [(name, _column(float(bar), room)) for name, bar in bands_of(next(iter(judged.values())).inputs.policy)]
    for value in range(5, 0, -1):
        spots = [_spot(key, v, room, glyphs) for key, v in placed.items() if v.inputs.scores["value"] == value]
        stacked = _stacked(sorted(spots, key=lambda s: s.column), per_row)
        for number, row in enumerate(stacked):
            head = f" {value} " if number == len(stacked) // 2 else "   "
            lines.append(joined((part(head, "$gantt-muted"), part(glyphs.separator, "$gantt-rule"),
                                 _plotted(row, bands, room, glyphs))))  # fmt: skip
    lines.append(Line(part(f"   {glyphs.thin[3]}{glyphs.thin[10] * room}", "$gantt-rule")))
    lines.append(Line(_axis(bands, room)))
    lines.append(
        Line(
            part(fit("    " + _("feasibility: all dimensions but value") + f"  {glyphs.right}", width), "$gantt-muted")
        )
    )
    missing = [key for key in judged if key not in placed]
    if missing:
        pieces = [part(_("no place yet, scores are missing: "), "$gantt-muted")]
        found: list[Content | Line] = [*pieces]
        for key in missing:
            found.append(_name(key, fit(key, min(MOST, cell_len(key)), glyphs.ellipsis)))
            found.append(Content("  "))
        lines += [Line(), *flowed(found, width, 2, glyphs.ellipsis)]
    return lines


def _name(key: str, text: str) -> Line:
    return Line(part(text, "$accent"), (Target(0, max(1, cell_len(text)), ("assessments", key)),))


def _column(feasibility: float, room: int) -> int:
    return round(max(0.0, min(100.0, feasibility)) / 100 * (room - 1))


def _spot(key: str, judged: Verdict, room: int, glyphs: Glyphs) -> _Spot:
    """Return where an assessment stands; its name runs to the left where the right edge is near."""
    at = _column(judged.feasibility or 0.0, room)
    name = fit(key, min(MOST, cell_len(key), max(4, room - 4)), glyphs.ellipsis).rstrip()
    text = f"{glyphs.dot} {name}"
    if at + cell_len(text) > room:
        text = f"{name} {glyphs.dot}"
        at = max(0, at + 1 - cell_len(text))
    return _Spot(key, at, text, VERDICT_STYLES[judged.verdict])


def _stacked(spots: Sequence[_Spot], least: int) -> list[list[_Spot]]:
    """Return spots in as many lines as they need so that none covers another; at least `least` lines."""
    rows: list[list[_Spot]] = []
    for spot in spots:
        free = next((row for row in rows if row[-1].end < spot.column), None)
        if free is None:
            rows.append([spot])
        else:
            free.append(spot)
    spare = max(0, least - len(rows))
    return [*([[]] * (spare // 2)), *rows, *([[]] * (spare - spare // 2))]


def _plotted(spots: Sequence[_Spot], bands: Sequence[tuple[str, int]], room: int, glyphs: Glyphs) -> Line:
    pieces: list[Content | Line] = []
    at = 0
    for spot in spots:
        pieces.append(_ground(at, spot.column, bands, glyphs))
        size = cell_len(spot.text)
        pieces.append(Line(part(spot.text, spot.style), (Target(0, size, ("assessments", spot.key)),)))
        at = spot.end
    pieces.append(_ground(at, room, bands, glyphs))
    return joined(pieces)


def _ground(start: int, end: int, bands: Sequence[tuple[str, int]], glyphs: Glyphs) -> Content:
    """Return the empty plot between two columns, with a line where a band begins."""
    columns = {column for _band, column in bands}
    return part("".join(glyphs.now_line if c in columns else " " for c in range(start, end)), "$gantt-rule")


def _axis(bands: Sequence[tuple[str, int]], room: int) -> Content:
    """Return the names of the bands below the places where they begin."""
    content, at = part(" " * MARGIN), 0
    for name, column in sorted(bands, key=lambda band: band[1]):
        word = verdict_word(name)  # type: ignore[arg-type]
        if column < at or column + cell_len(word) > room:
            continue
        content += part(" " * (column - at) + word, VERDICT_STYLES[name])  # type: ignore[index]
        at = column + cell_len(word)
    return content if at else EMPTY
