"""What is recorded of experiments and metrics: readings, results, fallbacks, amendments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on

from aiplan.tui.base import DeskApp
from aiplan.tui.i18n import _
from aiplan.tui.messages import AmendmentWanted, DecideWanted, FallbackWanted, ReadingWanted

if TYPE_CHECKING:
    from aiplan.tui.experiments.recording import NewReading
    from aiplan.tui.screens.amend import Amended


class ExperimentActions(DeskApp):
    """Dialogs that say what follows before they write."""

    @on(DecideWanted)
    def _decide(self, event: DecideWanted) -> None:
        """Lead to an experiment in its view, and to the ways out of a milestone."""
        self.desk.select_item(event.address)
        self.publish()
        if event.address[0] == "experiments":
            self.run_worker(self._show_experiment(), exclusive=True, group="reveal")
        else:
            self.call_later(self.run_action, "app.recover")

    async def _show_experiment(self) -> None:
        self.desk.view("experiments")
        self.publish()
        await self.main.show_view("experiments")

    # ------------------------------------------------------------ readings

    @on(ReadingWanted)
    def _reading_wanted(self, event: ReadingWanted) -> None:
        """Ask for a reading of a metric; of an experiment, for one of its criteria."""
        section, key = event.address
        plan = self.desk.session.plan
        if section == "metrics" and key in plan.metrics:
            self._ask_reading(str(key), event.source)
            return
        criteria = plan.experiments[str(key)].criteria if key in plan.experiments else ()
        names = list(dict.fromkeys(gate.metric for gate in criteria if gate.metric in plan.metrics))
        if not names:
            self.tell(_("no criterion names a metric: the cursor on a metric says which one"))
        elif len(names) == 1:
            self._ask_reading(names[0], str(key))
        else:
            from aiplan.tui.screens.ask import AskScreen

            answers = [(name, f"{name}  {plan.metrics[name].title}") for name in names]
            ask = AskScreen(_("A reading of which metric?"), "", answers)
            self.push_screen(ask, lambda name: self._ask_reading(name, str(key)) if name else None)

    def _ask_reading(self, metric: str, source: str) -> None:
        from aiplan.tui.screens.reading import ReadingScreen

        screen = ReadingScreen(self.desk.session.schedule, metric, source=source, glyphs=self.glyphs)
        self.push_screen(screen, self._write_reading)

    def _write_reading(self, reading: NewReading | None) -> None:
        if reading is None:
            return
        from aiplan.tui.experiments.look import GATES
        from aiplan.tui.experiments.metrics import standing

        label = _("reading of {metric}").format(metric=reading.metric)
        if self.attempt(lambda: self.desk.apply(reading.edit, label=label)):
            session = self.desk.session
            state = standing(session.plan, reading.metric, session.schedule.as_of).state
            self.tell(_("{metric}: reading written, its target: {state}").format(
                metric=reading.metric, state=_(GATES[state][0])))  # fmt: skip

    # ------------------------------------------------------------ fallback and amendments

    @on(FallbackWanted)
    def _fallback_wanted(self, event: FallbackWanted) -> None:
        """Say what taking the fallback does to the dates, and take it after a yes."""
        from aiplan.core.experiment_state import experiment_status

        key = event.experiment
        work = self.desk.session.plan.experiments.get(key)
        if work is None:
            return
        state = experiment_status(work).state
        if work.fallback is None:
            self.tell(_("{id} has no fallback: e writes one down").format(id=key))
        elif work.take_fallback or state in ("met", "exhausted", "ended", "dropped"):
            self.tell(_("{id}: there are no attempts left to end").format(id=key))
        else:
            self._ask_fallback(key, work.fallback.title or _("untitled"))

    def _ask_fallback(self, key: str, title: str) -> None:
        from aiplan.core.variant import reschedule
        from aiplan.model.edits import SetField
        from aiplan.tui import words
        from aiplan.tui.facts import days_between
        from aiplan.tui.screens.ask import AskScreen

        before, edit = self.desk.session.schedule, SetField(("experiments", key, "take_fallback"), True)
        after = reschedule(before, [edit])
        said = title
        if before.finish is not None and after.finish is not None:
            moved = days_between(before.project_calendar, before.finish, after.finish)
            said = _("{title}. Finish {day} ({days}).").format(
                title=title, day=words.day(after.finish, year=before.as_of.year), days=words.signed(moved)
            )
        answers = [("take", _("yes: no more attempts, the fallback is next")), ("leave", _("no"))]

        def take(answer: str | None) -> None:
            if answer == "take":
                label = _("fallback of {id}").format(id=key)
                self.attempt(lambda: self.desk.apply(edit, label=label))

        self.push_screen(AskScreen(_("End the attempts of {id}?").format(id=key), said, answers), take)

    @on(AmendmentWanted)
    def _amendment_wanted(self, event: AmendmentWanted) -> None:
        from aiplan.tui.screens.amend import AmendScreen

        key = event.experiment
        if key not in self.desk.session.plan.experiments:
            return
        screen = AmendScreen(self.desk.session.schedule, key, glyphs=self.glyphs)
        self.push_screen(screen, lambda amended: self._amend(key, amended))

    def _amend(self, key: str, amended: Amended | None) -> None:
        if amended is None:
            return
        from aiplan.tui.experiments.recording import amendment

        session = self.desk.session
        edits = [
            edit
            for field, value in amended.changes
            for edit in amendment(
                key, session.plan.experiments[key], field, value,
                on=session.schedule.as_of, who=amended.who, why=amended.why,
            )
        ]  # fmt: skip
        self.attempt(lambda: self.desk.apply(*edits, label=_("amend {id}").format(id=key)))
