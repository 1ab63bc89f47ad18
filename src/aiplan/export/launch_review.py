"""The checklist of a launch review: what is settled, what is open, and what the plan does not say."""

from __future__ import annotations

from collections.abc import Iterator

from aiplan.core import explain_ai
from aiplan.core.assessment_gates import STOP_GATES
from aiplan.core.eu_ai_act import act
from aiplan.core.gates import milestone_gates, parse_waiver
from aiplan.core.launch import Stage, launch
from aiplan.core.markup import code, escape, named
from aiplan.core.risk import inherent, residual, treated
from aiplan.core.schedule import Schedule
from aiplan.core.verdict import at_least, verdict
from aiplan.errors import UnknownAddress
from aiplan.export.documents import LAUNCH_REVIEW, Draft, draft
from aiplan.export.regions import region
from aiplan.model.context import Language
from aiplan.model.plan import Plan


def launch_review(
    plan: Plan, schedule: Schedule, *, milestone: str | None = None, language: Language | None = None
) -> str:
    """Return the review of a launch as Markdown between the marks of its region; a ticked box is settled.

    Args:
        plan: what the file says.
        schedule: of the plan.
        milestone: by default the first launch milestone that is not reached, else the last of all.
        language: by default that of the project.

    Raises:
        UnknownAddress: where there is no such milestone, or none with stage launch.
    """
    made = draft(plan, schedule, language)
    key = milestone or next((m.id for m in launch(schedule).milestones), None)
    if key is None or key not in plan.milestones:
        hint = f"there are: {', '.join(plan.milestones)}" if plan.milestones else ""
        raise UnknownAddress(key or "launch", "" if key else "no milestone has stage = launch", hint=hint)
    activity = schedule[key]
    lines = made.head("launch_review", named(activity.title, key))
    lines += made.section("when", made.fields(
        ("forecast", made.date(activity.early_finish)), ("deadline", made.date(activity.deadline)),
        ("status", made.page.say.states[activity.status]), ("owner", made.text(plan.milestones[key].owner)),
    ))  # fmt: skip
    lines += made.section("bars", list(_bars(made, key)))
    lines += made.section("verdicts", list(_verdicts(made, key)))
    lines += made.section("stages", [line for stage in launch(schedule).stages for line in _stage(made, stage)])
    lines += made.section("monitors", list(_monitors(made)))
    risks = list(_risks(made))
    lines += made.section("risks", risks or [f"- {made.say('none')}"])
    waivers = list(_waivers(made, key))
    lines += made.section("waived", waivers or [f"- {made.say('none')}"])
    signers = dict.fromkeys(filter(None, (plan.project.owner, plan.milestones[key].owner)))
    names_ = [*map(escape, signers), *([] if signers else [made.text(None)])]
    place = f"{made.page.say.colon}________{made.page.say.parenthesis.format(made.say('name_date'))}"
    lines += made.section("sign", [f"- [ ] {name}{place}" for name in names_])
    return region(LAUNCH_REVIEW, "\n".join(lines))


def _box(settled: bool, text: str, indent: str = "") -> str:
    return f"{indent}- [{'x' if settled else ' '}] {text}"


def _bars(made: Draft, key: str) -> Iterator[str]:
    for status in milestone_gates(made.plan, key, made.as_of):
        yield _box(not status.open, made.page.gate(status.decision, status.state))


def _verdicts(made: Draft, key: str) -> Iterator[str]:
    plan, milestone = made.plan, made.plan.milestones[key]
    relevant = [k for k, a in plan.assessments.items() if a.goal in milestone.goals or k in milestone.needs_verdict]
    for name in relevant:
        judged, item = verdict(plan, name), plan.assessments[name]
        wanted = milestone.needs_verdict.get(name)
        title = named(item.title, name)
        if wanted is not None:
            asked, found = (explain_ai.title("verdicts", v, made.language) for v in (wanted, judged.verdict))
            yield _box(at_least(judged.verdict, wanted), made.say("needs", title, asked, found))
        failing = [g.name for g in judged.gates if g.stop and g.state == "fail"]
        if failing:
            yield from (_box(False, made.say("stop_fails", title, code(gate))) for gate in failing)
        else:
            unknown = [g.name for g in judged.gates if g.name in STOP_GATES and g.state == "unknown"]
            asked_for = f"{made.page.say.parenthesis.format(', '.join(map(code, unknown)))}" if unknown else ""
            yield _box(not unknown, made.say("stop_gate", title) + asked_for)
        yield _box(
            bool(item.fallback.strip()), f"{made.say('fallback')}{made.page.say.colon}{made.text(item.fallback)}"
        )
        tier = None if item.eu_ai_act is None else act().tier(item.eu_ai_act.tier)
        said = None if tier is None else tier.title.in_(made.language)
        yield _box(said is not None, f"{made.say('act')}{made.page.say.colon}{made.text(said)}")


def _stage(made: Draft, stage: Stage) -> Iterator[str]:
    work, activity = stage.work, made.page.schedule[stage.id]
    share = made.text(None) if work.share is None else made.say("share", f"{100 * work.share:g}")
    begins = made.date(activity.early_start)
    title = made.say("stage", named(work.title, stage.id), share, begins)
    yield _box(activity.status == "done", title)
    for status in stage.gates:
        gate = made.page.gate(status.decision, status.state)
        yield _box(not status.open, f"{made.say(status.role)}{made.page.say.colon}{gate}", "  ")
    colon = made.page.say.colon
    yield _box(bool(work.rollback_when.strip()), f"{made.say('rollback')}{colon}{made.text(work.rollback_when)}", "  ")
    switch = work.kill_switch
    how = made.text(switch.how if switch is not None else None)
    tested = made.say("untested") if switch is None or switch.tested_on is None else made.say(
        "tested", made.page.date(switch.tested_on)
    )  # fmt: skip
    settled = switch is not None and bool(switch.how.strip()) and switch.tested_on is not None
    yield _box(settled, f"{made.say('switch')}{colon}{how}{made.page.say.parenthesis.format(tested)}", "  ")
    yield _box(bool(work.owner.strip()), f"{made.say('owner')}{colon}{made.text(work.owner)}", "  ")


def _monitors(made: Draft) -> Iterator[str]:
    for key, monitor in made.plan.monitors.items():
        metric = made.plan.metrics.get(monitor.metric or "")
        levels = [
            made.page.value(metric, v) if v is not None else made.text(None) for v in (monitor.watch, monitor.act)
        ]
        ready = metric is not None and monitor.act is not None and monitor.action is not None and bool(monitor.owner)
        title = named(monitor.title, key)
        yield _box(
            ready, made.say("monitor", title, *levels, made.choice("action", monitor.action), made.text(monitor.owner))
        )


def _risks(made: Draft) -> Iterator[str]:
    for key, risk in made.plan.risks.items():
        before, after = inherent(risk), residual(risk)
        if risk.status != "open" or before is None or before.level not in ("high", "critical"):
            continue
        levels = [explain_ai.title("levels", r.level, made.language) for r in (before, after) if r is not None]
        settled = treated(risk) and bool(risk.owner.strip()) and after is not None and after.level in ("low", "medium")
        what = made.text(risk.mitigation)
        if not risk.mitigation and risk.accepted_by:
            what = made.say("accepted", escape(risk.accepted_by))
        how_large = made.page.say.parenthesis.format(" → ".join(levels))
        yield _box(settled, f"{named(risk.title, key)}{how_large}{made.page.say.colon}{what}")


def _waivers(made: Draft, key: str) -> Iterator[str]:
    for name, decision in made.plan.decisions.items():
        for waiver in decision.waives:
            parsed = parse_waiver(waiver)
            if parsed is not None and parsed[0] == key:
                yield f"- {named(decision.title, name)}{made.page.say.colon}{code(str(parsed[1]))}"
