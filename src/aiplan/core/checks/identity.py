"""AIP1xx: names, references, cycles and calendars."""

# ruff: noqa: ARG001 - every check takes the plan and its schedule, whichever it needs

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from aiplan.core.checks.look import each_work, near_miss
from aiplan.core.checks.references import Named, named_items
from aiplan.core.checks.rule import Problem, Rule, elsewhere, rule
from aiplan.core.schedule import Schedule
from aiplan.model.plan import WORK_SECTIONS, Plan
from aiplan.model.shape import sections
from aiplan.phrases import Phrase, code, say

_GENERIC = {
    "milestones": "milestone|ms|m|里程碑",
    "tasks": "task|t|任务",
    "experiments": "experiment|exp|ex|e|实验",
    "rollout": "rollout|stage|phase|r|阶段",
    "goals": "goal|g|目标",
    "metrics": "metric|m|指标",
    "teams": "team|团队",
    "resources": "resource|res|r|资源",
    "datasets": "dataset|data|ds|d|数据集",
    "assessments": "assessment|a|评估",
    "risks": "risk|r|风险",
    "monitors": "monitor|mon|m|监控",
    "insights": "insight|i|洞察",
    "decisions": "decision|dec|d|决策|决定",
    "scenarios": "scenario|sc|s|情景",
}
"""Section → words that say no more than the header does."""


@cache
def _numbered(section: str) -> re.Pattern[str]:
    words = f"{_GENERIC[section]}|item|id|no|nr|work|activity"
    return re.compile(rf"(?:(?:{words})[-_]?)?\d+\Z", re.IGNORECASE)


@rule("AIP102", "unknown-reference", "error")
def unknown_reference(plan: Plan, schedule: Schedule) -> Iterator[Problem]:
    """A name refers to nothing in the plan.

    What: a dependency, metric, goal, team, data set … is named that has no table, or one of another kind.
    Why: the link is ignored, so dates and verdicts are computed from less than the author meant.
    Fix: correct the name, add the table, or remove the reference. A rename through aiplan changes every reference.

    Example:
        [tasks.train]
        depends_on = ["lable-photos"]      # label-photos
    """
    hint = near_miss()
    for named in named_items(plan):
        message = say(
            "{user} names {wanted} {id}, and there is none", user=named.user, wanted=_wanted(named), id=named.id
        )
        elsewhere = _found_in(plan, named)
        if elsewhere:
            yield Problem(
                named.path, message, say("{elsewhere}.{id} is something else", elsewhere=elsewhere, id=named.id)
            )
        else:
            known = (key for section in named.sections for key in getattr(plan, section))
            yield Problem(named.path, message, hint(named.id, known))


@rule("AIP107", "numbered-id", "warning")
def numbered_id(plan: Plan, schedule: Schedule) -> Iterator[Problem]:
    """An id is a number, or a word for its kind and a number.

    What: ids such as `t12`, `task-3` or `7`; never one that says something, such as `cnn-v1` or `label-10k`.
    Why: two people on two branches both add `task-13`; git merges the files and two different things have one name.
    Fix: `aiplan rename` it after what it is; every reference follows.

    Example:
        [tasks.task-3]
        title = "Label photos"             # [tasks.label-photos]
    """
    for section in _GENERIC:
        for key in getattr(plan, section):
            if key[-1:].isdigit() and _numbered(section).match(key):
                yield Problem(
                    (section, key),
                    say("{key} is a number, not a name; numbered ids collide when branches are merged", key=key),
                    code(f"aiplan rename {key} NEW-NAME"),
                )


@rule("AIP110", "goal-supports-itself", "error")
def goal_supports_itself(plan: Plan, schedule: Schedule) -> Iterator[Problem]:
    """Goals support each other in a circle.

    What: following `supports` from a goal leads back to it.
    Why: the longer goal serves the shorter one and the other way round; nobody can tell what is wanted in the end.
    Fix: remove one `supports`.

    Example:
        [goals.accuracy]
        supports = "trust"
        [goals.trust]
        supports = "accuracy"
    """
    settled: set[str] = set()
    for first in plan.goals:
        trail: list[str] = []
        key: str | None = first
        while key is not None and key in plan.goals and key not in settled and key not in trail:
            trail.append(key)
            key = plan.goals[key].supports
        if key in trail:
            circle = trail[trail.index(key) :]
            start = circle.index(min(circle))
            ring = [*circle[start:], *circle[:start]]
            yield Problem(
                ("goals", ring[0], "supports"),
                say("goals support each other in a circle: {names}", names=" → ".join([*ring, ring[0]])),
                say("remove one of these"),
            )
        settled.update(trail)


@rule("AIP111", "duplicate-dependency", "warning", fixable=True)
def duplicate_dependency(plan: Plan, schedule: Schedule) -> Iterator[Problem]:
    """A predecessor is listed twice with the same type of link.

    What: two entries of `depends_on` name the same predecessor and the same type.
    Why: only the stricter lag has an effect; the other entry is what a careless merge leaves behind.
    Fix: remove the entry that is not meant; `aiplan check --fix` removes one that says exactly the same.

    Example:
        depends_on = ["label-photos", "label-photos +2d"]
    """
    for path, key, item in each_work(schedule):
        if len(item.depends_on) < 2:
            continue
        seen = set()
        for index, link in enumerate(item.depends_on):
            if (link.id, link.type) in seen:
                yield Problem(
                    (*path, "depends_on", index),
                    say(
                        "{key} depends twice on the {what} of {id} ({type})",
                        key=key,
                        what=say("start") if link.type[0] == "S" else say("finish"),
                        id=link.id,
                        type=link.type,
                    ),
                    say("remove one of the entries"),
                )
            seen.add((link.id, link.type))


@rule("AIP112", "milestone-inside-milestone", "warning")
def milestone_inside_milestone(plan: Plan, schedule: Schedule) -> Iterator[Problem]:
    """A milestone says that it is part of another.

    What: `milestone = …` stands in a milestone. It has no effect.
    Why: only tasks, experiments and rollout stages are members; a milestone is reached before or after another.
    Fix: write `depends_on` in the later milestone.

    Example:
        [milestones.pilot-done]
        milestone = "launched"
    """
    for key, milestone in plan.milestones.items():
        if milestone.milestone is not None:
            yield Problem(
                ("milestones", key, "milestone"),
                say("the milestone {key} cannot be part of another; the key has no effect", key=key),
                say('write depends_on = ["{key}"] in {milestone}', key=key, milestone=milestone.milestone),
            )


@rule("AIP113", "capacity-with-two-meanings", "error")
def capacity_with_two_meanings(plan: Plan, schedule: Schedule) -> Iterator[Problem]:
    """A team and a resource have the same id.

    What: `[teams.x]` and `[resources.x]` both exist.
    Why: `uses = { x = 2 }` could mean either.
    Fix: rename one of them.

    Example:
        [teams.gpu]
        [resources.gpu]
    """
    for key in plan.resources:
        if key in plan.teams:
            yield Problem(
                ("resources", key),
                say("{key} names a team and a resource; uses = {{ {key} = … }} could mean either", key=key),
                say("rename one of them"),
            )


def _wanted(named: Named) -> Phrase:
    if set(named.sections) == set(WORK_SECTIONS):
        return say("the activity")
    words = [_KINDS[section] for section in named.sections]
    match words:
        case [one]:
            return say("the {one}", one=one)
        case [one, other]:
            return say("the {one} or {other}", one=one, other=other)
    return say("an item")


_KINDS = {
    "milestones": say("milestone"), "tasks": say("task"), "experiments": say("experiment"),
    "rollout": say("rollout stage"), "goals": say("goal"), "metrics": say("metric"), "teams": say("team"),
    "resources": say("resource"), "calendars": say("calendar"), "datasets": say("data set"),
    "assessments": say("assessment"), "risks": say("risk"), "monitors": say("monitor"), "insights": say("insight"),
    "decisions": say("decision"), "scenarios": say("scenario"), "baselines": say("baseline"),
}  # fmt: skip


def _found_in(plan: Plan, named: Named) -> str:
    """Return the section in which something of that id stands although it does not belong there; else nothing."""
    return next((s for s in sections() if s not in named.sections and named.id in getattr(plan, s)), "")


RULES: tuple[Rule, ...] = (
    elsewhere("AIP101", "duplicate-id", "error", "reading", """
        Two tables have the same id.

        What: the same header stands twice, or two kinds of work share an id. The first is used.
        Why: milestones, tasks, experiments and rollout stages share one namespace, so that a link names one thing.
            Twice the same header is what a merge of two additions leaves behind.
        Fix: rename one, or bring the two tables together.

        Example:
            [tasks.pilot]
            [rollout.pilot]
    """),
    unknown_reference,
    elsewhere("AIP103", "dependency-cycle", "error", "schedule", """
        Work depends on itself in a circle.

        What: the message names the cycle in order. This part has no dates, and what comes after it is incomplete.
            A milestone that depends on its own member is a cycle too.
        Why: in a circle nothing can ever start.
        Fix: remove one of the links; most often two pieces of work hand over in steps and want to be cut in two.

        Example:
            [tasks.model]
            depends_on = ["app"]
            [tasks.app]
            depends_on = ["model"]
    """),
    elsewhere("AIP104", "self-dependency", "error", "schedule", """
        Work depends on itself.

        What: `depends_on` names its own id. The entry is ignored.
        Why: nothing can wait for itself; another id was meant.
        Fix: remove the entry or correct it.

        Example:
            [tasks.train]
            depends_on = ["train"]
    """),
    elsewhere("AIP105", "dates-out-of-range", "error", "schedule", """
        The schedule leaves the years that dates can express.

        What: adding up durations and lags ends after the year 9998, or leads begin before the year 2.
        Why: nothing has dates then. A digit too many in a year or a duration is the usual cause.
        Fix: look for the long duration or the odd date.

        Example:
            not_before = 9998-12-31
    """),
    elsewhere("AIP106", "no-working-days", "error", "schedule", """
        A calendar has no working days.

        What: `workweek` is empty. Monday to Friday is used.
        Why: on such a calendar nothing would ever be finished.
        Fix: list the working days.

        Example:
            [calendar]
            workweek = []
    """),
    numbered_id,
    elsewhere("AIP108", "unknown-country", "error", "schedule", """
        The holidays of a country are not known.

        What: `country` is no code that the package `holidays` has.
        Why: the calendar would silently have no public holidays.
        Fix: write an ISO 3166 code such as "CN" or "US", or list the days under `holidays`.

        Example:
            [calendar]
            country = "Atlantis"
    """),
    elsewhere("AIP109", "span-reversed", "error", "schedule", """
        A span of days ends before it begins.

        What: `to` is earlier than `from` in a calendar; the span is empty.
        Why: holidays that were meant are counted as working days.
        Fix: swap the two dates.

        Example:
            holidays = [{ from = 2026-02-23, to = 2026-02-15, name = "Spring Festival" }]
    """),
    goal_supports_itself,
    duplicate_dependency,
    milestone_inside_milestone,
    capacity_with_two_meanings,
)  # fmt: skip
