"""Sections of a roadmap about dates: headline, what needs a decision, changes, milestones, goals, now and later.

A section is a function of the page that returns its lines, none where it has nothing to say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from aiplan.core.blocking import failing_stop_gates, unmet_verdicts
from aiplan.core.experiment_state import experiment_status
from aiplan.core.gates import decide_gate, latest_readings, milestone_gates
from aiplan.core.markup import code, escape, escape_start, joined, named, one_line, table
from aiplan.core.result import Activity
from aiplan.export import facts
from aiplan.export.page import Page, counted
from aiplan.model.context import Goal
from aiplan.model.values import Gate

NEXT_MILESTONES = 3
PATH_STEPS = 5
"""Activities of the critical path that are named in the headline."""
WAVE_ROWS = 20
"""Longest list of work under Now, Next and Later; the rest is counted."""


def headline(page: Page) -> list[str]:
    """Return the title, the vision and what everybody asks first."""
    say, schedule = page.say, page.schedule
    lines = [f"# {escape(say.title.format(one_line(page.plan.project.name) or 'aiplan'))}", ""]
    vision = "" if page.plan.vision is None else escape_start(page.plan.vision.statement)
    if vision:
        lines += [f"> {vision}", ""]
    done = [a for a in facts.work(schedule) if a.status == "done"]
    active = [a for a in facts.work(schedule) if a.status == "active"]
    points = [
        (say.finish, f"**{page.date(schedule.finish)}**"),
        (say.forecast, _ranges(page)),
        (
            say.next_milestones,
            _listed(page, (_dated(page, a) for a in facts.next_milestones(schedule, NEXT_MILESTONES))),
        ),
        (
            say.deadlines,
            _listed(page, (_deadline(page, a) for a in facts.milestones(schedule) if a.deadline is not None)),
        ),
        (say.driving, _driving(page)),
        (say.progress, say.progress_text.format(done=len(done), active=len(active), all=len(facts.work(schedule)))),
        (say.data_date, say.data_date_text.format(page.date(schedule.as_of))),
        (say.experiments_planned, say.basis[schedule.basis]),
    ]
    lines += [f"- {name}{say.colon}{text}" for name, text in points if text]
    undated = facts.undated(schedule)
    if undated:
        lines.append(f"- {say.undated_text.format(say.list_comma.join(code(a.id) for a in undated))}")
    return lines


def attention(page: Page) -> list[str]:
    """Return what needs a decision: missed deadlines, missed and undecided gates, spent experiments, verdicts."""
    points = [*_late(page), *_gates_to_decide(page), *_spent(page), *_blocked(page)]
    return _section(page.say.attention, [f"- {point}" for point in points])


def changes(page: Page) -> list[str]:
    """Return what changed since the baseline the roadmap is compared with."""
    if page.compared is None:
        return []
    say, baseline = page.say, page.compared.baseline
    found = facts.changes(page.schedule, baseline)
    lines: list[str] = []
    finish = page.schedule.finish
    if found.finish_then is not None and finish is not None:
        slip = page.schedule.project_calendar.count(found.finish_then, finish)
        lines += [
            say.finish_moved.format(
                then=page.date(found.finish_then),
                now=page.date(finish),
                slip=counted(say.working_days, slip, signed=True),
            ),
            "",
        ]
    if found.moved:
        rows = []
        for m in found.moved:
            slip_days = page.slip(m.id, m.then, m.now)
            rows.append([page.title(m.id), page.date(m.then), page.date(m.now), _signed(slip_days)])
        lines += [*table([say.milestone, say.then, say.now, say.slip], rows), ""]
    for words, ids in ((say.added, found.added), (say.dropped_since, found.dropped)):
        if ids:
            lines.append(f"- {words}{say.colon}{_listed(page, (page.title(key) for key in ids))}")
    if found.removed:
        lines.append(f"- {say.removed}{say.colon}{say.list_comma.join(code(key) for key in found.removed)}")
    taken = page.date(baseline.taken)
    return _section(say.changes.format(name=escape(page.compared.name), taken=taken), lines)


def milestones(page: Page) -> list[str]:
    """Return all milestones by stage, with their gates; without that column where none has a stage."""
    say = page.say
    ranged = page.forecast is not None
    found = facts.by_stage(page.plan, page.schedule)
    staged = any(stage for stage, _ in found)
    rows = []
    for stage, a in found:
        gates = milestone_gates(page.plan, a.id, page.schedule.as_of)
        rows.append([
            *([say.stages[stage] if stage else say.no_stage] if staged else ()),
            f"**{page.title(a.id)}**",
            _milestone_state(page, a, open_gates=any(g.open for g in gates)),
            page.date(a.early_finish),
            *(_percentiles(page, a) if ranged else ()),
            "" if a.deadline is None else page.date(a.deadline),
            "" if a.total_float is None else str(a.total_float),
            "<br>".join(page.gate(g.decision, g.state) for g in gates),
        ])  # fmt: skip
    head = [say.milestone, say.state, say.date_head, *(("P50", "P80") if ranged else ())]
    if staged:
        head.insert(0, say.stage)
    return _section(say.milestones, table([*head, say.deadline, say.total_float, say.gates], rows) if rows else [])


def goals(page: Page) -> list[str]:
    """Return the goals, short ones first, with what was measured and when their milestones are forecast."""
    say = page.say
    ordered = sorted(page.plan.goals.items(), key=lambda item: item[1].horizon != "short")
    rows = []
    for key, goal in ordered:
        metric = None if goal.metric is None else page.plan.metrics.get(goal.metric)
        target = goal.target if goal.target is not None or metric is None else metric.target
        rows.append([
            f"**{named(goal.title, key)}**",
            say.horizons[goal.horizon],
            "" if goal.metric is None else named(metric.title if metric else "", goal.metric),
            _goal_now(page, goal),
            "" if target is None else page.value(metric, target),
            "" if goal.due is None else page.date(goal.due),
            _goal_forecast(page, key, goal),
        ])  # fmt: skip
    head = [say.goal, say.horizon, say.measured_by, say.now, say.target, say.wanted_by, say.expected]
    return _section(say.goals, table(head, rows) if rows else [])


def waves(page: Page) -> list[str]:
    """Return unfinished work as Now, Next and Later."""
    say, found = page.say, facts.waves(page.schedule)
    lines: list[str] = []
    for words, group in ((say.now_head, found.now), (say.next_head, found.next), (say.later_head, found.later)):
        if group:
            lines += ["", f"### {words}", "", *(f"- {_work(page, a)}" for a in group[:WAVE_ROWS])]
            if len(group) > WAVE_ROWS:
                lines.append(f"- {say.and_more.format(len(group) - WAVE_ROWS)}")
    words = f"{say.now_head} / {say.next_head} / {say.later_head}"
    explained = say.horizon_now.format(
        now=say.now_head, next=say.next_head, later=say.later_head, soon=facts.SOON_DAYS, near=facts.NEAR_DAYS
    )
    return _section(words, [explained, *lines] if lines else [])


def _section(title: str, lines: Iterable[str]) -> list[str]:
    body = list(lines)
    while body and not body[-1]:
        body.pop()
    return [f"## {title}", "", *body] if body else []


def _signed(days: int | None) -> str:
    return "" if days is None else f"{days:+d}" if days else "0"


def _dated(page: Page, a: Activity) -> str:
    return f"{page.title(a.id)}{page.say.comma}{page.date(a.early_finish)}"


def _ranges(page: Page) -> str:
    if page.forecast is None:
        return ""
    return page.say.forecast_text.format(
        p50=page.date(page.forecast.percentile(50)), p80=page.date(page.forecast.percentile(80)),
        runs=f"{page.forecast.runs:,}", seed=page.forecast.seed,
    )  # fmt: skip


def _percentiles(page: Page, a: Activity) -> tuple[str, str]:
    if page.forecast is None or a.id not in page.forecast:
        return "", ""
    known = page.forecast[a.id].percentiles
    return page.date(known.get(50)), page.date(known.get(80))


def _deadline(page: Page, a: Activity) -> str:
    days = page.days_late(a)
    return page.say.deadline_text.format(
        milestone=_dated(page, a), deadline=page.date(a.deadline),
        days=page.say.no_date if days is None else page.lateness(days),
    )  # fmt: skip


def _driving(page: Page) -> str:
    """Return the work on the critical path in order of time, milestones left out."""
    path = [key for key in page.schedule.critical_path if page.schedule[key].kind != "milestone"]
    shown = [page.title(key) for key in path[:PATH_STEPS]]
    if len(path) > PATH_STEPS:
        shown.append(page.say.and_more.format(len(path) - PATH_STEPS))
    return " → ".join(shown)


def _listed(page: Page, items: Iterable[str]) -> str:
    return page.say.list_semicolon.join(items)


def _late(page: Page) -> Iterator[str]:
    for a in page.schedule.activities:
        days = page.days_late(a)
        if a.status not in ("done", "dropped") and days is not None and days > 0:
            yield page.say.late.format(
                title=f"**{page.title(a.id)}**", finish=page.date(a.early_finish), days=page.lateness(days),
                deadline=page.date(a.deadline),
            )  # fmt: skip


def _gates_to_decide(page: Page) -> Iterator[str]:
    """Yield each gate that was measured and has not passed, missed ones first, at its first milestone."""
    found: dict[str, tuple[bool, str]] = {}
    for a in sorted(facts.milestones(page.schedule), key=facts.by_finish):
        for status in milestone_gates(page.plan, a.id, page.schedule.as_of):
            if status.open and status.decision.value is not None and str(status.gate) not in found:
                text = page.say.gate_of.format(
                    gate=page.bar(status.decision), milestone=page.title(a.id), result=page.gate_result(status.decision)
                )
                found[str(status.gate)] = (status.state != "fail", text)
    yield from (text for _, text in sorted(found.values(), key=lambda item: item[0]))


def _spent(page: Page) -> Iterator[str]:
    for key, experiment in page.plan.experiments.items():
        activity = page.schedule[key]
        if activity.status in ("done", "dropped") or experiment_status(experiment).state != "exhausted":
            continue
        fallback = "" if experiment.fallback is None else escape(experiment.fallback.title)
        yield page.say.fallback_due.format(
            title=f"**{page.title(key)}**", fallback=fallback and f"{page.say.colon}{fallback}"
        )


def _blocked(page: Page) -> Iterator[str]:
    for a in sorted(facts.milestones(page.schedule), key=facts.by_finish):
        for assessment, wanted, verdict, _ in unmet_verdicts(page.plan, a.id):
            yield page.say.verdict_unmet.format(
                milestone=f"**{page.title(a.id)}**", assessment=_assessment(page, assessment),
                wanted=_verdict_word(page, wanted), verdict=_verdict_word(page, verdict),
            )  # fmt: skip
        for assessment, gate in failing_stop_gates(page.plan, a.id):
            yield page.say.stop_gate.format(
                milestone=f"**{page.title(a.id)}**", assessment=_assessment(page, assessment), gate=code(gate)
            )


def _assessment(page: Page, key: str) -> str:
    return named(page.plan.assessments[key].title, key)


def _verdict_word(page: Page, name: str) -> str:
    known: dict[str, str] = {str(verdict): word for verdict, word in page.say.verdicts.items()}
    return known.get(name, escape(name))


def _milestone_state(page: Page, a: Activity, *, open_gates: bool) -> str:
    say = page.say
    if a.status == "done":
        return f"{say.reached}{say.comma}{say.gate_open}" if open_gates else say.reached
    blocked = any(True for _ in unmet_verdicts(page.plan, a.id)) or any(
        True for _ in failing_stop_gates(page.plan, a.id)
    )
    return say.states[a.status] + (f"{say.comma}{say.blocked}" if blocked else "")


def _goal_now(page: Page, goal: Goal) -> str:
    metric = None if goal.metric is None else page.plan.metrics.get(goal.metric)
    if metric is None or goal.metric is None:
        return page.say.not_measured if goal.metric else ""
    latest = latest_readings(metric.readings, page.schedule.as_of)
    if not latest:
        return page.say.not_measured
    worst = None if None in latest else "min" if metric.better != "lower" else "max"
    bar = metric.target if goal.target is None else goal.target
    gate = Gate(goal.metric, aggregate=worst, bar=bar)  # type: ignore[arg-type]
    decision = decide_gate(page.plan, gate, page.schedule.as_of)
    return f"{page.measured(metric, decision.decisive)}{page.say.comma}{page.say.goal_states[decision.state]}"


def _goal_forecast(page: Page, key: str, goal: Goal) -> str:
    serving = [a for a in facts.milestones(page.schedule) if key in page.plan.milestones[a.id].goals]
    if not serving:
        return page.say.no_milestone
    last = max(serving, key=facts.by_finish)
    text = page.date(last.early_finish)
    days = page.days_after(last, goal.due)
    return text + page.say.comma + page.lateness(days) if days is not None and days > 0 else text


def _work(page: Page, a: Activity) -> str:
    say = page.say
    team = "" if a.team is None else page.plan.teams[a.team].title if a.team in page.plan.teams else ""
    if a.early_start is None or a.early_finish is None:
        when = say.no_date
    elif a.status == "active":
        when = say.until.format(page.date(a.early_finish))
    else:
        when = f"{page.date(a.early_start)} – {page.date(a.early_finish)}"
    return joined(f"**{page.title(a.id)}**", named(team, a.team or ""), when, say.critical if a.critical else "")
