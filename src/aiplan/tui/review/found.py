"""What has changed: the plan compared with an earlier version of it, or what others wrote with what was read."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from aiplan.core.plan_diff import Moved, PlanDiff, diff_plans
from aiplan.core.rereading import read
from aiplan.core.schedule import schedule_plan
from aiplan.errors import AiplanError, MissingTool, UnreadablePlan
from aiplan.review.git import GitError, Repository
from aiplan.store.text import PlanText
from aiplan.tui import words
from aiplan.tui.i18n import _, n_
from aiplan.tui.phrasing import told_error, with_hint
from aiplan.tui.review.repository import Earlier, GitState, git_state, version_at, version_of_baseline
from aiplan.tui.state import Document, Since

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from aiplan.core.schedule import Schedule


class Setting(NamedTuple):
    """What schedules depend on besides the plan."""

    today: dt.date
    as_of: dt.date | None


@dataclass(frozen=True, slots=True, eq=False)
class Review:
    """What has changed since an earlier version."""

    document: Document
    """The plan that was compared; of an earlier state until the present one has been."""
    since: Since
    git: GitState | None
    """`None` outside a repository."""
    earlier: Earlier | None = None
    diff: PlanDiff | None = None
    trouble: str = ""
    """Why nothing could be compared, and what to do about it."""
    moved: tuple[Moved, ...] = ()
    """What moved since a baseline whose version git does not know."""

    @property
    def reversible(self) -> bool:
        """Whether single edits can be taken back: those of this plan, not what others wrote."""
        return self.diff is not None and self.since.kind != "outside"


def find_review(
    document: Document, since: Since, setting: Setting, *, saved: bytes, outside: bytes | None = None
) -> Review:
    """Return what has changed in a plan; runs git, so not for the thread that draws.

    Args:
        document: the plan as it stands.
        since: what it is compared with.
        setting: of its schedule.
        saved: the file as it was last read or saved.
        outside: the file as others left it.
    """
    repository, git, name, trouble = _where(document)
    try:
        if since.kind in ("save", "outside"):
            earlier: Earlier | None = Earlier(saved)
        elif since.kind == "baseline":
            return _since_baseline(document, since, setting, repository, git, name)
        elif repository is None or git is None:
            return Review(document, since, git, trouble=trouble)
        elif git.unborn or (git.file in ("new", "ignored") and since.kind == "head"):
            return Review(document, since, git, trouble=_uncommitted(document))
        else:
            earlier = version_at(repository, document.path, since.revision or "HEAD")
        if earlier is None:
            said = _("The plan is not in {revision}: C chooses another version.")
            return Review(document, since, git, trouble=said.format(revision=since.revision or "HEAD"))
        diff = _compared(document, earlier.raw, outside if since.kind == "outside" else None, setting)
    except AiplanError as error:
        said = with_hint(error)
        return Review(document, since, git, trouble=said)
    return Review(document, since, git, earlier, diff)


def _where(document: Document) -> tuple[Repository | None, GitState | None, str, str]:
    """Return the repository, the state of the file, its name in git, or what to do where there is none."""
    path = document.path
    try:
        repository = Repository.of(path)
        name = repository.name_of(path)
        return repository, git_state(repository, name), name, ""
    except MissingTool:
        return None, None, "", _("Git is not installed: c compares with the last save or the baseline.")
    except GitError:
        said = _("{file} is in no git repository: git init, git add {file}, git commit; c compares with the last save.")
        return None, None, "", said.format(file=path.name)


def _uncommitted(document: Document) -> str:
    said = _("{file} is not committed yet: git add {file}, git commit; c compares with the last save.")
    return said.format(file=document.path.name)


def _since_baseline(
    document: Document, since: Since, setting: Setting, repository: Repository | None, git: GitState | None, name: str
) -> Review:
    baseline = document.baseline_name
    if baseline is None:
        said = _("The plan has no baseline yet: a in the overview adds one, which freezes the dates of today.")
        return Review(document, since, git, trouble=said)
    found = None
    if repository is not None and git is not None and not git.unborn:
        found = version_of_baseline(repository, name, baseline)
    if found is None:
        return Review(document, since, git, moved=_moved_since(document))
    return Review(document, since, git, found, _compared(document, found.raw, None, setting))


def _moved_since(document: Document) -> tuple[Moved, ...]:
    """Return what finishes otherwise than in the baseline, largest first."""
    baseline, schedule = document.baseline, document.schedule
    assert baseline is not None
    found = []
    for key, work in schedule.network.work.items():
        was, now = baseline.finish.get(key), schedule.finish_of(key)
        if was is not None and now is not None and (days := schedule.project_calendar.count(was, now)):
            found.append(Moved(key, work.title, was, now, days, work.kind == "milestone"))
    return tuple(sorted(found, key=lambda m: (-abs(m.days), m.after, m.id)))


def _compared(document: Document, earlier: bytes, later: bytes | None, setting: Setting) -> PlanDiff:
    before, data_before = _scheduled(earlier, setting, document)
    after, data_after = (document.schedule, document.data) if later is None else _scheduled(later, setting, document)
    return diff_plans(before, after, data_before, data_after, as_of_pinned=setting.as_of is not None)


def _scheduled(raw: bytes, setting: Setting, document: Document) -> tuple[Schedule, Mapping[str, Any]]:
    text = PlanText.from_bytes(raw, path=document.path.name)
    try:
        reading = read(text.data, text.file_order)
    except RecursionError:
        raise UnreadablePlan("values are nested too deeply", path=document.path.name) from None
    return schedule_plan(reading.plan, today=setting.today, as_of=setting.as_of), text.data


def summary(document: Document, later: bytes, as_of: dt.date | None, most: int = 5) -> tuple[str, ...]:
    """Return in a few lines how another version of the plan differs from it: the edits, and what comes of them.

    Args:
        document: the plan as it stands.
        later: the other version.
        as_of: data date that overrides that of the plans.
        most: edits that are named.
    """
    from aiplan.tui.review.words import change_words, verdict

    try:
        diff = _compared(document, document.snapshot.text.to_bytes(), later, Setting(document.schedule.as_of, as_of))
    except AiplanError as error:
        return (told_error(error),)
    lines = [f"{change.address}  {change_words(change, '->')}" for change in diff.changes[:most]]
    if (more := len(diff.changes) - most) > 0:
        lines.append(n_("{count} more", "{count} more", more).format(count=more))
    return (*lines, words.listed(verdict(diff, "->")))
