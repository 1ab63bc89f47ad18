"""One plan file open for editing: the only object with a state. Nothing here knows of a screen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from aiplan.core.plain import same_plan
from aiplan.core.rereading import Changes, Reading, read, reread
from aiplan.core.schedule import Schedule, schedule_plan
from aiplan.errors import AiplanError, EditRefused, SaveFailed, UnreadablePlan
from aiplan.model.edits import Edit
from aiplan.model.finding import SEVERITIES, Finding
from aiplan.model.plan import Plan
from aiplan.phrases import say
from aiplan.store.files import Stored, digest, read_file, save, stamp_of
from aiplan.store.locate import Layout
from aiplan.store.recovery import Recovery, discard_recovery, find_recovery, write_recovery
from aiplan.store.text import PlanText

RELOAD = say("reload")
UNDO_LIMIT = 1000
"""How many steps can be undone."""
_FULL_STEPS = 30
"""How many of them keep plan and schedule at hand; of older ones only the text is kept."""


class Snapshot:
    """One state of the plan: text, plan and schedule, which belong together and never change."""

    def __init__(self, text: PlanText, reading: Reading, schedule: Schedule) -> None:
        self.text = text
        self.reading = reading
        self.schedule = schedule
        self._reads_back = False

    def read_back(self) -> None:
        """Make sure, once, that the text as it would be written says what the plan says. May run in a thread.

        Raises:
            EditRefused: where it does not.
        """
        if not self._reads_back:
            _read_back(self.text, self.text.to_bytes())
            self._reads_back = True

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What is wrong in file, plan and schedule and no comment passes over, with lines, in the order of the file."""
        from aiplan.core.checks import is_pinned, run_checks, settle

        plan = self.reading.plan
        checked = run_checks(plan, self.schedule)
        found = self.text.located((*self.reading.findings, *self.schedule.findings, *checked))
        every = dict.fromkeys((*self.text.problems, *self.text.appearance, *found))
        settled = settle(
            tuple(every), self.text.suppressions, as_of=self.schedule.as_of, pinned=is_pinned(plan)
        )  # fmt: skip
        return tuple(sorted(settled.counted, key=lambda f: (f.line or 0, SEVERITIES.index(f.severity), f.code)))


@dataclass(frozen=True, slots=True, eq=False)
class Reread:
    """What a file says that others have changed, read and not yet taken over."""

    stored: Stored
    """The file."""
    state: Snapshot
    """What the plan would be."""
    saved: PlanText
    """The text of the file."""


@dataclass(frozen=True, slots=True)
class _Archived:
    """A state of long ago: its text alone, to be read again when undo comes by."""

    layout: Layout
    bom: bool


@dataclass(frozen=True, slots=True)
class _Step:
    """One step that can be undone."""

    before: Snapshot | _Archived
    label: str
    coalesce: Hashable | None


class Session:
    """A plan file with its edits: apply, undo, redo, save, and care for changes made outside.

    Every state is an immutable `Snapshot`; an edit that fails leaves everything as it was.
    """

    def __init__(
        self, path: Path, stored: Stored, *, today: dt.date, as_of: dt.date | None = None, state: Snapshot | None = None
    ) -> None:
        self.path = path
        self.today = today
        self.as_of = as_of
        self.revision = 0
        """Grows with every change of state: results computed for another revision are stale."""
        self._stored = stored
        self._done: list[_Step] = []
        self._undone: list[_Step] = []
        self._state = self._first(stored) if state is None else state
        self._saved = self._state.text
        self._copied = False
        """Whether the recovery copy is of this session."""

    @classmethod
    def open(cls, path: Path, *, today: dt.date, as_of: dt.date | None = None) -> Session:
        """Return the plan at `path`, opened for editing.

        Args:
            path: the plan file.
            today: the data date where neither `as_of` nor the plan gives one.
            as_of: data date that overrides the plan's.

        Raises:
            PlanNotFound: where there is no file.
            UnreadablePlan: where it cannot be read or is not TOML.
        """
        return cls(path, read_file(path), today=today, as_of=as_of)

    # ------------------------------------------------------------ what is

    @property
    def snapshot(self) -> Snapshot:
        """The present state, immutable."""
        return self._state

    @property
    def stored(self) -> Stored:
        """The file as it was last read or saved."""
        return self._stored

    @property
    def text(self) -> PlanText:
        """The text as it would be saved."""
        return self._state.text

    @property
    def saved(self) -> PlanText:
        """The text as it was last read or saved."""
        return self._saved

    @property
    def plan(self) -> Plan:
        """What the text says."""
        return self._state.reading.plan

    @property
    def schedule(self) -> Schedule:
        """What follows from the plan."""
        return self._state.schedule

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is wrong in file, plan and schedule, with lines; computed when first asked for."""
        return self._state.findings

    @property
    def dirty(self) -> bool:
        """Whether the text differs from what was last read or saved."""
        return not self._state.text.same_text(self._saved)

    @property
    def read_only(self) -> bool:
        """Whether merge conflicts in the file forbid edits."""
        return self._state.text.read_only

    @property
    def undo_label(self) -> str | None:
        """What `undo` would undo, `None` where there is nothing."""
        return self._done[-1].label if self._done else None

    @property
    def redo_label(self) -> str | None:
        """What `redo` would do again, `None` where there is nothing."""
        return self._undone[-1].label if self._undone else None

    # ------------------------------------------------------------ edits

    def apply(self, *edits: Edit, label: str = "", coalesce: Hashable | None = None) -> None:
        """Apply all edits as one step, or none of them.

        Args:
            edits: in this order.
            label: what the step is called in undo and redo.
            coalesce: steps with the same key that follow one another are undone together.

        Raises:
            InvalidEdit: where an edit makes no sense on the plan.
            UnknownAddress: where it names something that is not there.
            EditRefused: where the text could not be changed so that it says what was meant.
        """
        self._advance(self._after(edits), label, coalesce)

    def preview(self, *edits: Edit) -> tuple[Plan, Schedule]:
        """Return plan and schedule as they would be after `edits`; nothing is changed.

        Raises:
            AiplanError: where the edits could not be applied.
        """
        state = self._after(edits)
        return state.reading.plan, state.schedule

    def replace_text(self, text: PlanText, *, label: str = "") -> None:
        """Make `text` the text of the plan, as one step that can be undone: a formatted or a recovered one."""
        self._advance(self._next(text), label, None)

    def undo(self) -> str | None:
        """Undo the last step and return its label, `None` where there is nothing to undo."""
        return self._travel(self._done, self._undone)

    def redo(self) -> str | None:
        """Do the last undone step again and return its label, `None` where there is none."""
        return self._travel(self._undone, self._done)

    # ------------------------------------------------------------ the file

    def save(self, *, overwrite: bool = False) -> None:
        """Write the text to its file, after reading it back and comparing.

        Args:
            overwrite: also where the file was changed or removed outside, because a person said so.

        Raises:
            EditRefused: where the text does not read back as the plan, or merge conflicts stand in it.
            OutsideChange: where the file was changed outside; nothing was written.
            SaveFailed: where it cannot be written; the old one stands.
        """
        text = self._state.text
        if text.read_only:
            raise EditRefused(say("merge conflicts stand in the file"), hint=say("settle them first: aiplan resolve"))
        self._state.read_back()
        raw = text.to_bytes()
        expected: str | None = self._stored.digest
        if overwrite:
            expected = _digest_now(self.path)
        self._stored = save(self.path, raw, expected)
        self._saved = text
        self._break_coalescing()
        discard_recovery(self.path)

    def outside_change(self) -> bool:
        """Tell whether the file is no longer the one that was read or saved: changed, or gone."""
        stamp = stamp_of(self.path)
        if stamp == self._stored.stamp:
            return False
        if stamp is None:
            return True
        try:
            now = read_file(self.path)
        except AiplanError:
            return True
        if now.digest != self._stored.digest:
            return True
        self._stored = now
        return False

    def reload(self) -> None:
        """Read the file again; what was unsaved can be had back with `undo`.

        Raises:
            PlanNotFound: where the file is gone.
            UnreadablePlan: where it cannot be read; the session stays as it was.
        """
        self.take_over(self.read_again())

    def read_again(self) -> Reread:
        """Return what the file says now; nothing is changed. May run in a thread.

        Raises:
            PlanNotFound: where the file is gone.
            UnreadablePlan: where it cannot be read.
        """
        stored = read_file(self.path)
        state = self._first(stored)
        return Reread(stored, state, state.text)

    def take_over(self, found: Reread, *, label: str = RELOAD) -> None:
        """Take the file for what was read, and what was made of it for the plan: a step that can be undone."""
        self._advance(found.state, label, None)
        self._stored, self._saved = found.stored, found.saved
        self._break_coalescing()

    def rebase(self, stored: Stored, text: PlanText, *, label: str = "") -> None:
        """Take the file as it is now for what was read, and make `text` the text of the plan.

        Args:
            stored: the file, as others left it.
            text: theirs and ours merged, or ours alone; a step that can be undone where it is another than before.
            label: what undo calls it.

        Raises:
            UnreadablePlan: where the file is no plan; the session stays as it was.
        """
        self.take_over(self.rebased(stored, text, self._state), label=label)

    def rebased(self, stored: Stored, text: PlanText, state: Snapshot) -> Reread:
        """Return what `rebase` would make of `state`; nothing is changed. May run in a thread.

        Raises:
            UnreadablePlan: where the file is no plan.
        """
        theirs = PlanText.from_bytes(stored.raw, path=str(self.path))
        return Reread(stored, self._next(text, state), theirs)

    def write_settled(self, text: str) -> None:
        """Write the text in which the merge conflicts of the file are settled, and read it as the plan.

        Raises:
            EditRefused: where it is no plan, or conflicts still stand in it.
            OutsideChange: where the file was changed outside; nothing was written.
            SaveFailed: where it cannot be written; the old one stands.
        """
        try:
            settled = PlanText.from_text(text, bom=self._state.text.bom)
        except UnreadablePlan as error:
            raise EditRefused(
                say("the text would not be a plan: {error}", error=error), hint=say("settle it otherwise")
            ) from None
        if settled.read_only:
            raise EditRefused(say("merge conflicts stand in the text"), hint=say("settle them first"))
        stored = save(self.path, settled.to_bytes(), self._stored.digest)
        self._advance(self._first(stored), "", None)
        self._stored, self._saved = stored, self._state.text
        # Before this the file could not be changed: there is nothing to go back to.
        self._done.clear()

    # ------------------------------------------------------------ after a crash

    def write_recovery(self) -> None:
        """Keep a copy of unsaved work in the state folder; remove it where nothing is unsaved any more.

        A copy that a crash has left stays until something else is unsaved, or it is discarded.

        Raises:
            SaveFailed: where the state folder cannot be written.
        """
        if self.dirty:
            write_recovery(self.path, self._state.text.to_bytes(), self._stored.digest)
            self._copied = True
        elif self._copied:
            discard_recovery(self.path)
            self._copied = False

    @staticmethod
    def recovery_for(path: Path) -> Recovery | None:
        """Return unsaved work on the plan at `path` that a crash has left, `None` where the file already says it."""
        found = find_recovery(path)
        if found is not None and _digest_now(path) == digest(found.raw):
            discard_recovery(path)
            return None
        return found

    def has_moved_on(self, recovery: Recovery) -> bool:
        """Tell whether the file has been changed since the work that a crash has left was done on it."""
        return recovery.base != self._stored.digest

    def restore(self, recovery: Recovery) -> None:
        """Take over unsaved work that a crash has left, as one step that can be undone.

        Raises:
            UnreadablePlan: where the copy is not a plan.
        """
        self.replace_text(PlanText.from_bytes(recovery.raw, path=str(recovery.path)), label=say("recover unsaved work"))

    def discard_recovery(self) -> None:
        """Remove the copy of unsaved work."""
        discard_recovery(self.path)

    # ------------------------------------------------------------ states

    def _first(self, stored: Stored) -> Snapshot:
        text = PlanText.from_bytes(stored.raw, path=str(self.path))
        try:
            reading = read(text.data, text.file_order)
        except RecursionError:
            raise UnreadablePlan(say("values are nested too deeply"), path=str(self.path)) from None
        return Snapshot(text, reading, self._schedule(reading, None))

    def _after(self, edits: Sequence[Edit]) -> Snapshot:
        text = self._state.text
        for edit in edits:
            text = text.apply(edit)
        return self._next(text)

    def _next(self, text: PlanText, state: Snapshot | None = None) -> Snapshot:
        state = self._state if state is None else state
        if text is state.text:
            return state
        reading, changes = reread(state.reading, text.data, text.file_order)
        return Snapshot(text, reading, self._schedule(reading, changes, state))

    def _schedule(self, reading: Reading, changes: Changes | None, before: Snapshot | None = None) -> Schedule:
        changed = changes.activities if changes is not None else None
        previous = before.schedule if changed is not None and before is not None else None
        return schedule_plan(reading.plan, today=self.today, as_of=self.as_of, previous=previous, changed=changed)

    def _advance(self, state: Snapshot, label: str, coalesce: Hashable | None) -> None:
        if state is self._state:
            return
        last = self._done[-1] if self._done else None
        if last is None or coalesce is None or last.coalesce != coalesce or self._undone:
            self._done.append(_Step(self._state, label, coalesce))
            _archive(self._done)
        self._undone.clear()
        self._state = state
        self.revision += 1

    def _travel(self, source: list[_Step], target: list[_Step]) -> str | None:
        if not source:
            return None
        step = source.pop()
        target.append(_Step(self._state, step.label, None))
        _archive(target)
        self._state = step.before if isinstance(step.before, Snapshot) else self._revived(step.before)
        self._break_coalescing()
        self.revision += 1
        return step.label

    def _revived(self, archived: _Archived) -> Snapshot:
        text = PlanText.from_text(archived.layout.text, bom=archived.bom)
        reading = read(text.data, text.file_order)
        return Snapshot(text, reading, self._schedule(reading, None))

    def _break_coalescing(self) -> None:
        """Make the next edit a step of its own, so that undo comes by this state."""
        if self._done:
            last = self._done[-1]
            self._done[-1] = _Step(last.before, last.label, None)


def _archive(steps: list[_Step]) -> None:
    """Keep old steps small and few, after one was added."""
    del steps[:-UNDO_LIMIT]
    if len(steps) > _FULL_STEPS:
        old = steps[-_FULL_STEPS - 1]
        if isinstance(old.before, Snapshot) and not old.before.text.read_only:
            text = old.before.text
            steps[-_FULL_STEPS - 1] = _Step(_Archived(text.layout, text.bom), old.label, old.coalesce)


def _read_back(text: PlanText, raw: bytes) -> None:
    """Make sure that the bytes to be written say what the plan says.

    Raises:
        EditRefused: where they do not.
    """
    try:
        data = text.data_of(raw)
    except UnreadablePlan as error:
        raise EditRefused(
            say("the text would not be a plan: {error}", error=error), hint=say("undo the last edit")
        ) from None
    if not same_plan(data, text.data):
        raise EditRefused(
            say("the text does not read back as the plan; nothing was written"), hint=say("undo the last edit")
        )


def _digest_now(path: Path) -> str | None:
    """Return the hash of the file as it is now, `None` where there is none."""
    if not path.exists():
        return None
    try:
        return read_file(path).digest
    except UnreadablePlan as error:
        raise SaveFailed(say("{error}", error=error), hint=error.hint) from None
