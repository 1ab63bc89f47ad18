"""The matrix of likelihood and impact, with the numbers of the open risks in its cells."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content

from aiplan.core.risk import LIKELIHOODS, MatrixCell, matrix
from aiplan.tui.cells import fit
from aiplan.tui.glyphs import Glyphs
from aiplan.tui.i18n import _
from aiplan.tui.lines import Line, heading, joined, row
from aiplan.tui.risks.look import LEVEL_STYLES, level_letter
from aiplan.tui.widgets.line import part

if TYPE_CHECKING:
    from aiplan.model.plan import Plan

LABEL = 10
"""Cells left of the cells: likelihood class and its probabilities."""
MOST = 14
"""Cells of a cell."""


def matrix_lines(
    plan: Plan, numbers: Mapping[str, int], width: int, glyphs: Glyphs, *, after_treatment: bool, lines: int = 2
) -> list[Line]:
    """Return the matrix: likelihood from 5 down, impact from 1 up; every number is a target.

    Args:
        plan: the plan.
        numbers: the number of each risk in the list.
        width: cells there are.
        glyphs: what to draw with.
        after_treatment: whether the residual ratings count.
        lines: least lines of a cell.
    """
    room = max(5, min(MOST, (width - LABEL) // 5))
    field = "residual_likelihood" if after_treatment else "likelihood"
    when = _("after treatment (b: before)") if after_treatment else _("before treatment (b: after)")
    found = [heading(_("Matrix"), when)]
    for cells in matrix(plan, after_treatment=after_treatment):
        blocks = [_cell(cell, numbers, field, room - 1) for cell in cells]
        height = max(lines, *(len(block) for block in blocks))
        for number in range(height):
            pieces: list[Content | Line] = [_label(cells[0].rating.likelihood, number)]
            for cell, block in zip(cells, blocks, strict=True):
                ground = f"on $risk-{cell.rating.level}"
                content = block[number] if number < len(block) else Line(part(" " * (room - 1), ground))
                pieces += [content, Content(" ")]
            found.append(joined(pieces))
    axis = "".join(fit(f"{impact}", room) for impact in range(1, 6))
    found.append(Line(part(" " * (LABEL + 1) + axis.rstrip(), "$gantt-muted")))
    said = fit(" " * LABEL + _("impact") + f" {glyphs.right}", width)
    found.append(Line(part(said.rstrip(), "$gantt-muted")))
    return found


def _label(likelihood: int, number: int) -> Content:
    """Return the likelihood class of a row, beside its first line."""
    if number:
        return part(" " * LABEL)
    low, high = LIKELIHOODS[likelihood]
    share = f"{low * 100:.0f}-{high * 100:.0f}%"
    return part(f"{likelihood} ", "bold $foreground") + part(fit(share, LABEL - 2), "$gantt-muted")


def _cell(cell: MatrixCell, numbers: Mapping[str, int], field: str, room: int) -> list[Line]:
    """Return the lines of one cell: the letter of its level, then the numbers of its risks."""
    ground = f"on $risk-{cell.rating.level}"
    sign = level_letter(cell.rating.level).strip() + " "
    letter, indent = part(sign, f"{LEVEL_STYLES[cell.rating.level]} {ground}"), cell_len(sign)
    lines: list[Line] = []
    pieces: list[Content | Line] = [letter]
    used = indent
    for key in sorted(cell.risks, key=lambda key: numbers[key]):
        text = str(numbers[key])
        if used + len(text) > room and used > indent:
            lines.append(_closed(pieces, used, room, ground))
            pieces, used = [part(" " * indent, ground)], indent
        pieces.append(row(part(text, f"bold $foreground {ground}"), ("risks", key), field))
        pieces.append(part(" " if used + len(text) < room else "", ground))
        used += len(text) + 1
    return [*lines, _closed(pieces, used, room, ground)]


def _closed(pieces: list[Content | Line], used: int, room: int, ground: str) -> Line:
    return joined((*pieces, part(" " * max(0, room - used), ground)))
