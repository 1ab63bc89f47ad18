"""Marking items, and what is done to all that are marked: a field, the milestone, copying, deleting."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from aiplan.tui.base import DeskApp
from aiplan.tui.i18n import _, n_
from aiplan.tui.items import is_work, item_name

if TYPE_CHECKING:
    from aiplan.model.address import Path as Address
    from aiplan.tui.forms.spec import FieldSpec


class MarkActions(DeskApp):
    """What is marked, else what the cursor stands on, is changed as one step."""

    def aimed_at(self) -> tuple[Address, ...]:
        """Return the marked items, else the one under the cursor."""
        state = self.desk.state
        return state.marked or (() if state.item is None else (state.item,))

    def said_of(self, addresses: tuple[Address, ...]) -> str:
        """Return what several items are called: the id of one, the number of more."""
        if len(addresses) == 1:
            return item_name(addresses[0])
        return n_("{count} item", "{count} items", len(addresses)).format(count=len(addresses))

    def action_mark(self) -> None:
        """Mark what is under the cursor, or take the mark away, and go on to the next."""
        if self.desk.state.item is not None:
            self.desk.mark(self.desk.state.item)
            self.publish()
            self.simulate_key("down")

    def action_unmark(self) -> None:
        """Take all marks away."""
        if self.desk.state.marked:
            self.desk.unmark()
            self.publish()

    def action_delete(self) -> None:
        """Delete what is marked, else the item under the cursor, and everything that names it."""
        addresses = self.aimed_at()
        if not addresses:
            return
        from aiplan.tui.marked_edits import deletions

        name = self.said_of(addresses)

        def change() -> None:
            edits = deletions(self.desk.session.text.data, addresses)
            self.desk.apply(*edits, label=_("delete {id}").format(id=name))

        if self.attempt(change):
            self.tell(_("deleted {id}; u brings it back").format(id=name))

    # ------------------------------------------------------------ the milestone

    def action_move(self) -> None:
        """Ask for the milestone that the work is to be part of."""
        addresses = tuple(a for a in self.aimed_at() if is_work(a) and a[0] != "milestones")
        if not addresses:
            self.tell(_("only work inside a milestone can be moved to another"))
            return
        from aiplan.tui.screens.pick import Choosable, PickScreen

        milestones = self.desk.session.plan.milestones
        choices = [Choosable(key, item.title) for key, item in milestones.items()]
        choices.append(Choosable("-", _("no milestone")))
        title = _("Move {id} to").format(id=self.said_of(addresses))
        self.push_screen(
            PickScreen(title, choices, glyphs=self.glyphs),
            lambda chosen: self._move(addresses, "" if chosen[0] == "-" else chosen[0]) if chosen else None,
        )

    def _move(self, addresses: tuple[Address, ...], milestone: str) -> None:
        from aiplan.tui.marked_edits import move_edits

        edits = move_edits(self.desk.session.text.data, addresses, milestone)
        name = self.said_of(addresses)
        label = _("move {id} to {milestone}").format(id=name, milestone=milestone or _("no milestone"))
        if edits and self.attempt(lambda: self.desk.apply(*edits, label=label)):
            self.tell(label)

    # ------------------------------------------------------------ one field of many

    def action_edit_marked(self) -> None:
        """Ask for a field and give it the same value in all marked items."""
        addresses = self.aimed_at()
        if not addresses:
            return
        from aiplan.tui.marked_edits import common_specs
        from aiplan.tui.screens.pick import Choosable, PickScreen

        specs = {spec.name: spec for spec in common_specs(addresses)}
        choices = [Choosable(name, spec.shown_label()) for name, spec in specs.items()]
        if not choices:
            self.tell(_("these items have no field in common"))
            return
        title = _("Field of {id}").format(id=self.said_of(addresses))
        self.push_screen(
            PickScreen(title, choices, glyphs=self.glyphs),
            lambda chosen: self._ask_value(addresses, specs[chosen[0]]) if chosen else None,
        )

    def _ask_value(self, addresses: tuple[Address, ...], spec: FieldSpec) -> None:
        from aiplan.tui.forms.values import Setting, read
        from aiplan.tui.marked_edits import field_edits
        from aiplan.tui.screens.one_field import FieldScreen

        schedule, data = self.desk.session.schedule, self.desk.session.text.data
        setting = Setting(schedule.as_of, schedule.project_calendar)
        ids = [key for section in spec.refers_to for key in data.get(section, {})]
        name = self.said_of(addresses)

        def take(text: str | None) -> None:
            if text is None:
                return
            edits = field_edits(self.desk.session.text.data, addresses, spec, read(spec, text, setting))
            label = _("{field} of {id}").format(field=spec.shown_label(), id=name)
            if edits and self.attempt(lambda: self.desk.apply(*edits, label=label)):
                self.tell(_("changed {field} of {id}; u takes it back").format(field=spec.shown_label(), id=name))

        self.push_screen(FieldScreen(spec, addresses[0], setting=setting, ids=ids, glyphs=self.glyphs), take)

    # ------------------------------------------------------------ copying

    def action_copy(self) -> None:
        """Copy what is marked, else the row, as Markdown; also into a file, where the terminal takes nothing."""
        addresses = self.aimed_at()
        if not addresses:
            return
        from platformdirs import user_cache_dir

        from aiplan.tui.marked_edits import as_markdown

        text = as_markdown(self.desk.state.document, addresses)
        self.copy_to_clipboard(text)
        path = Path(user_cache_dir("aiplan", appauthor=False)) / "copied.md"
        name = self.said_of(addresses)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        except OSError:
            self.tell(_("copied {id}").format(id=name))
        else:
            self.tell(_("copied {id}, also to {file}").format(id=name, file=path))
