"""Moving the cards of the board."""

from __future__ import annotations

from textual import on

from aiplan.tui.i18n import _
from aiplan.tui.messages import MoveCard
from aiplan.tui.plan_actions import PlanActions


class BoardActions(PlanActions):
    """What moving a card to another column changes in the plan."""

    @on(MoveCard)
    def _move_card(self, event: MoveCard) -> None:
        """Change the stage, team or owner of an activity, or record that it has started or is finished."""
        from aiplan.tui import progress
        from aiplan.tui.items import address_of
        from aiplan.tui.widgets.board.model import column_title
        from aiplan.tui.widgets.board.moves import moved

        session, key = self.desk.session, event.id
        if key not in session.schedule:
            return
        if event.by == "status" and event.to == "done" and progress.needs_result(session.schedule, key):
            self.desk.select(key)
            self.action_record("finish")
            return
        title = column_title(session.plan, event.by, event.to)

        def change() -> None:
            edits = moved(session.schedule, session.text.data, key, event.by, event.to)
            label = _("{id} to {column}").format(id=key, column=title)
            self.desk.apply(*edits, label=label, select=address_of(session.schedule, key))

        if self.attempt(change):
            self.tell(_("{id} moved to {column}").format(id=key, column=title))
