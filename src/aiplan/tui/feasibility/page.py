"""The lines of view 5, as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

from textual.content import Content

from aiplan.tui.feasibility.card import gate_lines, score_lines, verdict_lines
from aiplan.tui.feasibility.compare import compare_lines
from aiplan.tui.feasibility.facts import data_lines, fact_lines, loose_lines
from aiplan.tui.feasibility.hints import dimension_at, hint_line, hint_lines
from aiplan.tui.feasibility.listing import counted, judgements, list_lines
from aiplan.tui.feasibility.look import of_100, verdict_part
from aiplan.tui.feasibility.value_map import map_lines
from aiplan.tui.glyphs import Glyphs
from aiplan.tui.i18n import N_, _
from aiplan.tui.lines import EMPTY, Line, beside, empty, fitted, joined
from aiplan.tui.text import within
from aiplan.tui.widgets.line import part

if TYPE_CHECKING:
    from aiplan.core.verdict import Verdict
    from aiplan.model.plan import Plan
    from aiplan.tui.state import AppState

Look = Literal["card", "map", "compare"]
LOOKS: tuple[Look, ...] = ("card", "map", "compare")
LOOK_NAMES: dict[Look, str] = {"card": N_("Scorecard"), "map": N_("Map"), "compare": N_("Comparison")}
BESIDE = 100
"""Cells from which the list stands beside the scorecard."""
LIST = 38
"""Cells of the list beside the scorecard."""
STICKY = 2
"""First lines that stay: what is looked at, and what the field under the cursor stands for."""


def shown_assessment(state: AppState, last: str | None) -> str | None:
    """Return the assessment whose scorecard is shown: the selected one, else the one of the selected data set.

    Args:
        state: what is selected.
        last: the one shown so far.
    """
    plan, item = state.document.plan, state.item
    if item is not None and len(item) == 2 and item[0] == "assessments" and item[1] in plan.assessments:
        return str(item[1])
    kept = last if last in plan.assessments else None
    if item is not None and len(item) == 2 and item[0] == "datasets":
        using = [key for key, a in plan.assessments.items() if item[1] in a.datasets]
        if using and kept not in using:
            return using[0]
    return kept if kept is not None else next(iter(judgements(plan)), None)


def feasibility_lines(
    state: AppState,
    width: int,
    height: int,
    glyphs: Glyphs,
    *,
    look: Look = "card",
    shown: str | None = None,
    field: str = "",
) -> list[Line]:
    """Return the lines of the view.

    Args:
        state: what is to be shown.
        width: cells of a line.
        height: lines on screen; the map fills them.
        glyphs: what to draw with.
        look: scorecard, map or comparison.
        shown: the assessment of the scorecard.
        field: the field under the cursor, which is explained.
    """  # fmt: skip
    lines = _lines(state, width, height, glyphs, look=look, shown=shown, field=field)
    return within(lines, width, glyphs.ellipsis)


def _lines(
    state: AppState, width: int, height: int, glyphs: Glyphs, *, look: Look, shown: str | None, field: str
) -> list[Line]:
    plan = state.document.plan
    judged = judgements(plan)
    if not judged:
        lines = empty(_("Nothing is assessed yet: a adds an assessment, with ten scores to give."))
        loose = loose_lines(plan, width, glyphs)
        return [*lines, Line(), *loose] if loose else lines
    key = shown if shown in judged else next(iter(judged))
    head = [_bar(look, judged, key, width, glyphs), hint_line(judged[key], field, width, glyphs)]
    if look == "map":
        head[1] = Line(part(counted(judged), "$gantt-muted"))
        return [*head, *_map(state, judged, key, width, height, glyphs)]
    if look == "compare":
        return [*head, *compare_lines(plan, judged, width, glyphs)]
    if width >= BESIDE:
        head[1] = Line(part(counted(judged), "$gantt-muted"))
        return [*head, *_wide(state, judged, key, field, width, glyphs)]
    return [*head, *_narrow(state, judged, key, width, glyphs)]


def _bar(look: Look, judged: Mapping[str, Verdict], key: str, width: int, glyphs: Glyphs) -> Line:
    """Return the names of the three looks, and on the right the verdict of the one that is shown."""
    mark = part(f" {glyphs.separator} ", "$gantt-rule")
    names = mark.join(part(_(LOOK_NAMES[name]), "bold $primary" if name == look else "$gantt-muted") for name in LOOKS)
    right = joined((
        part(f"{key}  ", "$foreground"), verdict_part(judged[key].verdict),
        part(f" {of_100(judged[key])}", "$gantt-muted"),
    )).content  # fmt: skip
    gap = width - names.cell_length - right.cell_length
    if gap < 2:
        return Line(fitted(names + part("   ") + right, width, glyphs.ellipsis))
    return Line(names + Content(" " * gap) + right)


def _map(
    state: AppState, judged: Mapping[str, Verdict], key: str, width: int, height: int, glyphs: Glyphs
) -> list[Line]:
    plan, as_of = state.document.plan, state.document.schedule.as_of
    listed = list_lines(plan, judged, key, as_of, width, glyphs)
    return [*map_lines(judged, width, height - STICKY - len(listed) - 1, glyphs), Line(), *listed]


def list_width(width: int) -> int:
    """Return the cells of what stands beside the scorecard: assessments, gates, what a score means."""
    return max(LIST, min(60, width * 28 // 100))


def _wide(
    state: AppState, judged: Mapping[str, Verdict], key: str, field: str, width: int, glyphs: Glyphs
) -> list[Line]:
    plan, as_of = state.document.plan, state.document.schedule.as_of
    listed, found = list_width(width), dimension_at(field)
    room = width - listed - 3
    given = None if found is None else plan.assessments[key].scores.get(found[0])
    left = [
        *list_lines(plan, judged, key, as_of, listed, glyphs), Line(),
        *gate_lines(key, judged[key], listed, glyphs), Line(),
        *hint_lines(judged[key], field, "" if given is None else given.because, listed, glyphs),
    ]  # fmt: skip
    right = [*_verdict_and_scores(plan, key, judged[key], room, glyphs), *_rest(plan, key, state, room, glyphs)]
    return beside(left, right, listed, f" {glyphs.separator} ")


def _narrow(state: AppState, judged: Mapping[str, Verdict], key: str, width: int, glyphs: Glyphs) -> list[Line]:
    plan = state.document.plan
    return [
        *list_lines(plan, judged, key, state.document.schedule.as_of, width, glyphs), Line(),
        *_verdict_and_scores(plan, key, judged[key], width, glyphs), Line(),
        *gate_lines(key, judged[key], width, glyphs),
        *_rest(plan, key, state, width, glyphs),
    ]  # fmt: skip


def _verdict_and_scores(plan: Plan, key: str, judged: Verdict, width: int, glyphs: Glyphs) -> list[Line]:
    return [
        *verdict_lines(plan, key, judged, width, glyphs), Line(EMPTY), *score_lines(plan, key, judged, width, glyphs),
    ]  # fmt: skip


def _rest(plan: Plan, key: str, state: AppState, width: int, glyphs: Glyphs) -> list[Line]:
    as_of = state.document.schedule.as_of
    lines = [Line(), *fact_lines(plan, key, as_of, width, glyphs), Line(), *data_lines(plan, key, width, glyphs)]
    loose = loose_lines(plan, width, glyphs)
    return [*lines, Line(), *loose] if loose else lines
