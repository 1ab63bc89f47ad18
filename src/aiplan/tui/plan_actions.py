"""What a person can do to the plan."""

from __future__ import annotations

from typing import Any

from aiplan.core.network import SECTION
from aiplan.model.edits import AddItem, Edit, RemoveEntry, RemoveField, RemoveItem
from aiplan.model.work import Result
from aiplan.tui import progress
from aiplan.tui.base import DeskApp
from aiplan.tui.screens.add_item import AddScreen, NewItem
from aiplan.tui.screens.ask import AskScreen

_RESULTS: tuple[tuple[Result, str], ...] = (
    ("met", "met: the criteria are met"),
    ("missed", "missed: they are not"),
    ("inconclusive", "inconclusive: not measured well enough to say"),
)


class PlanActions(DeskApp):
    """Adding, deleting, recording, undoing, saving."""

    # ------------------------------------------------------------ add and delete

    def action_add(self, inside: bool) -> None:
        """Ask for a new piece of work, after the row or inside its milestone."""
        schedule, here = self.desk.session.schedule, self.desk.state.selected
        milestone = follows = ""
        if here is not None:
            activity = schedule[here]
            group = activity.kind == "milestone"
            milestone = here if group else activity.milestone or ""
            follows = here if not inside and not group and activity.status != "dropped" else ""
        screen = AddScreen(taken=frozenset(schedule.ids), milestone=milestone, follows=follows, glyphs=self.glyphs)
        self.push_screen(screen, self._add)

    def _add(self, new: NewItem | None) -> None:
        if new is None:
            return
        values: dict[str, Any] = {"title": new.title}
        if new.milestone and new.section != "milestones":
            values["milestone"] = new.milestone
        if new.duration and new.duration != "0d":
            values["duration"] = new.duration
        if new.follows:
            values["depends_on"] = [new.follows]
        schedule = self.desk.session.schedule
        here = self.desk.state.selected
        after = None
        if here is not None and schedule[here].milestone == (new.milestone or None):
            after = progress.address_of(schedule, here)
        edit = AddItem(new.section, new.id, values, after=after)
        if self.attempt(lambda: self.desk.apply(edit, label=f"add {new.id}", select=new.id)):
            self.tell(f"added {new.id}")

    def action_delete(self) -> None:
        """Delete the item under the cursor, and the links and membership that name it."""
        key = self.desk.state.selected
        if key is None:
            return
        edits = (*self._without(key), self._remove(key))
        if self.attempt(lambda: self.desk.apply(*edits, label=f"delete {key}")):
            self.tell(f"deleted {key}; u brings it back")

    def _remove(self, key: str) -> Edit:
        section, name = progress.address_of(self.desk.session.schedule, key)
        return RemoveItem(str(section), str(name))

    def _without(self, key: str) -> list[Edit]:
        """Return the edits that take `key` out of what other work waits for and belongs to."""
        edits: list[Edit] = []
        for other, work in self.desk.session.plan.work.items():
            if other == key:
                continue
            path = (SECTION[work.kind], other)
            written = self.desk.session.text.data[path[0]][other].get("depends_on", [])
            doomed = [i for i, link in enumerate(written) if str(link).split(maxsplit=1)[:1] == [key]]
            edits += [RemoveEntry((*path, "depends_on", index)) for index in reversed(doomed)]
            if work.milestone == key:
                edits.append(RemoveField((*path, "milestone")))
        return edits

    # ------------------------------------------------------------ progress

    def action_record(self, what: str) -> None:
        """Record that the work under the cursor has started or is finished."""
        key, schedule = self.desk.state.selected, self.desk.session.schedule
        if key is None:
            return
        if what == "start":

            def change() -> None:
                edits = progress.start(schedule, self.desk.session.text.data, key)
                self.desk.apply(*edits, label=f"start {key}")

            if self.attempt(change):
                self.tell(f"{key} started on {progress.last_day(schedule, key)}; e corrects the day")
        elif progress.needs_result(schedule, key) and schedule[key].status not in ("done", "dropped"):
            ask = AskScreen(f"How did this attempt of {key} come out?", "", _RESULTS)
            self.push_screen(ask, lambda answer: self._finish(key, answer) if answer else None)
        else:
            self._finish(key, None)

    def _finish(self, key: str, result: str | None) -> None:
        schedule, said = self.desk.session.schedule, ""

        def change() -> None:
            nonlocal said
            outcome: Result | None = next((name for name, _ in _RESULTS if name == result), None)
            edits, said = progress.finish(schedule, self.desk.session.text.data, key, outcome)
            self.desk.apply(*edits, label=f"{result or 'finish'} {key}")

        if self.attempt(change):
            self.tell(said or f"{key} finished on {progress.last_day(schedule, key)}; e corrects the day")

    # ------------------------------------------------------------ history and file

    def action_undo(self) -> None:
        """Take the last change back."""
        label = None

        def change() -> None:
            nonlocal label
            label = self.desk.undo()

        if self.attempt(change):
            self.tell(f"undid: {label}" if label is not None else "nothing to undo")

    def action_redo(self) -> None:
        """Make the change again that was taken back."""
        label = None

        def change() -> None:
            nonlocal label
            label = self.desk.redo()

        if self.attempt(change):
            self.tell(f"did again: {label}" if label is not None else "nothing to do again")

    def action_save(self) -> None:
        """Write the plan to its file."""
        if self.attempt(self.desk.save):
            self.tell(f"saved {self.desk.session.path.name}")

    def action_reload(self) -> None:
        """Read the file again."""
        if self.attempt(self.desk.reload):
            self.tell("read again; u brings back what was here")

    def action_keep_mine(self) -> None:
        """Let the next save write over what was changed outside."""
        if self.desk.state.notice == "outside_change":
            self.attempt(self.desk.keep_mine)
            self.tell("s writes your version over theirs")
