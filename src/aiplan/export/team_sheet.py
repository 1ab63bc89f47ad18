"""The sheet of a team: its work ahead, what it waits for, what it hands over, and where too much is asked of it."""

from __future__ import annotations

from collections.abc import Iterator

from aiplan.core.handoffs import Handoff, handoffs
from aiplan.core.levelling.overload import overloads
from aiplan.core.markup import code, escape, named, table
from aiplan.core.schedule import Schedule
from aiplan.errors import UnknownAddress
from aiplan.export.documents import Draft, draft
from aiplan.export.facts import by_time
from aiplan.export.regions import region
from aiplan.model.context import Language
from aiplan.model.plan import Plan

TEAM_SHEET = "team-sheet"
"""Name of its region in a file."""


def team_sheet(plan: Plan, schedule: Schedule, *, team: str | None = None, language: Language | None = None) -> str:
    """Return the sheet of one team, or of all, as Markdown between the marks of its region.

    Raises:
        UnknownAddress: where there is no such team.
    """
    made = draft(plan, schedule, language)
    if team is not None and team not in plan.teams:
        raise UnknownAddress(team, hint=f"there are: {', '.join(plan.teams)}" if plan.teams else "")
    passing = handoffs(schedule)
    lines: list[str] = []
    for number, key in enumerate(plan.teams if team is None else [team]):
        lines += ["", "---", ""] if number else []
        lines += _sheet(made, key, passing)
    return region(TEAM_SHEET, "\n".join(lines or [made.text(None)]))


def _sheet(made: Draft, team: str, passing: tuple[Handoff, ...]) -> list[str]:
    item, nothing = made.plan.teams[team], [f"- {made.say('none')}"]
    lines = made.head("team_sheet", named(item.title, team))
    lines += ["", *made.fields(("id", code(team)), ("capacity", made.number(item.capacity)))]
    lines += made.section("work_ahead", list(_work(made, team)) or nothing)
    waits = [h for h in passing if h.team == team]
    lines += made.section("waits_for", [_handoff(made, h, own=False) for h in waits] or nothing)
    gives = [h for h in passing if team in h.givers]
    lines += made.section("hands_over", [_handoff(made, h, own=True) for h in gives] or nothing)
    return lines + made.section("overload", list(_overload(made, team)) or nothing)


def _work(made: Draft, team: str) -> Iterator[str]:
    """Yield a table of the open work of a team, in order of time."""
    page, schedule = made.page, made.page.schedule
    mine = [
        schedule[key] for key, work in made.plan.work.items()
        if work.team == team and key in schedule and schedule[key].status not in ("done", "dropped")
    ]  # fmt: skip
    if not mine:
        return
    rows = []
    for activity in sorted(mine, key=by_time):
        dates = (page.date(activity.early_start), page.date(activity.early_finish))
        state = page.say.states[activity.status]
        if activity.critical:
            state += page.say.comma + page.say.critical
        spare = "" if activity.total_float is None else str(activity.total_float)
        rows.append((page.title(activity.id), *dates, state, spare))
    heads = (made.say("work"), made.say("start"), made.say("end"), page.say.state, page.say.total_float)
    yield from table(heads, rows)


def _handoff(made: Draft, handoff: Handoff, *, own: bool) -> str:
    """Return one handoff from where the team stands: what it gives and to whom, or what it gets and from whom."""
    page, plan = made.page, made.plan
    ends = (page.title(handoff.giver), page.title(handoff.receiver))
    others = [handoff.team] if own else list(handoff.givers)
    names = page.say.list_comma.join(escape(plan.teams[t].title or t) if t in plan.teams else code(t) for t in others)
    line = made.say("gives" if own else "gets", *ends, names)
    mark = f" **{page.say.critical}**" if handoff.critical else ""
    return f"- {page.date(handoff.day)}{page.say.colon}{line}{mark}"


def _overload(made: Draft, team: str) -> Iterator[str]:
    page = made.page
    for found in overloads(page.schedule):
        if found.pool == team:
            work = page.say.list_comma.join(page.title(key) for key in found.ids)
            days = f"{page.date(found.first)} – {page.date(found.last)}"
            yield f"- {days}{page.say.colon}{made.say('asked', found.demand, found.capacity, work)}"
