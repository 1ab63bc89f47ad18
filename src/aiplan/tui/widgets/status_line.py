"""The top line: what plan this is, when it finishes, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.content import Content
from textual.reactive import var

from aiplan.tui import words
from aiplan.tui.facts import Headline, Margin, headline
from aiplan.tui.glyphs import UNICODE, Glyphs
from aiplan.tui.i18n import _, language, n_
from aiplan.tui.phrasing import told
from aiplan.tui.risk_words import chance, risk_style, risk_word
from aiplan.tui.state import AppState, Document
from aiplan.tui.widgets.line import LineWidget, part, together

if TYPE_CHECKING:
    from aiplan.model.finding import Finding


class StatusLine(LineWidget):
    """One line of figures; the rightmost give way first."""

    DEFAULT_CSS = """
    StatusLine { height: 1; width: 1fr; padding: 0 1; }
    """

    state: var[AppState | None] = var(None)

    def __init__(self, name: str = "", *, glyphs: Glyphs = UNICODE) -> None:
        super().__init__()
        self._glyphs = glyphs
        self._first_name = name
        """What the plan is called, until it has been read."""
        self._counted: tuple[Document, Headline] | None = None
        self._drawn: tuple[object, ...] | None = None

    def watch_state(self, new: AppState | None) -> None:
        """Draw the new figures, where there are any."""
        drawn = None if new is None else _seen(new)
        if drawn is None or drawn != self._drawn:
            self._drawn = drawn
            self.refresh()

    def _headline(self, document: Document) -> Headline:
        if self._counted is None or self._counted[0] is not document:
            self._counted = (document, headline(document))
        return self._counted[1]

    def render(self) -> Content:
        """Return the line."""
        state = self.state
        if state is None:
            return part(self._first_name, "bold $foreground") + part("  " + _("reading the plan"), "$gantt-muted")
        now = self._headline(state.document)
        year = state.document.schedule.as_of.year
        name = part(now.name, "bold $foreground")
        if state.document.dirty:
            name = name + part(f" {self._glyphs.dirty}", "$warning")
        if state.filter.active:
            said = _("only {filter}").format(filter=state.filter.said())
            name = name + part(f" {self._glyphs.separator} ", "$gantt-rule") + part(said, "bold $warning", "app.filter")
        parts = [name, self._finish(now, state.delta, year), *_p80(state, self._glyphs, year)]
        if now.margin is not None:
            parts.append(_deadline(state, now.margin, year))
        parts.append(part(_("critical {count}").format(count=now.critical), "$foreground"))
        if state.findings is not None:
            parts.append(_findings(state.findings))
        if state.document.undo_label:
            said = _("undo: {label}").format(label=told(state.document.undo_label))
            parts.append(part(said, "$gantt-muted", "app.undo"))
        separator = Content.styled(f" {self._glyphs.separator} ", "$gantt-rule")
        return together(parts, separator, self.size.width)

    @staticmethod
    def _finish(now: Headline, delta: int | None, year: int) -> Content:
        finish = part(_("finish {day}").format(day=words.day(now.finish, year=year)), "$foreground")
        if delta:
            finish = finish + part(f" {words.signed(delta)}", "bold $gantt-error" if delta > 0 else "bold $gantt-good")
        elif delta == 0:
            finish = finish + part(" " + _("unchanged"), "$gantt-muted")
        return finish


def _seen(state: AppState) -> tuple[object, ...]:
    """Return what the line shows something of."""
    return state.document, state.filter, state.delta, state.findings, state.simulated, language()


def _p80(state: AppState, glyphs: Glyphs, year: int) -> list[Content]:
    """Return the P80 of the finish; where the plan has changed since, that it is on its way."""
    if state.simulated is None:
        return []
    found = state.forecast
    said = f"P80 {words.day(found.finish_p80, year=year) if found is not None else glyphs.ellipsis}"
    return [part(said, "$gantt-warning" if found is not None else "$gantt-muted", "app.view('forecast')")]


def _deadline(state: AppState, margin: Margin, year: int) -> Content:
    """Return the deadline most at risk: its day, how late it is, and once simulated its chance and risk in words."""
    text = _("{id} by {day} {late}").format(
        id=margin.id, day=words.day(margin.deadline, year=year), late=words.signed(margin.late)
    )
    shown = part(text, "$gantt-error" if margin.late > 0 else "$gantt-muted")
    found = None if state.forecast is None else state.forecast.outlook(margin.id)
    if found is None or found.risk is None:
        return shown
    said = f" {chance(found.probability)} {risk_word(found.risk)}"
    return shown + part(said, risk_style(found.risk), "app.view('forecast')")


def _findings(findings: Sequence[Finding]) -> Content:
    severities = [finding.severity for finding in findings]
    errors, warnings = severities.count("error"), severities.count("warning")
    said = [n_("{count} error", "{count} errors", errors).format(count=errors)] if errors else []
    if warnings:
        said.append(n_("{count} warning", "{count} warnings", warnings).format(count=warnings))
    style = "$gantt-error" if errors else "$warning" if warnings else "$gantt-muted"
    return part(words.listed(said) or _("no findings"), style, "app.findings")
