"""The lines under the view: the item under the cursor, its dates, and why it has them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content
from textual.reactive import var

from aiplan.model.address import Path as Address
from aiplan.tui import words
from aiplan.tui.facts import slip
from aiplan.tui.glyphs import UNICODE, Glyphs
from aiplan.tui.i18n import _
from aiplan.tui.items import is_work, kind_name, table_at
from aiplan.tui.risk_words import chance, risk_style, risk_word
from aiplan.tui.said import fields_of
from aiplan.tui.state import AppState, Document
from aiplan.tui.widgets.line import LineWidget, part, together

if TYPE_CHECKING:
    from aiplan.core.result import Activity
    from aiplan.core.schedule import Schedule


class ExplainStrip(LineWidget):
    """Three lines about one item."""

    DEFAULT_CSS = """
    ExplainStrip { height: 4; width: 1fr; padding: 0 1; }
    """

    state: var[AppState | None] = var(None)

    def __init__(self, *, glyphs: Glyphs = UNICODE) -> None:
        super().__init__()
        self._glyphs = glyphs

    def watch_state(self, old: AppState | None, new: AppState | None) -> None:
        """Draw again where the item or the plan changed."""
        if old is None or new is None or old is new or _seen(old) != _seen(new):
            self.refresh()

    def render(self) -> Content:
        """Return the lines."""
        state = self.state
        if state is None:
            return Content("")
        if state.item is not None and not is_work(state.item):
            return self._other(state.document, state.item, max(1, self.size.width))
        if state.selected is None or state.selected not in state.document.schedule:
            return Content.styled(_("Nothing here yet: a adds the first piece of work."), "$gantt-muted")
        document, width = state.document, max(1, self.size.width)
        activity = document.schedule[state.selected]
        lines = [self._title(document, activity, width), self._dates(state, activity, width)]
        return Content("\n").join([*lines, self._why(document, activity, width)])

    def _other(self, document: Document, address: Address, width: int) -> Content:
        """Return kind, title and fields of an item that is no work, and where it is named."""
        from aiplan.core.references import references

        table = table_at(document.data, address)
        title = str(table.get("title") or table.get("statement") or table.get("name") or table.get("said") or "")
        name = part(f"{kind_name(address)} ", "$gantt-muted")
        if len(address) > 1:
            name = name + part(f"{address[1]} ", "$gantt-muted")
        lines = [together([name + part(title, "bold $foreground")], Content(""), width)]
        said = [part(f"{label.lower()} {text}", "$foreground") for label, text in fields_of(document.data, address)]
        lines.append(together(said, Content("   "), width) if said else Content(""))
        uses = references(document.data, str(address[0]), str(address[1])) if len(address) > 1 else ()
        users = list(dict.fromkeys(str(path[1]) if len(path) > 1 else str(path[0]) for path in uses))
        text = _("named by {items}").format(items=_some(users, 8)) if users else _("nothing names it")
        lines.append(part(text if len(address) > 1 else "", "$gantt-muted").truncate(width, ellipsis=True))
        return Content("\n").join(lines)

    def _title(self, document: Document, activity: Activity, width: int) -> Content:
        schedule = document.schedule
        parts = [part(activity.id, "$gantt-muted") + part(f" {activity.title}", "bold $foreground")]
        before = [str(link) for _id, link in schedule.predecessors(activity.id)]
        after = [key for key, _link in schedule.successors(activity.id)]
        if before:
            parts.append(part(f"{self._glyphs.arrow_in} {_some(before)}", "$foreground"))
        if after:
            parts.append(part(f"{self._glyphs.arrow_out} {_some(after)}", "$foreground"))
        return together(parts, Content("   "), width)

    def _dates(self, state: AppState, activity: Activity, width: int) -> Content:
        document, schedule, year = state.document, state.document.schedule, state.document.schedule.as_of.year
        start, finish = words.weekday(activity.early_start, year=year), words.weekday(activity.early_finish, year=year)
        once = activity.early_start == activity.early_finish
        parts = [part(finish if once else f"{start} {self._glyphs.dash} {finish}", "$foreground")]
        parts.append(part(_standing(activity), "$gantt-error" if activity.critical else "$foreground"))
        estimate = schedule.network.work[activity.id].duration
        if estimate is not None and estimate.three_point:
            parts.append(part(_("est {estimate}").format(estimate=estimate), "$foreground"))
        found = None if state.forecast is None else state.forecast.outlook(activity.id)
        if found is not None:
            p50, p80 = words.day(found.p50, year=year), words.day(found.p80, year=year)
            parts.append(part(f"P50 {p50}  P80 {p80}", "$gantt-warning"))
        moved = slip(schedule, activity.id, document.baseline)
        if moved:
            style = "$gantt-error" if moved > 0 else "$gantt-good"
            parts.append(
                part(
                    _("slip {days} vs {baseline}").format(days=words.signed(moved), baseline=document.baseline_name),
                    style,
                )
            )
        if activity.deadline is not None:
            said = part(_("deadline {day}").format(day=words.day(activity.deadline, year=year)), "$warning")
            if found is not None and found.risk is not None:
                said += part(f" {chance(found.probability)} {risk_word(found.risk)}", risk_style(found.risk))
            parts.append(said)
        return together(parts, Content("   "), width)

    def _why(self, document: Document, activity: Activity, width: int) -> Content:
        said = words.reason(activity.driven_by, activity, promised_by=_promised_by(document.schedule, activity.id))
        text = _("why: {reason}").format(reason=said)
        path = [step.id for step in document.schedule.driving_path(activity.id)][:-1]
        room = width - cell_len(text) - 9
        shown = _tail(path, f" {self._glyphs.arrow_out} ", room, self._glyphs.ellipsis)
        parts = [part(text, "$gantt-muted")]
        if shown:
            parts.append(part(_("path: {steps}").format(steps=shown), "$gantt-muted"))
        return together(parts, Content("   "), width)


def _seen(state: AppState) -> tuple[object, ...]:
    """Return what the lines are made from."""
    return state.selected, state.item, id(state.document), id(state.forecast)


def _standing(activity: Activity) -> str:
    if activity.status in ("done", "dropped"):
        return _(activity.status)
    if activity.total_float is None:
        return _("no float")
    if activity.total_float < 0:
        return _("{count}d too late").format(count=-activity.total_float)
    return _("critical") if activity.total_float == 0 else _("float {count}d").format(count=activity.total_float)


def _promised_by(schedule: Schedule, key: str) -> str:
    external = schedule.network.work[key].external
    return "" if external is None else external.from_


def _some(names: Sequence[str], most: int = 4) -> str:
    more = len(names) - most
    return words.listed(names[:most]) + (f" +{more}" if more > 0 else "")


def _tail(path: Sequence[str], arrow: str, room: int, ellipsis: str) -> str:
    """Return the last steps of a path that fit into `room` cells."""
    kept: list[str] = []
    for step in reversed(path):
        longer = arrow.join([step, *kept])
        if cell_len(longer) + (cell_len(ellipsis + arrow) if len(kept) + 1 < len(path) else 0) > room:
            break
        kept.insert(0, step)
    if not kept:
        return ""
    return arrow.join(kept if len(kept) == len(path) else [ellipsis, *kept])
