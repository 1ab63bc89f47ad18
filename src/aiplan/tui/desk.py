"""The desk: one open session and the state that the screen shows of it. No Textual in here."""

from __future__ import annotations

import time
from collections.abc import Hashable
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from aiplan.errors import InvalidEdit, OutsideChange, PlanNotFound, UnreadablePlan
from aiplan.model.address import Path as Address
from aiplan.model.edits import Edit
from aiplan.model.finding import Finding
from aiplan.session import Reread, Session
from aiplan.store.files import Stored, read_file
from aiplan.store.recovery import Recovery
from aiplan.store.text import PlanText
from aiplan.tui.facts import days_between
from aiplan.tui.filters import EVERYTHING, Filter, visible
from aiplan.tui.items import address_of, exists, is_work, neighbour
from aiplan.tui.state import AppState, Document, Notice, Since, ViewId, WhatIf

if TYPE_CHECKING:
    from aiplan.tui.review.found import Review
    from aiplan.tui.review.past import Past
    from aiplan.tui.simulated import Simulated

_STRUCTURE = frozenset({"AIP102", "AIP103", "AIP104"})
"""Findings that an edit typed into a form must not bring about: unknown id, cycle, self-dependency."""
_BURST = 2.0
"""Seconds."""
Outside = Literal["read", "said"]
_LINKING = frozenset({"depends_on", "milestone"})


class Desk:
    """Turns what a person wants into changes of the session, and the session into the next state."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._keep_mine = False
        self._last_field: Hashable = None
        self._last_time = 0.0
        self._bursts = 0
        self.state = AppState(self._document())
        first = self._first()
        item = None if first is None else address_of(session.schedule, first)
        self.state = replace(self.state, selected=first, item=item, notice=self._notice())

    # ------------------------------------------------------------ looking

    def select(self, key: str) -> None:
        """Put the cursor on an activity."""
        self.select_item(address_of(self.session.schedule, key))

    def select_item(self, address: Address) -> None:
        """Put the cursor on a table of the plan; the last activity it stood on stays `selected`."""
        if address == self.state.item:
            return
        selected = self.state.selected
        if is_work(address) and address[1] in self.session.schedule:
            selected = str(address[1])
        self.state = replace(self.state, item=address, selected=selected)
        if is_work(address) and self.state.visible is not None and address[1] not in self.state.visible:
            self.filter(EVERYTHING)

    def filter(self, chosen: Filter) -> bool:
        """Show only the work that passes; tell whether any does, else everything stays as it is."""
        shown = visible(chosen, self.session.schedule)
        if shown is not None and not shown:
            return False
        self.state = replace(self.state, filter=chosen, visible=shown)
        self._stay_in_view()
        return True

    def mark(self, address: Address) -> None:
        """Mark an item, or take its mark away."""
        marked = self.state.marked
        changed = tuple(a for a in marked if a != address) if address in marked else (*marked, address)
        self.state = replace(self.state, marked=changed)

    def unmark(self) -> None:
        """Take all marks away."""
        self.state = replace(self.state, marked=())

    def view(self, view: ViewId) -> None:
        """Show another view."""
        self.state = replace(self.state, view=view)

    def show_why(self, wanted: bool) -> None:
        """Show or hide the explanation."""
        self.state = replace(self.state, show_why=wanted)

    # ------------------------------------------------------------ changing

    def apply(self, *edits: Edit, label: str, coalesce: Hashable | None = None, select: Address | None = None) -> None:
        """Change the plan and reschedule it.

        Raises:
            AiplanError: where the edits cannot be made; nothing has changed then.
        """
        self.session.apply(*edits, label=label, coalesce=coalesce)
        self._changed(select)

    def edit_field(
        self, edits: tuple[Edit, ...], label: str, address: Address, *, select: Address | None = None
    ) -> None:
        """Change one field from the form; what would break the network is refused beside the field instead."""
        try:
            trouble = self._trouble(edits, address)
            if not trouble:
                self.session.apply(*edits, label=label, coalesce=self._burst(address))
        except InvalidEdit as error:
            trouble = error.message
        if trouble:
            self.state = replace(self.state, refusals={**self.state.refusals, address: trouble})
            return
        self._changed(select)

    def replace_text(self, text: PlanText, *, label: str) -> None:
        """Make `text` the text of the plan, as one step that can be undone."""
        self.session.replace_text(text, label=label)
        self._changed(None)

    def undo(self) -> str | None:
        """Take the last change back; return its label, `None` where there is none."""
        label = self.session.undo()
        if label is not None:
            self._changed(None)
        return label

    def redo(self) -> str | None:
        """Make the last change again that was taken back; return its label."""
        label = self.session.redo()
        if label is not None:
            self._changed(None)
        return label

    def save(self) -> None:
        """Write the plan.

        Raises:
            OutsideChange: where the file changed on disk; nothing is written.
            SaveFailed: where it cannot be written.
        """
        try:
            self.session.save(overwrite=self._keep_mine)
        except OutsideChange:
            self.state = replace(self.state, notice=self._by_others())
            raise
        self._keep_mine = False
        self.state = replace(self.state, document=self._document(), notice=self._notice(), delta=None)
        self._forget_theirs()

    def reload(self) -> None:
        """Read the file again; what was not saved is gone."""
        self.reread(self.session.read_again())

    def reread(self, found: Reread) -> None:
        """Take over what the file says now."""
        self.session.take_over(found)
        self._changed(None)
        self.state = replace(self.state, delta=None, notice=self._notice())
        self._forget_theirs()

    def rebase(self, stored: Stored, text: PlanText, *, label: str) -> None:
        """Take the file as others left it for what was read, and `text` for the plan.

        Raises:
            UnreadablePlan: where the file is no plan.
        """
        self.merged(self.session.rebased(stored, text, self.session.snapshot), label=label)

    def merged(self, found: Reread, *, label: str) -> None:
        """Take over what others wrote, and the plan that was made of theirs and ours."""
        self.session.take_over(found, label=label)
        self._changed(None)
        self.state = replace(self.state, notice=self._notice())
        self._forget_theirs()

    def write_settled(self, text: str) -> None:
        """Write the text in which all merge conflicts are settled, and read it.

        Raises:
            AiplanError: where it is no plan, or cannot be written.
        """
        self.session.write_settled(text)
        self._changed(None)
        self.state = replace(self.state, delta=None, notice=self._notice())

    def _forget_theirs(self) -> None:
        """Compare the plan itself again, where what others wrote was on show."""
        if self.state.since.kind == "outside":
            self.state = replace(self.state, since=Since(), review=None)

    def look_outside(self) -> Outside | None:
        """Look whether others have changed the file, and say so where something would be lost by reading it.

        Returns what is new: the file can simply be read again, or it was said that it was changed; `None` for nothing.
        """
        if self._keep_mine or not self.session.outside_change():
            return None
        if not self.session.dirty:
            return "read"
        if self.state.notice == (notice := self._by_others()):
            return None
        self.state = replace(self.state, notice=notice)
        return "said"

    def _by_others(self) -> Notice:
        """Return what others did to the file."""
        return "outside_change" if self.session.path.exists() else "removed"

    def dismiss(self) -> None:
        """Take the banner away."""
        self.state = replace(self.state, notice=None)

    def keep_mine(self) -> None:
        """Let the next save write over what others changed; a later change by others is told again."""
        try:
            self.session.rebase(read_file(self.session.path), self.session.text)
        except (PlanNotFound, UnreadablePlan):
            self._keep_mine = True
        self.state = replace(self.state, document=self._document(), notice=self._notice())
        self._forget_theirs()

    def restore(self, recovery: Recovery) -> None:
        """Take over unsaved work that a crash has left.

        Raises:
            UnreadablePlan: where the copy is not a plan.
        """
        self.session.restore(recovery)
        self._changed(None)

    # ------------------------------------------------------------ what if

    def swap(self, session: Session, whatif: WhatIf | None) -> None:
        """Work in another session: in a branch that tries something out, or in the plan again."""
        self.session = session
        self.state = replace(self.state, whatif=whatif)
        self._changed(None)
        self.state = replace(self.state, delta=None, notice=self._notice())

    def show_comparison(self, wanted: bool) -> None:
        """Show or hide the comparison of the what-if with the plan."""
        if self.state.whatif is not None:
            self.state = replace(self.state, whatif=replace(self.state.whatif, shown=wanted))

    # ------------------------------------------------------------ findings

    def found(self, document: Document, findings: tuple[Finding, ...]) -> None:
        """Take over findings computed elsewhere; those of another state than the present are dropped."""
        if document is self.state.document:
            self.state = replace(self.state, findings=findings)

    def forecast(self, found: Simulated) -> None:
        """Take over a forecast; one of another state than the present is dropped."""
        if found.schedule is self.state.document.schedule:
            self.state = replace(self.state, simulated=found)

    def simulating(self, share: float | None) -> None:
        """Say how far a simulation is, `None` where none is running."""
        self.state = replace(self.state, simulating=share)

    # ------------------------------------------------------------ review

    def compare_since(self, since: Since) -> None:
        """Compare with something else from now on."""
        self.state = replace(self.state, since=since)

    def reviewing(self) -> None:
        """Say that it is being found out what has changed."""
        self.state = replace(self.state, reviewing=True)

    def reviewed(self, review: Review | None) -> None:
        """Take over what has changed, also that of an earlier state; `None` forgets it."""
        self.state = replace(self.state, review=review, reviewing=False)

    def remember(self, past: Past | None) -> None:
        """Take over the history of the milestones, `None` forgets it."""
        self.state = replace(self.state, past=past)

    # ------------------------------------------------------------ inside

    def _burst(self, address: Address) -> Hashable:
        """Return a key that is equal for edits of one field that follow each other within two seconds."""
        now = time.monotonic()
        if address != self._last_field or now - self._last_time > _BURST:
            self._bursts += 1
        self._last_field, self._last_time = address, now
        return address, self._bursts

    def _document(self) -> Document:
        session = self.session
        return Document(
            path=session.path,
            plan=session.plan,
            schedule=session.schedule,
            snapshot=session.snapshot,
            data=session.text.data,
            dirty=session.dirty,
            read_only=session.read_only,
            undo_label=session.undo_label,
            redo_label=session.redo_label,
            revision=session.revision,
        )

    def _changed(self, select: Address | None) -> None:
        before, document = self.state.document, self._document()
        then, now = before.schedule.finish, document.schedule.finish
        delta = None
        if then is not None and now is not None and before.plan is not document.plan:
            delta = days_between(document.schedule.project_calendar, then, now)
        selected, item = self.state.selected, select or self.state.item
        if is_work(item) and item is not None and item[1] in document.schedule:
            selected = str(item[1])
        if selected not in document.schedule:
            selected = self._neighbour(before, document)
        if item is not None and not exists(document.data, item):
            item = None if is_work(item) else neighbour(before.data, document.data, item)
        if item is None and selected is not None:
            item = address_of(document.schedule, selected)
        marked = tuple(address for address in self.state.marked if exists(document.data, address))
        self.state = replace(
            self.state, document=document, selected=selected, item=item, marked=marked, delta=delta, refusals={}
        )
        outside = select is not None and is_work(select) and not self._passes(str(select[1]))
        if outside or not self.filter(self.state.filter):
            self.filter(EVERYTHING)

    def _passes(self, key: str) -> bool:
        """Tell whether an activity is among what is shown, as the plan stands now."""
        shown = visible(self.state.filter, self.session.schedule)
        return shown is None or key in shown

    def _stay_in_view(self) -> None:
        """Where the activity under the cursor is not shown, go to the next one that is, else the one before."""
        here, shown = self.state.selected, self.state.visible
        if here is None or shown is None or here in shown:
            return
        ids = self.session.schedule.ids
        at = ids.index(here)
        key = next(key for key in (*ids[at:], *reversed(ids[:at])) if key in shown)
        item = address_of(self.session.schedule, key) if is_work(self.state.item) else self.state.item
        self.state = replace(self.state, selected=key, item=item)

    def _neighbour(self, before: Document, document: Document) -> str | None:
        """Return the item that takes the cursor when its own is gone: the next that is left, else the one before."""
        ids = before.schedule.ids
        at = ids.index(self.state.selected) if self.state.selected in ids else 0
        for key in (*ids[at:], *reversed(ids[:at])):
            if key in document.schedule:
                return key
        return self._first(document)

    def _first(self, document: Document | None = None) -> str | None:
        """Return the item to begin with: the first critical one that is not done, else the first."""
        schedule = (document or self.state.document).schedule
        path = schedule.critical_path
        return path[0] if path else next(iter(schedule.ids), None)

    def _notice(self) -> Notice | None:
        return "conflict" if self.session.read_only else None

    def _trouble(self, edits: tuple[Edit, ...], address: Address) -> str:
        """Return what an edit of links would break, empty for nothing."""
        if len(address) < 3 or address[2] not in _LINKING:
            return ""
        _, schedule = self.session.preview(*edits)
        known = {_what(f) for f in self.session.schedule.findings}
        fresh = [f for f in schedule.findings if f.code in _STRUCTURE and _what(f) not in known]
        return fresh[0].message if fresh else ""


def _what(finding: Finding) -> tuple[str, str]:
    return finding.code, finding.message
