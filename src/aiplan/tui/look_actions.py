"""What a person can look at: views, the form, lists, and what is found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiplan.tui.base import DeskApp
from aiplan.tui.find import hits, next_hit
from aiplan.tui.i18n import _
from aiplan.tui.items import is_work, item_name, item_of
from aiplan.tui.messages import Chosen
from aiplan.tui.said import not_taken
from aiplan.tui.screens.main import PANE_FROM
from aiplan.tui.trail import Place
from aiplan.tui.trail_actions import TrailActions
from aiplan.tui.views import home_of
from aiplan.tui.widgets.lines_view import LinesView
from aiplan.tui.widgets.plan_grid.model import outline

if TYPE_CHECKING:
    from aiplan.core.schedule import Schedule
    from aiplan.model.address import Path as Address
    from aiplan.model.finding import Finding
    from aiplan.tui.state import ViewId


class LookActions(TrailActions):
    """Showing things; nothing here changes the plan."""

    _sought = ""
    _begun_at: str | None = None
    _begun_here: Place | None = None

    def action_view(self, view: ViewId) -> None:
        """Show a view."""
        if view != self.desk.state.view:
            self.leave(self.here)
        self.desk.view(view)
        self.publish()

    def action_toggle_why(self) -> None:
        """Show or hide the explanation."""
        self.desk.show_why(not self.main.why_shown)
        self.publish()
        self.post_message(Chosen({"why": self.desk.state.show_why}))

    def action_help(self) -> None:
        """Show the page of keys."""
        from aiplan.tui.screens.help import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen(self.desk.state.view if self.opened else "timeline", glyphs=self.glyphs))

    # ------------------------------------------------------------ the form

    def action_edit(self, key: str = "") -> None:
        """Open the form of the item under the cursor, at the field of `key`."""
        item = self.desk.state.item
        if item is None:
            return
        if key in ("duration", "depends_on") and not is_work(item):
            self.tell(
                _("{name} is no work: only work has a duration and waits for something").format(name=item_name(item))
            )
            return
        if self.desk.state.document.read_only:
            self.tell(_("merge conflicts stand in the file: it can be read, not changed; J settles them"), bad=True)
        elif self.size.width >= PANE_FROM:
            self.main.open_form(key)
        else:
            # Binding to the state is only possible from the app's own task.
            self.call_later(self._push_form, key)

    def _push_form(self, key: str) -> None:
        from aiplan.tui.screens.form import FormScreen

        if isinstance(self.screen, FormScreen):
            return
        self.push_screen(FormScreen(key, glyphs=self.glyphs).data_bind(DeskApp.state), self._form_left)

    def _form_left(self, lost: tuple[str, ...] | None) -> None:
        if lost:
            self.tell(not_taken(lost), bad=True)

    # ------------------------------------------------------------ findings

    def action_findings(self) -> None:
        """List what is wrong or doubtful."""
        from aiplan.tui.screens.findings import FindingsScreen

        state = self.desk.state
        if state.findings is None:
            self.desk.found(state.document, state.document.snapshot.findings)
            self.publish()
        if not isinstance(self.screen, FindingsScreen):
            self.push_screen(FindingsScreen(self.desk.state, glyphs=self.glyphs), self._go_to_finding)

    def _go_to_finding(self, finding: Finding | None) -> None:
        if finding is None:
            return
        address = item_of(self.desk.state.document.data, finding)
        if address is None:
            self.tell(_("{place}: line {line}").format(place=finding.address or _("the file"), line=finding.line or 1))
            return
        self.go_to(address, key=str(finding.path[len(address)]) if len(finding.path) > len(address) else "")

    def go_to(self, address: Address, *, key: str = "") -> None:
        """Show an item where it is at home; open its form for a field, or where it is at home nowhere."""
        home = home_of(str(address[0]))
        self.leave(self.here)
        self.desk.select_item(address)
        if home is not None:
            self.desk.view(home)
        self.publish()
        if key or home is None:
            self.action_edit(key)
        else:
            self.run_worker(self._reveal(home, address), exclusive=True, group="reveal")

    async def _reveal(self, home: ViewId, address: Address) -> None:
        """Open the form of an item that its view does not show."""
        view = await self.main.show_view(home)

        def look(again: int = 10) -> None:
            if not isinstance(view, LinesView) or self.desk.state.item != address or view.shows(address):
                return
            if not view.lines and again:
                # A view that has just been mounted has no size yet, and so no lines.
                self.call_after_refresh(look, again - 1)
            else:
                self.action_edit()

        self.call_after_refresh(look)

    # ------------------------------------------------------------ finding items

    def action_find(self) -> None:
        """Ask what to find."""
        self._begun_at = self.desk.state.selected
        self._begun_here = self.here
        self.main.open_find()

    def action_find_next(self, direction: int) -> None:
        """Go to the next hit."""
        order = _order(self.desk.session.schedule)
        found = hits(self.desk.session.schedule, order, self._sought)
        key = next_hit(found, order, self.desk.state.selected, direction)
        if key is not None:
            self.desk.select(key)
            self.publish()
        else:
            self.tell(
                _("nothing has {text} in title or id").format(text=repr(self._sought))
                if self._sought
                else _("/ finds by title or id")
            )

    def find_first(self, text: str) -> None:
        """Go to the first hit at or after where finding began."""
        self._sought = text
        order = _order(self.desk.session.schedule)
        found = hits(self.desk.session.schedule, order, text)
        begun = self._begun_at
        key = begun if begun in found else next_hit(found, order, begun, 1)
        target = key or begun
        if target is not None:
            self.desk.select(target)
            self.publish()

    def end_find(self, *, keep: bool) -> None:
        """Stay at the hit, or go back to where finding began."""
        self.main.close_find()
        if keep and self._begun_here is not None and self._begun_here != self.here:
            self.leave(self._begun_here)
        if not keep and self._begun_at is not None:
            self.desk.select(self._begun_at)
            self.publish()


def _order(schedule: Schedule) -> list[str]:
    return [place.id for place in outline(schedule.ids, schedule.network.members)]
