"""Four questions that make a first plan."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Static

from aiplan.core.naming import slug
from aiplan.tui.first_plan import GUESSES, Answers, PlanLanguage, first_plan, parse_bar
from aiplan.tui.forms.dates import WANTED, parse_date
from aiplan.tui.forms.spec import FieldKind, FieldSpec
from aiplan.tui.glyphs import UNICODE, Glyphs
from aiplan.tui.i18n import N_, _, language
from aiplan.tui.phrasing import told_error
from aiplan.tui.screens.dialog import Dialog
from aiplan.tui.starting import free_file, plan_file
from aiplan.tui.widgets.field_row import FieldRow
from aiplan.tui.widgets.line import part

LANGUAGES: dict[str, PlanLanguage] = {"English": "en", "中文": "zh"}

QUESTIONS: tuple[tuple[str, tuple[tuple[str, FieldKind, str], ...]], ...] = (
    (N_("1 What is it, and what for?"), (("name", "text", N_("Product")), ("vision", "text", N_("Vision")))),
    (
        N_("2 What is the goal, and from which number on is it reached?"),
        (("goal", "text", N_("Goal")), ("metric", "text", N_("Metric")), ("bar", "number", N_("Bar"))),
    ),
    (
        N_("3 Which three milestones lead there?"),
        (
            ("milestone_1", "text", N_("Milestone 1")),
            ("milestone_2", "text", N_("Milestone 2")),
            ("milestone_3", "text", N_("Milestone 3")),
        ),
    ),
    (N_("4 What do you try out first?"), (("experiment", "text", N_("Experiment")),)),
)
"""Each question with its fields: key, kind, label."""


@dataclass(frozen=True, slots=True)
class NewPlan:
    """A plan that was asked for."""

    path: Path
    text: str


class NewPlanScreen(Dialog[NewPlan | None]):
    """Asks; every answer may be left out, what then stands in the plan is shown in its place."""

    BINDINGS: ClassVar = [
        Binding("escape", "leave", "Cancel", show=False),
        Binding("ctrl+s", "take", "Make the plan", show=False, priority=True),
        Binding("down", "step(1)", show=False),
        Binding("up", "step(-1)", show=False),
    ]

    def __init__(self, folder: Path, today: dt.date, *, glyphs: Glyphs = UNICODE) -> None:
        super().__init__()
        self._folder = folder
        self._today = today
        self._own_file = False
        names = tuple(LANGUAGES)
        own = "中文" if language() == "zh" else "English"

        def row(key: str, kind: FieldKind, label: str, text: str = "", choices: tuple[str, ...] = ()) -> FieldRow:
            return FieldRow(FieldSpec((key,), kind, label, choices=choices), text, glyphs=glyphs)

        self._asked = [(question, [row(*field) for field in fields]) for question, fields in QUESTIONS]
        self._settings = [
            row("language", "choice", N_("Language"), own, names),
            row("start", "date", N_("Start"), today.isoformat()),
            row("file", "text", N_("File"), free_file(folder).name),
        ]
        every = [*(field for asked in self._asked for field in asked[1]), *self._settings]
        self._rows = {field.spec.key: field for field in every}

    def compose(self) -> ComposeResult:
        """Yield the questions with their fields."""
        with Vertical(classes="dialog new-plan") as dialog:
            dialog.border_title = _("New plan")
            with VerticalScroll(classes="questions", can_focus=False):
                for question, fields in self._asked:
                    yield Static(part(_(question), "bold $accent"))
                    yield from fields
                yield Static(part(_("Where and when"), "bold $accent"))
                yield from self._settings
            said = _("enter goes on, from the last field it makes the plan, as ^s does; esc leaves")
            yield Static(part(said, "$gantt-muted"), classes="dialog-text")

    def on_mount(self) -> None:
        """Begin with the first question."""
        self._show_guesses()
        self._rows["name"].focus_editor()

    @property
    def _language(self) -> PlanLanguage:
        return LANGUAGES.get(self._rows["language"].text, "en")

    def _show_guesses(self) -> None:
        """Show in every empty field what will stand in the plan."""
        for key, guess in GUESSES[self._language].items():
            if key in self._rows:
                self._rows[key].guess = guess

    @on(FieldRow.Changed)
    def _changed(self, event: FieldRow.Changed) -> None:
        event.stop()
        event.row.complaint = ""
        key = event.row.spec.key
        if key == "language":
            self._show_guesses()
        elif key == "file":
            self._own_file = True
        elif key == "name" and not self._own_file:
            self._rows["file"].load(free_file(self._folder, slug(event.row.text)).name)

    @on(FieldRow.Left)
    def _left(self, event: FieldRow.Left) -> None:
        event.stop()
        if event.submitted:
            if event.row is self._settings[-1]:
                self.action_take()
            else:
                self.action_step(1)

    def action_step(self, step: int) -> None:
        """Go to another field."""
        rows = list(self._rows.values())
        at = next((number for number, row in enumerate(rows) if row.has_focus_within), 0)
        rows[max(0, min(len(rows) - 1, at + step))].focus_editor()

    def action_take(self) -> None:
        """Make the plan, or say what cannot be read."""
        start = self._start()
        if start is None or not self._bar_reads():
            return
        try:
            path = plan_file(self._folder, self._rows["file"].text)
        except ValueError as error:
            self._complain("file", told_error(error))
            return
        given = {key: row.text for key, row in self._rows.items()}
        answers = Answers(self._language, start, given)
        self.dismiss(NewPlan(path, first_plan(answers, {key: slug(text) for key, text in given.items()})))

    def _start(self) -> dt.date | None:
        text = self._rows["start"].text.strip()
        try:
            return parse_date(text, as_of=self._today, add=_add) if text else self._today
        except ValueError as error:
            self._complain("start", told_error(error) or _(WANTED))
            return None

    def _bar_reads(self) -> bool:
        text = self._rows["bar"].text.strip()
        try:
            parse_bar(text or "0")
        except ValueError:
            self._complain("bar", _("a number is needed: 0.85 or 85%"))
            return False
        return True

    def _complain(self, key: str, said: str) -> None:
        self._rows[key].complaint = said
        self._rows[key].focus_editor()

    def action_leave(self) -> None:
        """Make none."""
        self.dismiss(None)


def _add(day: dt.date, days: int) -> dt.date:
    """Return the day `days` working days, Monday to Friday, from `day`."""
    step = 1 if days > 0 else -1
    while days:
        day += dt.timedelta(step)
        if day.weekday() < 5:
            days -= step
    return day
