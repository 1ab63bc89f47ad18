"""The way to launch: stages with gates and kill switches, monitors, and what still blocks.

    aiplan launch              stages shadow → pilot → limited → full, monitors, and everything in the way
    aiplan launch --json

Dates stand whatever blocks: a milestone is blocked by a gate that neither passed nor is waived, by a verdict that is
not reached, and by a stop gate that fails on an assessment of its goals. Exit 0 also where something blocks;
--fail-on-block exits 1 then, for CI on the day of launch.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from aiplan.cli import diagnostics, output
from aiplan.cli.commands.experiments import decision_json
from aiplan.cli.commands.retrain import watching
from aiplan.cli.opening import open_plan, say_errors
from aiplan.cli.options import add_as_of, add_file, add_format, add_language
from aiplan.cli.output import Column
from aiplan.cli.tongue import Tongue, tongue
from aiplan.core.blocking import Block, failing_stop_gates, open_gates, unmet_verdicts
from aiplan.core.launch import Launch, LaunchMilestone, Stage, launch
from aiplan.core.verdict import verdict

if TYPE_CHECKING:
    from aiplan.core.gates import GateStatus
    from aiplan.core.schedule import Schedule


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    add_file(parser, positional=True)
    parser.add_argument("--fail-on-block", action="store_true", help="exit 1 where something blocks the launch")
    add_as_of(parser)
    add_language(parser)
    add_format(parser, "text", "json")


def run(args: argparse.Namespace) -> int:
    """Print the way to launch."""
    opened = open_plan(args)
    found, say = launch(opened.schedule), tongue(args, opened.plan)
    if args.format == "json":
        output.emit_json(_as_json(opened.schedule, found))
    elif not found.stages and not found.milestones and not opened.plan.monitors:
        output.emit(output.paragraph(say("nothing_launched")))
    else:
        _say(opened.schedule, found, say)
    code = say_errors(opened)
    return diagnostics.FINDINGS if args.fail_on_block and found.blocked else code


def _say(schedule: Schedule, found: Launch, say: Tongue) -> None:
    _stages(schedule, found, say)
    _monitors(schedule, say)
    for milestone in found.milestones:
        activity = schedule[milestone.id]
        output.emit("")
        late = say("deadline", day=activity.deadline) if activity.deadline else ""
        day = activity.early_finish or say("no_date")
        output.emit(output.heading(milestone.id, say("milestone_line", name=activity.title, day=day, late=late)))
        if activity.status == "done":
            output.emit("  " + say("reached"))
        elif not milestone.blocks:
            output.emit("  " + say("nothing_blocks"))
        for block in _blocks(schedule, milestone, say):
            output.emit(output.paragraph(f"✗ {say(f'block.{block.kind}', name=output.clean(block.name))}", indent="  "))
            output.emit(output.paragraph(output.clean(block.reason), indent="      "))
    if found.missing:
        output.emit("")
        output.emit(output.styled(say("unprepared"), "bold"))
        for missing in found.missing:
            output.emit(output.paragraph(f"- {missing.in_(say.language)}", indent="  "))


def _blocks(schedule: Schedule, milestone: LaunchMilestone, say: Tongue) -> Iterable[Block]:
    """Return what blocks a milestone with its reasons in the language asked for."""
    if say.language == "en" or not milestone.blocks:
        return milestone.blocks
    plan, as_of = schedule.plan, schedule.as_of_given
    found = [Block("gate", str(s.gate), say.gate_reason(s.decision)) for s in open_gates(plan, milestone.id, as_of)]
    for key, wanted, now, _ in unmet_verdicts(plan, milestone.id):
        words = {"wanted": say.title("verdicts", wanted), "now": say.title("verdicts", now)}
        found.append(Block("verdict", key, say("needs", **words, why=say.verdict_reason(verdict(plan, key)))))
    for key, gate in failing_stop_gates(plan, milestone.id):
        reason = say("stop_fails", gate=say.gate(gate), assessment=key)
        found.append(Block("stop_gate", f"{key}: {gate}", reason))
    return found


def _stages(schedule: Schedule, found: Launch, say: Tongue) -> None:
    columns = (Column(say("head.phase")), Column(say("head.stage")), Column(say("head.share"), "right"),
               Column(say("head.start")), Column(say("head.finish")), Column(say("head.status"), droppable=True),
               Column(say("head.kill_switch"), flexible=True))  # fmt: skip
    rows = []
    for stage in found.stages:
        activity, work = schedule[stage.id], stage.work
        share = "–" if work.share is None else f"{100 * work.share:g} %"
        phase = say(f"phase.{work.phase}") if work.phase else "–"
        rows.append((phase, stage.id, share, str(activity.early_start or "–"), str(activity.early_finish or "–"),
                     say(f"work.{activity.status}"), _kill_switch(stage, say)))  # fmt: skip
    if rows:
        output.table(columns, rows)
    for stage in found.stages:
        lines = [_gate(status, say) for status in stage.gates]
        if stage.work.rollback_when:
            lines.append(say("back_when", text=stage.work.rollback_when))
        if lines:
            output.emit("")
            output.emit(output.styled(stage.id, "bold"))
        for line in lines:
            output.emit(output.paragraph(output.clean(line), indent="  "))


def _gate(status: GateStatus, say: Tongue) -> str:
    state = say(f"state.{status.state}")
    if status.state == "waived":
        state = say("waived_by", state=state, decision=status.waived_by)
    role, reason = say(f"role.{status.role}"), say.gate_reason(status.decision)
    return say("gate_line", role=role, gate=status.gate, state=state, reason=reason)


def _kill_switch(stage: Stage, say: Tongue) -> str:
    switch = stage.work.kill_switch
    if switch is None or not switch.how:
        return say("none")
    return say("tested", day=switch.tested_on) if switch.tested_on else say("untested")


def _monitors(schedule: Schedule, say: Tongue) -> None:
    plan = schedule.plan
    if not plan.monitors:
        return
    output.emit("")
    output.emit(output.styled(say("monitors"), "bold"))
    for key, monitor in plan.monitors.items():
        action = say(f"action.{monitor.action}") if monitor.action else say("no_action")
        does = say("monitor_does", action=action, owner=monitor.owner or say("nobody"))
        output.emit(output.paragraph(watching(plan, key, schedule.as_of_given, say) + does, indent="  "))


def _as_json(schedule: Schedule, found: Launch) -> dict[str, Any]:
    plan = schedule.plan
    return {
        "schema_version": 1,
        "as_of": schedule.as_of_given.isoformat(),
        "blocked": found.blocked,
        "stages": [_stage_json(schedule, stage) for stage in found.stages],
        "milestones": [
            {"id": m.id, "status": schedule[m.id].status, "finish": _iso(schedule[m.id].early_finish),
             "deadline": _iso(schedule[m.id].deadline),
             "blocks": [{"kind": b.kind, "name": b.name, "reason": b.reason} for b in m.blocks]}
            for m in found.milestones
        ],
        "monitors": [
            {"id": k, "metric": m.metric, "signal": m.signal, "watch": m.watch, "act": m.act,
             "window": str(m.window) if m.window else None, "consecutive": m.consecutive, "action": m.action,
             "owner": m.owner}
            for k, m in plan.monitors.items()
        ],
        "missing": [missing.in_("en") for missing in found.missing],
    }  # fmt: skip


def _stage_json(schedule: Schedule, stage: Stage) -> dict[str, Any]:
    activity, work = schedule[stage.id], stage.work
    switch = work.kill_switch
    return {
        "id": stage.id, "phase": work.phase, "share": work.share, "audience": work.audience,
        "status": activity.status, "start": _iso(activity.early_start), "finish": _iso(activity.early_finish),
        "gates": [{"role": g.role, "status": g.state, "waived_by": g.waived_by, **decision_json(g.decision)}
                  for g in stage.gates],
        "rollback_when": work.rollback_when,
        "kill_switch": None if switch is None else {"how": switch.how, "tested_on": _iso(switch.tested_on)},
    }  # fmt: skip


def _iso(day: Any) -> str | None:
    return None if day is None else str(day.isoformat())
