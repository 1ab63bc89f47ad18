"""AIP4xx: goals, metrics behind them, insights, decisions and reviews."""

# ruff: noqa: ARG001 - every check takes the plan and its schedule, whichever it needs

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from aiplan.core.checks.look import each_work
from aiplan.core.checks.rule import Problem, Rule, rule
from aiplan.core.schedule import Schedule
from aiplan.model.address import Path
from aiplan.model.plan import Plan
from aiplan.phrases import NOTHING, Phrase, code, listed, say

SEVERE = 4
"""Severity from which an insight wants an answer."""


@rule("AIP401", "goal-without-milestone", "warning")
def goal_without_milestone(plan: Plan, schedule: Schedule) -> Iterator[Problem]:
    """Nothing is done for a goal.

    What: no work names it under `goals`, and no other goal `supports` it.
    Why: a goal without work is a wish.
    Fix: name it in the milestone that reaches it, or give it up.

    Example:
        [goals.offline]
        title = "Works without signal"     # no milestone has goals = ["offline"]
    """
    served = {goal for _, _, item in each_work(schedule) if item.status != "dropped" for goal in item.goals}
    served |= {goal.supports for goal in plan.goals.values() if goal.supports is not None}
    for key in plan.goals:
        if key not in served:
            yield Problem(
                ("goals", key),
                say("nothing is done for the goal {key}", key=key),
                say('name it in a milestone: goals = ["{key}"]', key=key),
            )


@rule("AIP402", "metric-without-baseline-or-target", "warning")
def metric_without_baseline_or_target(plan: Plan, schedule: Schedule) -> Iterator[Problem]:
    """A metric cannot say whether something was gained.

    What: a metric without target and floor that no monitor acts on, or the metric of a goal without target or
        baseline.
    Why: without a bar nobody knows when it is good enough; without a baseline nobody knows what the AI adds.
    Fix: write what is wanted and what the current way achieves; measure it if nobody knows.

    Example:
        [goals.everyday-plants]
        metric = "top1-accuracy"
        [metrics.top1-accuracy]
        target = 0.90                      # baseline = 0.71
    """
    watched = {monitor.metric for monitor in plan.monitors.values() if monitor.act is not None}
    wanted: dict[str | None, str] = {}
    for key, goal in plan.goals.items():
        wanted.setdefault(goal.metric, key)
    for key, metric in plan.metrics.items():
        missing = []
        if key in wanted:
            if metric.target is None and plan.goals[wanted[key]].target is None:
                missing.append("target")
            if metric.baseline is None:
                missing.append("baseline")
        elif metric.target is None and metric.floor is None and key not in watched:
            missing.append("target")
        if missing:
            of = say(", the metric of the goal {id},", id=wanted[key]) if key in wanted else NOTHING
            yield Problem(
                ("metrics", key),
                say(
                    "{key}{of} has no {missing}",
                    key=key,
                    of=of,
                    missing=say("{one} and no {other}", one=missing[0], other=missing[1])
                    if len(missing) > 1
                    else missing[0],
                ),
                say("write {what}", what=listed(f"{name} = …" for name in missing)),
            )


@rule("AIP405", "severe-insight-unanswered", "warning")
def severe_insight_unanswered(plan: Plan, schedule: Schedule) -> Iterator[Problem]:
    """Users said something severe, and nothing responds to it.

    What: an insight of severity 4 or 5 without `answers`, or all of whose answers were dropped.
    Why: people who are not heard leave.
    Fix: name the work or the goal that responds; or decide not to, and lower the severity with a note.

    Example:
        [insights.no-signal]
        said = "Where the interesting plants grow, there is no signal."
        severity = 4                       # answers = ["offline-model"]
    """
    progress = schedule.network.progress
    for key, insight in plan.insights.items():
        if (insight.severity or 0) < SEVERE:
            continue
        dropped = [a for a in insight.answers if a in progress and progress[a].status == "dropped"]
        if not insight.answers:
            yield Problem(
                ("insights", key),
                say(
                    "the insight {key} is severe ({severity}), and nothing answers it",
                    key=key,
                    severity=insight.severity,
                ),
                say('write answers = ["…"]: the work or goal that responds'),
            )
        elif len(dropped) == len(insight.answers):
            yield Problem(
                ("insights", key, "answers"),
                say(
                    "the insight {key} is severe ({severity}), and its answers were dropped: {dropped}",
                    key=key,
                    severity=insight.severity,
                    dropped=listed(dropped),
                ),
                say("name other work or a goal that responds"),
            )


@rule("AIP406", "goal-forecast-after-due", "warning", forecast=True)
def goal_forecast_after_due(plan: Plan, schedule: Schedule) -> Iterator[Problem]:
    """A goal will be reached later than it is wanted.

    What: the last open milestone that serves the goal is forecast for after its `due`.
    Why: the goal was promised to somebody; the slip of a milestone becomes the slip of a goal.
    Fix: bring the milestone forward, take it out of the goal, or move `due` and tell who counts on it.

    Example:
        [goals.everyday-plants]
        due = 2026-06-30
        [milestones.launched]
        goals = ["everyday-plants"]        # forecast 2026-07-21
    """
    latest: dict[str, tuple[dt.date, str]] = {}
    progress = schedule.network.progress
    for key, milestone in plan.milestones.items():
        if not milestone.goals or key not in schedule or progress[key].status in ("done", "dropped"):
            continue
        finish = schedule[key].early_finish
        for goal in milestone.goals:
            if finish is not None:
                latest[goal] = max(latest.get(goal, (finish, key)), (finish, key))
    for key, wanted in plan.goals.items():
        if wanted.due is not None and key in latest and latest[key][0] > wanted.due:
            finish, milestone_id = latest[key]
            yield Problem(
                ("goals", key, "due"),
                say(
                    "the goal {key} is due on {due}, and its milestone {milestone_id} is forecast for {finish}",
                    key=key,
                    due=wanted.due,
                    milestone_id=milestone_id,
                    finish=finish,
                ),
                code(f"aiplan why {milestone_id}"),
            )


@rule("AIP407", "review-overdue", "warning", time_dependent=True)
def review_overdue(plan: Plan, schedule: Schedule) -> Iterator[Problem]:
    """Something was to be looked at again, and the day has passed.

    What: `review_by` of the vision, a goal or an open risk lies before the data date. (Assessments: AIP303.)
    Why: strategy and risks are kept in step with what AI can do only by looking again.
    Fix: review it, then write the next date.

    Example:
        [goals.everyday-plants]
        review_by = 2026-01-31             # data date 2026-03-16
    """
    dues: list[tuple[Path, Phrase, dt.date | None]] = []
    if plan.vision is not None:
        dues.append((("vision", "review_by"), say("the vision"), plan.vision.review_by))
    dues += [
        (("goals", key, "review_by"), say("the goal {key}", key=key), goal.review_by)
        for key, goal in plan.goals.items()
    ]
    dues += [
        (("risks", key, "review_by"), say("the risk {key}", key=key), risk.review_by)
        for key, risk in plan.risks.items()
        if risk.status == "open"
    ]
    for path, name, due in dues:
        if due is not None and due < schedule.as_of:
            yield Problem(
                path,
                say("{name} was to be reviewed by {due}", name=name, due=due),
                say("review it, then write the next date"),
            )


@rule("AIP411", "goal-without-metric", "warning")
def goal_without_metric(plan: Plan, schedule: Schedule) -> Iterator[Problem]:
    """Nobody can tell whether a goal is reached.

    What: a goal without `metric`.
    Why: without one standard for "good enough" every meeting finds another.
    Fix: name the metric and the target.

    Example:
        [goals.trust]
        title = "Users believe the app"    # metric = "answer-satisfaction"
    """
    for key, goal in plan.goals.items():
        if goal.metric is None:
            yield Problem(
                ("goals", key),
                say("no metric tells whether the goal {key} is reached", key=key),
                say('write metric = "…"'),
            )


@rule("AIP412", "goal-due-after-what-it-supports", "warning")
def goal_due_after_what_it_supports(plan: Plan, schedule: Schedule) -> Iterator[Problem]:
    """A goal is due later than the longer goal it serves.

    What: `due` of a goal lies after `due` of the goal under `supports`.
    Why: the longer goal would have to be reached without it.
    Fix: correct one of the dates, or the link.

    Example:
        [goals.accuracy]
        supports = "trust"                 # due 2026-06-30
        due = 2026-12-31
    """
    for key, goal in plan.goals.items():
        longer = plan.goals.get(goal.supports) if goal.supports else None
        if longer is not None and goal.due and longer.due and goal.due > longer.due:
            yield Problem(
                ("goals", key, "due"),
                say(
                    "the goal {key} is due on {due}, and {supports}, which it supports, on {longer_due}",
                    key=key,
                    due=goal.due,
                    supports=goal.supports,
                    longer_due=longer.due,
                ),
            )


@rule("AIP414", "decision-without-reason", "info")
def decision_without_reason(plan: Plan, schedule: Schedule) -> Iterator[Problem]:
    """A decision does not say why.

    What: an empty `why`.
    Why: whoever joins later sees what was decided, and decides it again.
    Fix: write the reason in one sentence.

    Example:
        [decisions.two-bars]
        title = "Two bars"                 # why = "An average hides a class that is never right."
    """
    for key, decision in plan.decisions.items():
        if not decision.why.strip():
            yield Problem(
                ("decisions", key), say("the decision {key} does not say why", key=key), say('write why = "…"')
            )


@rule("AIP415", "decision-chose-no-option", "warning")
def decision_chose_no_option(plan: Plan, schedule: Schedule) -> Iterator[Problem]:
    """What was chosen is none of the options.

    What: `options` are listed, and `chosen` is not one of them.
    Why: either an option was not written down, or another was chosen.
    Fix: use the words of the option, or add it.

    Example:
        options = ["retry", "fallback"]
        chosen = "try again"
    """
    for key, decision in plan.decisions.items():
        if decision.options and decision.chosen and decision.chosen not in decision.options:
            yield Problem(
                ("decisions", key, "chosen"),
                say("{chosen!r} is none of the options of the decision {key}", chosen=code(decision.chosen), key=key),
                say("one of: {options}", options=listed(map(code, decision.options))),
            )


RULES: tuple[Rule, ...] = (
    goal_without_milestone,
    metric_without_baseline_or_target,
    severe_insight_unanswered,
    goal_forecast_after_due,
    review_overdue,
    goal_without_metric,
    goal_due_after_what_it_supports,
    decision_without_reason,
    decision_chose_no_option,
)
