"""What stands in a plan file besides its sections: the format, and the tables of other tools."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiplan.model.edits import RemoveField
from aiplan.tui.base import DeskApp
from aiplan.tui.i18n import _

if TYPE_CHECKING:
    from aiplan.model.address import Path
    from aiplan.tui.screens.other import NewValue, Wanted


class OtherActions(DeskApp):
    """Shows what no form shows, and changes it key by key or as text."""

    def action_other(self, at: Path | None = None) -> None:
        """List the format and the keys of other tools."""
        from aiplan.tui.screens.other import OtherScreen

        if not isinstance(self.screen, OtherScreen):
            data = self.desk.session.text.data
            self.push_screen(OtherScreen(data, at=at, glyphs=self.glyphs), self._other_wanted)

    def _other_wanted(self, wanted: Wanted | None) -> None:
        if wanted is None:
            return
        if self.desk.state.document.read_only:
            self.tell(_("merge conflicts stand in the file: it can be read, not changed; J settles them"), bad=True)
            return
        key = wanted.key
        if wanted.what == "text":
            self._other_text()
        elif wanted.what == "remove":
            if key is not None:
                label = _("take away {name}").format(name=f"x.{key.name}")
                if self.attempt(lambda: self.desk.apply(RemoveField(key.path), label=label)):
                    self.tell(_("{name} is gone; u brings it back").format(name=f"x.{key.name}"))
            self.action_other()
        else:
            self._other_key(wanted)

    def _other_key(self, wanted: Wanted) -> None:
        """Ask for name and value, and write them."""
        from aiplan.tui.forms.other import other_edits
        from aiplan.tui.screens.other import OtherKeyScreen

        key = wanted.key if wanted.what == "edit" else None
        data = self.desk.session.text.data

        def take(new: NewValue | None) -> None:
            at = None if key is None else key.path
            if new is not None:
                at = new.path
                label = _("edit {name}").format(name=".".join(map(str, new.path)))
                edits = other_edits(data, key, new.path, new.value)
                if edits:
                    self.attempt(lambda: self.desk.apply(*edits, label=label))
            self.action_other(at)

        self.push_screen(OtherKeyScreen(data, key, glyphs=self.glyphs), take)

    def _other_text(self) -> None:
        """Show all tables of other tools as they stand in the file."""
        from aiplan.tui.forms.other import ADDRESS

        self.edit_as_text(ADDRESS, "x", self.action_other)
