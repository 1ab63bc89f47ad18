"""What a person can do to the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiplan.tui.base import DeskApp
from aiplan.tui.i18n import _
from aiplan.tui.items import is_work
from aiplan.tui.messages import OpenItem
from aiplan.tui.phrasing import told
from aiplan.tui.views import view_info

if TYPE_CHECKING:
    from aiplan.tui.screens.add_item import NewItem
    from aiplan.tui.screens.result import Outcome


class PlanActions(DeskApp):
    """Adding, deleting, recording, undoing, saving."""

    # ------------------------------------------------------------ add and delete

    def action_add(self, inside: bool) -> None:
        """Ask for a new item of the kinds of this view; work goes after the row or inside its milestone."""
        from aiplan.tui.screens.add_item import AddScreen

        schedule, here = self.desk.session.schedule, self.desk.state.selected
        milestone = follows = ""
        if here is not None:
            activity = schedule[here]
            group = activity.kind == "milestone"
            milestone = here if group else activity.milestone or ""
            follows = here if not inside and not group and activity.status != "dropped" else ""
        screen = AddScreen(
            kinds=view_info(self.desk.state.view).kinds,
            data=self.desk.session.text.data,
            milestone=milestone,
            follows=follows,
            glyphs=self.glyphs,
        )
        self.push_screen(screen, self._add)

    def _add(self, new: NewItem | None) -> None:
        if new is None:
            return
        from aiplan.tui.plan_edits import addition

        edit = addition(self.desk.session.schedule, new, self.desk.state.selected)
        address = (new.section, new.id)
        if self.attempt(lambda: self.desk.apply(edit, label=_("add {id}").format(id=new.id), select=address)):
            self.tell(_("added {id}").format(id=new.id))
            if not is_work(address):
                self.post_message(OpenItem(address))

    # ------------------------------------------------------------ progress

    def action_record(self, what: str) -> None:
        """Record that the work under the cursor has started or is finished."""
        from aiplan.tui import progress

        key, schedule = self.desk.state.selected, self.desk.session.schedule
        if key is None or not is_work(self.desk.state.item):
            self.tell(_("this is recorded of work: the cursor stands on something else"))
            return
        if what == "start":

            def change() -> None:
                edits = progress.start(schedule, self.desk.session.text.data, key)
                self.desk.apply(*edits, label=_("start {id}").format(id=key))

            if self.attempt(change):
                day = progress.last_day(schedule, key)
                self.tell(_("{id} started on {day}; e corrects the day").format(id=key, day=day))
        elif progress.needs_result(schedule, key) and schedule[key].status not in ("done", "dropped"):
            from aiplan.tui.screens.result import ResultScreen

            screen = ResultScreen(schedule, key, glyphs=self.glyphs)
            self.push_screen(screen, lambda outcome: self._record(key, outcome) if outcome else None)
        else:
            self._finish(key)

    def _finish(self, key: str) -> None:
        from aiplan.tui import progress

        schedule = self.desk.session.schedule

        def change() -> None:
            edits = progress.finish(schedule, self.desk.session.text.data, key)
            self.desk.apply(*edits, label=_("finish {id}").format(id=key))

        if self.attempt(change):
            day = progress.last_day(schedule, key)
            self.tell(_("{id} finished on {day}; e corrects the day").format(id=key, day=day))

    def _record(self, key: str, outcome: Outcome) -> None:
        """Write how an attempt came out."""
        from aiplan.tui import progress
        from aiplan.tui.experiments.look import RESULTS
        from aiplan.tui.screens.result import recorded_of

        session = self.desk.session

        def change() -> None:
            recorded = recorded_of(session.schedule, key, outcome)
            edits = progress.with_status(session.schedule, session.text.data, key, recorded, outcome.result)
            label = _("{id} {result}").format(id=key, result=_(RESULTS[outcome.result][0]))
            self.desk.apply(*edits, label=label)

        if self.attempt(change):
            self.tell(progress.said_next(session.plan.experiments[key], outcome.result))

    # ------------------------------------------------------------ history and file

    def action_undo(self) -> None:
        """Take the last change back."""
        label = None

        def change() -> None:
            nonlocal label
            label = self.desk.undo()

        if self.attempt(change):
            self.tell(_("undid: {label}").format(label=told(label)) if label is not None else _("nothing to undo"))

    def action_redo(self) -> None:
        """Make the change again that was taken back."""
        label = None

        def change() -> None:
            nonlocal label
            label = self.desk.redo()

        if self.attempt(change):
            self.tell(
                _("did again: {label}").format(label=told(label)) if label is not None else _("nothing to do again")
            )

    def action_save(self) -> None:
        """Write the plan to its file."""
        if self.attempt(self.desk.save):
            self.tell(_("saved {file}").format(file=self.desk.session.path.name))

    def action_keep_mine(self) -> None:
        """Let the next save write over what was changed outside."""
        notice = self.desk.state.notice
        if notice in ("outside_change", "removed"):
            self.attempt(self.desk.keep_mine)
            removed = notice == "removed"
            self.tell(_("s saves the file anew") if removed else _("s writes your version over theirs"))
