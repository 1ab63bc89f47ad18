"""The review as lines: the verdict, the edits by address, what moves because of them, and what turned."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len

from aiplan.core.compare import Change
from aiplan.core.plan_diff import Moved, PlanDiff
from aiplan.model.address import Path
from aiplan.tui import words
from aiplan.tui.cells import fit, fit_right
from aiplan.tui.glyphs import Glyphs
from aiplan.tui.i18n import _, n_
from aiplan.tui.items import SINGLE, address_of
from aiplan.tui.lines import Line, Target, empty, heading, row
from aiplan.tui.review import words as said
from aiplan.tui.state import AppState
from aiplan.tui.text import wrapped
from aiplan.tui.widgets.line import part, together

if TYPE_CHECKING:
    from aiplan.core.schedule import Schedule
    from aiplan.tui.review.found import Review

MOST = 40
"""Rows of activities that move; the rest is counted."""
_DAYS = 6


def review_lines(state: AppState, width: int, glyphs: Glyphs) -> list[Line]:
    """Return the lines of the review, each at most `width` cells wide; the first two stay on screen."""
    review = state.review
    if review is None or review.since != state.since:
        return [heading(_("What has changed"), _("comparing")), Line()]
    lines = [_heading(state, review, width, glyphs)]
    if review.trouble:
        return [*lines, Line(), *_sentence(review.trouble, width)]
    if review.diff is None:
        return [*lines, *_since_baseline(review, width, glyphs)]
    diff = review.diff
    lines += _verdict(diff, width, glyphs)
    if diff.empty:
        return [*lines, *empty(_("Nothing differs: c and C compare with another version, t shows the trend."))]
    for section in _sections(review, diff, width, glyphs):
        lines += [Line(), *section]
    return lines


def _sentence(text: str, width: int) -> list[Line]:
    return [Line(part(f"  {line}", "$gantt-muted")) for line in wrapped(text, width - 2)]


# ------------------------------------------------------------ head


def since_words(review: Review) -> str:
    """Return what the plan is compared with."""
    earlier, kind = review.earlier, review.since.kind
    if kind == "outside":
        return _("What others wrote into the file")
    if kind == "save":
        return _("Changed since the last save")
    name = review.since.revision or "HEAD"
    if kind == "baseline":
        name = _("baseline {id}").format(id=review.document.baseline_name or "?")
    text = _("Changed since {what}").format(what=name)
    if earlier is None or not earlier.hash:
        return text
    day = "" if earlier.day is None else " " + words.day(earlier.day, year=review.document.schedule.as_of.year)
    if earlier.hash == name:
        return text + (f" ({day.strip()})" if day else "")
    return f"{text} ({earlier.hash}{day})"


def _heading(state: AppState, review: Review, width: int, glyphs: Glyphs) -> Line:
    """Return what is compared, and how the file stands in git."""
    parts = [part(since_words(review), "bold $primary")]
    if state.reviewing or review.document is not state.document:
        parts.append(part(_("comparing"), "$warning"))
    parts += [part(text, "$gantt-muted") for text in git_words(review)]
    return Line(together(parts, part(f" {glyphs.separator} ", "$gantt-rule"), width))


def git_words(review: Review) -> list[str]:
    """Return how the file stands in git and on the disk."""
    git = review.git
    found = [] if not review.document.dirty else [_("not saved")]
    if git is None:
        return found
    states = {
        "committed": "" if review.document.dirty else _("all committed"), "changed": _("not committed"),
        "staged": _("staged"), "new": _("not in git yet"), "ignored": _("ignored by git"),
        "conflict": _("merge not settled"),
    }  # fmt: skip
    found.append(states[git.file])
    found.append(_("branch {name}").format(name=git.branch) if git.branch else _("no branch"))
    return [text for text in found if text]


def _verdict(diff: PlanDiff, width: int, glyphs: Glyphs) -> list[Line]:
    separator = f" {glyphs.separator} "
    worse = any(t.worse for _name, turned in diff.turned for t in turned) or (diff.finish_days or 0) > 0
    better = (diff.finish_days or 0) < 0
    style = "bold $gantt-error" if worse else "bold $gantt-good" if better else "bold $foreground"
    lines, line = [], ""
    for text in said.verdict(diff, glyphs.arrow_out):
        if line and cell_len(line + separator + text) > width:
            lines.append(line)
            line = text
        else:
            line += (separator if line else "") + text
    return [Line(part(fit(text, width, glyphs.ellipsis).rstrip(), style)) for text in (*lines, line)]


# ------------------------------------------------------------ parts


def _sections(review: Review, diff: PlanDiff, width: int, glyphs: Glyphs) -> Iterator[list[Line]]:
    if diff.changes:
        title = n_("{count} edit", "{count} edits", len(diff.changes)).format(count=len(diff.changes))
        yield _edits(review, title, diff.changes, width, glyphs)
    schedule = diff.after
    milestones = [m for m in diff.moved if m.milestone]
    others = [m for m in diff.moved if not m.milestone]
    if milestones:
        yield [heading(_("Milestones that move")), *_milestones(diff, milestones, width, glyphs)]
    elif finish := _finish(diff, width, glyphs):
        yield finish
    if others:
        yield [heading(_("Other work that moves")), *_moved(schedule, others, width, glyphs)]
    if diff.path_in or diff.path_out:
        yield [heading(_("Critical path")), *_path(diff, width, glyphs)]
    if any(turned for _name, turned in diff.turned):
        yield [heading(_("Goals, deadlines, gates, verdicts")), *_turned(diff, width, glyphs)]


def _edits(review: Review, title: str, changes: Sequence[Change], width: int, glyphs: Glyphs) -> list[Line]:
    note = _("enter opens it, b takes it back") if review.reversible else ""
    lines = [heading(title, note)]
    for number, change in enumerate(changes):
        lines += _edit(change, number, width, glyphs)
    return lines


def _edit(change: Change, number: int, width: int, glyphs: Glyphs) -> list[Line]:
    """Return the lines of one edit: address and change beside each other, or one below the other."""
    sign = {"added": "+", "removed": "-", "renamed": "~", "set": " "}[change.kind]
    style = {"added": "$gantt-good", "removed": "$gantt-error"}.get(change.kind, "$warning")
    address, text = change.address, said.change_words(change, glyphs.arrow_out)
    head = part(f" {sign} ", style)
    beside = 3 + cell_len(address) + 2 + cell_len(text) <= width
    name = part(address if beside else fit(address, width - 3, glyphs.ellipsis).rstrip(), "$accent")
    content = head + name + (part(f"  {text}", "$foreground") if beside else part(""))
    first = Line(content, (Target(3, max(4, content.cell_length), home(change.path), edit_key(change, number)),))
    if beside:
        return [first]
    return [first, *(Line(part(f"     {line}", "$foreground")) for line in wrapped(text, width - 5))]


def home(path: Path) -> Path:
    """Return the item that a value belongs to."""
    return path[:1] if path[0] in SINGLE or len(path) < 2 else path[:2]


def edit_key(change: Change, number: int) -> str:
    """Return the key of an edit's target: its field, and which edit it is."""
    rest = change.path[len(home(change.path)) :]
    return f"{rest[0] if rest else ''}@{number}"


def _milestones(diff: PlanDiff, moved: Sequence[Moved], width: int, glyphs: Glyphs) -> list[Line]:
    slips = {slip.id: slip for slip in diff.slips}
    lines = []
    for m in moved:
        lines.append(_row(diff.after, m, width, glyphs))
        slip = slips.get(m.id)
        if slip is not None and (why := said.causes(slip.parts, slip.interaction)):
            lines += _because(why, width)
        if slip is not None and slip.absorbed:
            floats = words.listed(f"{a.id} {words.days(a.days)}" for a in slip.absorbed[:4])
            lines += _because(_("float absorbed on the way: {what}").format(what=floats), width)
    return lines + _finish(diff, width, glyphs)


def _finish(diff: PlanDiff, width: int, glyphs: Glyphs) -> list[Line]:
    """Return why the project finish moves."""
    was, now, days = diff.before.finish, diff.after.finish, diff.finish_days
    if not days or was is None or now is None:
        return []
    moved = Moved("", _("Project finish"), was, now, days, True)
    return [
        _row(diff.after, moved, width, glyphs),
        *_because(said.causes(diff.finish_parts, diff.finish_interaction), width),
    ]


def _because(text: str, width: int) -> list[Line]:
    return [Line(part(f"     {line}", "$gantt-muted")) for line in wrapped(text, width - 5)] if text else []


def _row(schedule: Schedule, m: Moved, width: int, glyphs: Glyphs) -> Line:
    """Return who moves, from when to when, and by how many days."""
    year = schedule.as_of.year
    dates = said.dates(m, year, glyphs)
    room = max(8, width - 3 - _DAYS - cell_len(dates) - 2)
    mark = glyphs.milestone if m.milestone else glyphs.dot
    text = part(f" {mark} ", "$gantt-muted") + part(fit(m.title or m.id, room, glyphs.ellipsis) + " ", "$foreground")
    text = text + part(dates, "$gantt-muted")
    text = text + part(fit_right(words.signed(m.days), _DAYS), "$gantt-error" if m.days > 0 else "$gantt-good")
    return row(text, address_of(schedule, m.id), start=3) if m.id in schedule else Line(text)


def _moved(schedule: Schedule, moved: Sequence[Moved], width: int, glyphs: Glyphs) -> list[Line]:
    lines = [_row(schedule, m, width, glyphs) for m in moved[:MOST]]
    if len(moved) > MOST:
        more = n_("{count} more", "{count} more", len(moved) - MOST).format(count=len(moved) - MOST)
        lines.append(Line(part(f"   {more}", "$gantt-muted")))
    return lines


def _path(diff: PlanDiff, width: int, glyphs: Glyphs) -> list[Line]:
    lines = []
    for label, style, ids in (
        (_("now on it"), "$gantt-critical", diff.path_in),
        (_("no longer"), "$gantt-good", diff.path_out),
    ):
        for number, key in enumerate(ids[:MOST]):
            title = diff.after.network.work[key].title if key in diff.after else ""
            lead = fit(label if number == 0 else "", 12)
            text = part(f"   {lead}", style) + part(
                fit(f"{key}  {title}", max(1, width - 3 - cell_len(lead)), glyphs.ellipsis).rstrip(), "$foreground"
            )
            start = 3 + cell_len(lead)
            lines.append(row(text, address_of(diff.after, key), start=start) if key in diff.after else Line(text))
    return lines


def _turned(diff: PlanDiff, width: int, glyphs: Glyphs) -> list[Line]:
    lines = []
    for name, turned in diff.turned:
        for t in turned:
            before, after = said.state_word(t.before, name), said.state_word(t.after, name)
            noun = part(f"   {fit(_(said.NOUNS[name]), 10)}", "$gantt-muted")
            states = part(f"  {before} {glyphs.arrow_out} ", "$gantt-muted") + part(
                after, "bold $gantt-error" if t.worse else "$gantt-good"
            )
            room = max(4, min(cell_len(t.id), width - noun.cell_length - states.cell_length))
            text = noun + part(fit(t.id, room, glyphs.ellipsis), "$foreground") + states
            address = _subject(diff, name, t.id)
            if address is None:
                lines.append(Line(text.truncate(width, ellipsis=True)))
            else:
                lines.append(row(text.truncate(width, ellipsis=True), address, start=3))
    return lines


def _subject(diff: PlanDiff, name: str, said_id: str) -> Path | None:
    """Return the item that a state is of."""
    key = said_id.partition(":")[0]
    if name == "goals":
        return ("goals", key) if key in diff.after.plan.goals else None
    if name == "verdicts":
        return ("assessments", key) if key in diff.after.plan.assessments else None
    return address_of(diff.after, key) if key in diff.after else None


def _since_baseline(review: Review, width: int, glyphs: Glyphs) -> list[Line]:
    """Return what moved since a baseline of which only the dates are known."""
    lines = [Line(part(said.moves(len(review.moved)), "bold $foreground"))]
    lines += [Line(), *_sentence(_("Git has no version with this baseline, so that edits are not known."), width)]
    schedule = review.document.schedule
    for title, moved in (
        (_("Milestones that move"), [m for m in review.moved if m.milestone]),
        (_("Other work that moves"), [m for m in review.moved if not m.milestone]),
    ):
        if moved:
            lines += [Line(), heading(title), *_moved(schedule, moved, width, glyphs)]
    return lines
