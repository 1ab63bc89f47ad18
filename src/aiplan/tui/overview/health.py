"""How the plan stands, in four figures: finish, deadline, cost, findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content

from aiplan.core.cost import plan_cost
from aiplan.tui import words
from aiplan.tui.cells import fit
from aiplan.tui.facts import days_between, headline, slip
from aiplan.tui.i18n import _, n_
from aiplan.tui.items import address_of
from aiplan.tui.lines import Line, fitted, joined, row
from aiplan.tui.numbers import money
from aiplan.tui.risk_words import chance, risk_style, risk_word
from aiplan.tui.widgets.line import part

if TYPE_CHECKING:
    from aiplan.model.address import Path
    from aiplan.tui.glyphs import Glyphs
    from aiplan.tui.state import AppState, Document

Tile = tuple[str, Content, Content, "Path | None", str]
"""Label, figure, what is said below it, the item it is about, and the field."""


def health_lines(state: AppState, width: int, glyphs: Glyphs) -> list[Line]:
    """Return the figures side by side: a label, the figure, and what it means."""
    found = (_finish(state), _deadline(state), _cost(state.document, width // 4 - 2), _findings(state))
    tiles = [tile for tile in found if tile]
    each = width // len(tiles)
    rows: list[list[Line]] = [[], [], []]
    for label, figure, below, address, key in tiles:
        name = part(fit(label, each - 2, glyphs.ellipsis), "$gantt-muted")
        shown = fitted(figure, each - 2, glyphs.ellipsis)
        rows[0].append(Line(name + Content("  ")))
        target = Line(shown) if address is None else row(shown, address, key)
        rows[1].append(joined((target, Content("  "))))
        rows[2].append(Line(fitted(below, each - 2, glyphs.ellipsis) + Content("  ")))
    return [joined(line) for line in rows]


def _finish(state: AppState) -> Tile:
    document = state.document
    schedule, year = document.schedule, document.schedule.as_of.year
    figure = part(words.day(schedule.finish, year=year), "bold $foreground")
    late = _slip(document)
    if late is not None:
        style = "$gantt-error" if late > 0 else "$gantt-good" if late < 0 else "$gantt-muted"
        figure += part(f"  {words.signed(late)}", f"bold {style}")
    said = []
    if state.forecast is not None:
        said.append(f"P80 {words.day(state.forecast.finish_p80, year=year)}")
    if document.baseline_name is not None:
        said.append(_("vs {baseline}").format(baseline=document.baseline_name))
    last = max(
        (a for a in schedule.activities if a.early_finish is not None), key=lambda a: a.early_finish, default=None,  # type: ignore[arg-type,return-value]
    )  # fmt: skip
    address = None if last is None else address_of(schedule, last.id)
    return _("Finish"), figure, part(words.listed(said), "$gantt-muted"), address, ""


def _slip(document: Document) -> int | None:
    """Return by how many working days the plan finishes later than in the baseline."""
    baseline, schedule = document.baseline, document.schedule
    if baseline is None or not baseline.finish or schedule.finish is None:
        return None
    last = max(baseline.finish.values())
    return days_between(schedule.project_calendar, last, schedule.finish)


def _deadline(state: AppState) -> Tile | None:
    margin, year = headline(state.document).margin, state.document.schedule.as_of.year
    if margin is None:
        return None
    figure = part(words.day(margin.deadline, year=year), "bold $foreground")
    said = words.days(abs(margin.late))
    how = _("{days} late") if margin.late > 0 else _("{days} in hand")
    text = how.format(days=said) if margin.late else _("on the day")
    figure += part(f"  {text}", "bold $gantt-error" if margin.late > 0 else "$gantt-good")
    found = None if state.forecast is None else state.forecast.outlook(margin.id)
    below = part(_("not simulated yet"), "$gantt-faint")
    if found is not None and found.risk is not None:
        said = _("{chance} in time").format(chance=chance(found.probability))
        below = part(f"{said}, {risk_word(found.risk)}", risk_style(found.risk))
    address = address_of(state.document.schedule, margin.id)
    return _("Deadline {id}").format(id=margin.id), figure, below, address, "deadline"


def _cost(document: Document, room: int) -> Tile | None:
    """Return the cost beside the budget; what has been spent only where there is room for it."""
    cost = plan_cost(document.schedule)
    if not cost.total:
        return None
    figure = part(money(cost.total, cost.currency), "bold $foreground")
    over = cost.over_budget
    if over is None:
        return _("Cost"), figure, part(_("no budget is given"), "$gantt-faint"), ("project",), "budget"
    left = (_("{amount} over") if over > 0 else _("{amount} left")).format(amount=money(abs(over), ""))
    below = part(left, "bold $gantt-error" if over > 0 else "$gantt-good")
    of_all = _("of {budget}").format(budget=money(cost.budget or 0, ""))
    spent = _("spent {amount}").format(amount=money(cost.spent, ""))
    for said in (words.listed((of_all, spent)), of_all):
        if below.cell_length + 1 + cell_len(said) <= room:
            below += part(f" {said}", "$gantt-muted")
            break
    return _("Cost"), figure, below, ("project",), "budget"


def _findings(state: AppState) -> Tile:
    findings = state.findings
    document = state.document
    moved = sum(
        1
        for key in document.schedule.ids
        if document.schedule[key].status not in ("done", "dropped")
        and (slip(document.schedule, key, document.baseline) or 0) > 0
    )
    below = part(n_("{count} item later", "{count} items later", moved).format(count=moved), "$gantt-muted")
    if document.baseline is None:
        below = part(_("no baseline yet: a adds one"), "$gantt-faint")
    if findings is None:
        return _("Findings"), part(_("looking through the plan"), "$gantt-muted"), below, None, ""
    errors, warnings = (sum(1 for f in findings if f.severity == kind) for kind in ("error", "warning"))
    said = [n_("{count} error", "{count} errors", errors).format(count=errors)] if errors else []
    if warnings:
        said.append(n_("{count} warning", "{count} warnings", warnings).format(count=warnings))
    style = "$gantt-error" if errors else "$warning" if warnings else "$gantt-good"
    return _("Findings (f)"), part(words.listed(said) or _("none"), f"bold {style}"), below, None, ""
