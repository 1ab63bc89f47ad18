"""What others wrote into the file, merged with what is here; and merge conflicts, settled one by one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from textual import on, work

from aiplan.errors import AiplanError, EditRefused
from aiplan.tui.i18n import _, n_
from aiplan.tui.messages import ConflictsFound, Merged
from aiplan.tui.phrasing import told_error, with_hint
from aiplan.tui.review_actions import ReviewActions

if TYPE_CHECKING:
    from aiplan.session import Reread, Session, Snapshot
    from aiplan.store.files import Stored
    from aiplan.store.text import PlanText
    from aiplan.tui.resolving import Resolving
    from aiplan.tui.screens.resolve import Resolved


class MergeActions(ReviewActions):
    """Nothing is written until every conflict is settled, and nothing of either side is lost."""

    _resolving: Resolving | None = None
    """What was chosen and not written yet."""
    _merging = False
    """Whether a worker merges."""

    def action_merge(self) -> None:
        """Merge what others wrote, or settle the conflicts that stand in the file."""
        if self.desk.session.read_only:
            text = self.desk.session.text.text
            if self._resolving is not None and self._resolving.text == text:
                self._resolve(self._resolving, None)
            else:
                self._find_base(text, self.desk.session.path)
        elif self.desk.state.notice == "outside_change":
            self._merge_outside()
        elif self.desk.state.notice == "removed":
            self._tell_removed()
        else:
            self.tell(_("nobody has changed the file, and no conflicts stand in it"))

    def _tell_removed(self) -> None:
        self.tell(_("the file was removed: K, then s, saves it anew"), bad=True)

    def action_diff_outside(self) -> None:
        """Show what others wrote into the file."""
        if self.desk.state.notice == "removed":
            self._tell_removed()
            return
        if self.desk.state.notice != "outside_change":
            self.tell(_("nobody has changed the file"))
            return
        from aiplan.store.files import read_file

        self.attempt(lambda: self.review_outside(read_file(self.desk.session.path).raw))

    # ------------------------------------------------------------ changes by others

    def _merge_outside(self) -> None:
        if not self._merging:
            self._merging = True
            self._merge(self.desk.session, self.desk.session.snapshot, self.desk.session.saved)

    @work(thread=True, group="merge", description="merge", exit_on_error=False)
    def _merge(self, session: Session, before: Snapshot, saved: PlanText) -> None:
        """Merge the file as it is now with what is here."""
        from aiplan.store.files import read_file
        from aiplan.store.merging.merge import CannotMergeError, merge_plans
        from aiplan.store.text import PlanText
        from aiplan.tui.resolving import Resolving

        found: Reread | tuple[Stored, Resolving] | AiplanError
        try:
            stored = read_file(session.path)
            raw, merged = merge_plans(saved.to_bytes(), before.text.to_bytes(), stored.raw)
            text = PlanText.from_bytes(raw)
            if merged.conflicts:
                found = stored, Resolving.of(text.text, saved.text, outside=True)
            else:
                found = session.rebased(stored, text, before)
        except CannotMergeError as error:
            said = _("it cannot be merged table by table: {why}").format(why=told_error(error))
            found = EditRefused(said, hint=_("R reads theirs, K keeps yours; nothing was changed"))
        except AiplanError as error:
            found = error
        self.post_message(Merged(session, before, found))

    @on(Merged)
    def _merged(self, event: Merged) -> None:
        """Take over what was merged; where something was changed here meanwhile, merge that too."""
        self._merging = False
        if event.session is not self.desk.session or self.desk.state.notice != "outside_change":
            return
        if self.desk.session.snapshot is not event.before:
            self._merge_outside()
        elif isinstance(event.found, AiplanError):
            self.tell(with_hint(event.found), bad=True)
        elif isinstance(event.found, tuple):
            stored, now = event.found
            kept = self._resolving
            self._resolve(kept if kept is not None and kept.text == now.text else now, stored)
        else:
            self._take_merged(event.found)

    def _take_merged(self, found: Reread) -> None:
        self.desk.merged(found, label=_("merge"))
        self.publish()
        self._resolving = None
        self.refresh_bindings()
        self.tell(_("merged with what others wrote; s saves, u takes theirs out again"))

    # ------------------------------------------------------------ conflicts

    @work(thread=True, exclusive=True, group="conflicts", description="conflicts", exit_on_error=False)
    def _find_base(self, text: str, path: Path) -> None:
        from aiplan.tui.resolving import Resolving
        from aiplan.tui.review.repository import base_in_index

        self.post_message(ConflictsFound(Resolving.of(text, base_in_index(path))))

    @on(ConflictsFound)
    def _conflicts_found(self, event: ConflictsFound) -> None:
        if self.screen is self.main and event.now.found:
            self._resolve(event.now, None)

    def _resolve(self, now: Resolving, stored: Stored | None) -> None:
        from aiplan.tui.screens.resolve import ResolveScreen

        def done(resolved: Resolved | None) -> None:
            if resolved is not None:
                self._resolving = resolved.now
                if resolved.write:
                    self._take_settled(resolved.now, stored)
                elif resolved.now.before:
                    left = resolved.now.left
                    said = n_("{count} conflict left: J goes on", "{count} conflicts left: J goes on", left)
                    self.tell(said.format(count=left))

        self.push_screen(ResolveScreen(now, glyphs=self.glyphs), done)

    def _take_settled(self, now: Resolving, stored: Stored | None) -> None:
        """Write the file that had conflicts, or take over what was merged with changes by others."""
        session = self.desk.session
        if stored is not None:
            if not self._merging:
                self._merging = True
                self._settle_outside(session, session.snapshot, now, stored)
            return

        def change() -> None:
            if session.text.text != now.text:
                said = _("the file was changed meanwhile; nothing was written")
                raise EditRefused(said, hint=_("J shows its conflicts again"))
            self.desk.write_settled(now.settled())

        if self.attempt(change):
            self._resolving = None
            self.refresh_bindings()
            self.tell(_("saved; git add {file} tells git that it is settled").format(file=session.path.name))

    @work(thread=True, group="merge", description="merge", exit_on_error=False)
    def _settle_outside(self, session: Session, before: Snapshot, now: Resolving, stored: Stored) -> None:
        """Read what the plan of both is once all conflicts are settled."""
        from aiplan.store.text import PlanText

        found: Reread | AiplanError
        try:
            text = PlanText.from_text(now.settled(), bom=before.text.bom)
            found = session.rebased(stored, text, before)
        except AiplanError as error:
            found = error
        self.post_message(Merged(session, before, found))
