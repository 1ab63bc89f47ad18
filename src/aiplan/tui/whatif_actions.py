"""What if: trying edits out beside the plan, and scenarios."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiplan.model.edits import RemoveItem
from aiplan.tui.forecast_actions import ForecastActions
from aiplan.tui.i18n import _, n_

if TYPE_CHECKING:
    from aiplan.tui.screens.keep_scenario import Kept
    from aiplan.tui.screens.scenarios import Picked

_INSIDE = frozenset({"apply_what_if", "leave_what_if", "keep_scenario"})
"""What can be done in a what-if only."""


class WhatIfActions(ForecastActions):
    """While a what-if is on show, every edit goes into it and none into the plan."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let keys do in a what-if what they do there, and elsewhere what they do everywhere."""
        inside = self.opened and self.desk.state.whatif is not None
        if action in _INSIDE and not inside:
            return False
        if inside and action == "leave_what_if" and self.desk.state.marked:
            return False
        if inside and (action == "save" or (action == "add" and parameters == (True,))):
            return False
        return super().check_action(action, parameters)

    def action_what_if(self) -> None:
        """Begin a what-if; in one, show or hide the comparison with the plan."""
        from aiplan.tui import whatif

        now = self.desk.state.whatif
        if now is not None:
            self.desk.show_comparison(not now.shown)
            self.publish()
        elif self.attempt(lambda: whatif.begin(self.desk)):
            self._begun()

    def _begun(self) -> None:
        self.refresh_bindings()
        if self.desk.session.schedule.finish is not None:
            self.simulate()

    def _take_typed(self) -> None:
        """Take over what was typed into a form a moment ago."""
        from aiplan.tui.widgets.detail_form import DetailForm

        for screen in self.screen_stack:
            for form in screen.query(DetailForm):
                form.flush()

    def action_apply_what_if(self) -> None:
        """Make the what-if the plan, as one step."""
        # What is typed into a form arrives as a message; it is taken over before this.
        self._take_typed()
        self.call_later(self._apply_what_if)

    def _apply_what_if(self) -> None:
        from aiplan.tui import whatif

        if self.desk.state.whatif is None:
            return
        count = 0

        def change() -> None:
            nonlocal count
            count = whatif.apply(self.desk)

        if self.attempt(change):
            self.refresh_bindings()
            if count:
                said = n_("{count} change applied", "{count} changes applied", count).format(count=count)
                self.tell(_("{what}; u takes it back").format(what=said))
            else:
                self.tell(_("nothing was different"))

    def action_leave_what_if(self) -> None:
        """Discard the what-if; where there are edits, ask."""
        state = self.desk.state
        if state.whatif is None:
            return
        if not self.desk.session.dirty:
            self._discard()
            return
        from aiplan.tui.screens.ask import AskScreen

        answers = [
            ("discard", _("discard: the plan stays as it is")),
            ("apply", _("apply: one step on the plan")),
            ("keep", _("keep as a scenario")),
            ("stay", _("go on trying")),
        ]
        self.push_screen(AskScreen(_("What becomes of what was tried out?"), "", answers), self._left)

    def _left(self, answer: str | None) -> None:
        if answer == "discard":
            self._discard()
        elif answer == "apply":
            self.action_apply_what_if()
        elif answer == "keep":
            self.action_keep_scenario()

    def _discard(self) -> None:
        from aiplan.tui import whatif

        if self.attempt(lambda: whatif.discard(self.desk)):
            self.refresh_bindings()
            self.tell(_("back in the plan, which is as it was"))

    async def action_quit(self) -> None:
        """Leave; what was tried out and not applied is said once, then thrown away."""
        if self.opened and self.desk.state.whatif is not None:
            if self.desk.session.dirty and not self._told_of_what_if:
                self._told_of_what_if = True
                self.tell(_("this what-if is not applied: A applies it, q again leaves without it"), bad=True)
                return
            from aiplan.tui import whatif

            whatif.discard(self.desk)
            self.publish()
        await super().action_quit()

    _told_of_what_if = False

    # ------------------------------------------------------------ scenarios

    def action_keep_scenario(self) -> None:
        """Ask for a name and keep what was tried out as a scenario."""
        from aiplan.tui.screens.keep_scenario import KeepScreen

        now = self.desk.state.whatif
        if now is None:
            return
        if not self.desk.session.dirty:
            self.tell(_("nothing was changed yet: edits made here are what a scenario sets"))
            return
        title = now.title if now.scenario else ""
        self.push_screen(KeepScreen(now.scenario, title, glyphs=self.glyphs), self._keep)

    def _keep(self, kept: Kept | None) -> None:
        from aiplan.tui import whatif

        if kept is not None and self.attempt(lambda: whatif.keep(self.desk, kept.id, kept.title)):
            self.refresh_bindings()
            self.tell(_("kept as scenario {id}; W compares scenarios, s writes the file").format(id=kept.id))

    def action_scenarios(self) -> None:
        """Compare the scenarios; open one as a what-if, or delete one."""
        from aiplan.tui.screens.scenarios import ScenariosScreen

        base = self.desk.state.base or self.desk.state.document
        self.push_screen(ScenariosScreen(base.schedule, glyphs=self.glyphs), self._picked)

    def _picked(self, picked: Picked | None) -> None:
        from aiplan.tui import whatif

        if picked is None:
            return
        if self.desk.state.whatif is not None:
            self.tell(_("first apply or discard what is being tried out"), bad=True)
        elif picked.delete:
            label = _("delete {id}").format(id=picked.id)
            if self.attempt(lambda: self.desk.apply(RemoveItem("scenarios", picked.id), label=label)):
                self.tell(_("deleted {id}; u brings it back").format(id=picked.id))
                self.action_scenarios()
        elif self.attempt(lambda: whatif.begin(self.desk, picked.id)):
            self._begun()
