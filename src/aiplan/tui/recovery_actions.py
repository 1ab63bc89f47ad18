"""What a person can do when a milestone is late: look at the ways out and take one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiplan.tui.base import DeskApp
from aiplan.tui.i18n import _

if TYPE_CHECKING:
    from aiplan.core.schedule import Schedule


class RecoveryActions(DeskApp):
    """The recovery dialog."""

    def action_recover(self) -> None:
        """Show the ways out for the milestone of the row, else for the first one that is late."""
        from aiplan.core.recovery.replan import late_milestone

        schedule = self.desk.session.schedule
        key = self._late_here(schedule) or late_milestone(schedule) or self._doubtful(schedule)
        if key is None:
            self.tell(_("no milestone is forecast after its deadline"))
            return
        from aiplan.tui.screens.recovery import Chosen, RecoveryScreen

        def take(chosen: Chosen | None) -> None:
            if chosen is None:
                return
            label = _("recover {id}").format(id=chosen.milestone)
            if self.attempt(
                lambda: self.desk.apply(*chosen.edits, label=label, select=("milestones", chosen.milestone))
            ):
                self.tell(_("{what}; the decision is logged, u takes it back").format(what=chosen.label))

        self.push_screen(RecoveryScreen(schedule, key, glyphs=self.glyphs), take)

    def _late_here(self, schedule: Schedule) -> str | None:
        """Return the milestone of the row where it is late or may be: the row itself, or what it belongs to."""
        here = self.desk.state.selected
        if here is None or here not in schedule:
            return None
        for key in (here, schedule[here].milestone):
            if (
                key is not None
                and key in schedule
                and schedule[key].kind == "milestone"
                and self._at_risk(schedule, key)
            ):
                return key
        return None

    def _at_risk(self, schedule: Schedule, key: str) -> bool:
        """Tell whether a milestone finishes after its deadline, or once simulated may well do so."""
        deadline, finish = schedule[key].deadline, schedule[key].early_finish
        if deadline is None or finish is None or schedule[key].status in ("done", "dropped"):
            return False
        found = None if self.desk.state.forecast is None else self.desk.state.forecast.outlook(key)
        return finish > deadline or (found is not None and found.risk in ("red", "amber"))

    def _doubtful(self, schedule: Schedule) -> str | None:
        """Return the first milestone that is planned in time but may well be late."""
        risky = [(day, key) for key in schedule.plan.milestones if key in schedule and self._at_risk(schedule, key)
                 and (day := schedule[key].early_finish) is not None]  # fmt: skip
        return min(risky)[1] if risky else None
