"""The way to launch: stages with gates and kill switches, monitors, and what still blocks.

    aiplan launch              stages shadow → pilot → limited → full, monitors, and everything in the way
    aiplan launch --json

Dates stand whatever blocks: a milestone is blocked by a gate that neither passed nor is waived, by a verdict that is
not reached, and by a stop gate that fails on an assessment of its goals. Exit 0 also where something blocks;
--fail-on-block exits 1 then, for CI on the day of launch.
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from aiplan.cli import diagnostics, output
from aiplan.cli.commands.experiments import decision_json
from aiplan.cli.commands.retrain import watching
from aiplan.cli.opening import open_plan, say_errors
from aiplan.cli.options import add_as_of, add_file, add_format
from aiplan.cli.output import Column
from aiplan.core.launch import Launch, Stage, launch

if TYPE_CHECKING:
    from aiplan.core.gates import GateStatus
    from aiplan.core.schedule import Schedule

_STATES = {"pass": "green", "fail": "red", "inconclusive": "yellow", "waived": "cyan"}


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    add_file(parser, positional=True)
    parser.add_argument("--fail-on-block", action="store_true", help="exit 1 where something blocks the launch")
    add_as_of(parser)
    add_format(parser, "text", "json")


def run(args: argparse.Namespace) -> int:
    """Print the way to launch."""
    opened = open_plan(args)
    found = launch(opened.schedule)
    if args.format == "json":
        output.emit_json(_as_json(opened.schedule, found))
    elif not found.stages and not found.milestones and not opened.plan.monitors:
        output.emit("The plan has no launch yet: aiplan add rollout ID phase=shadow …, and stage=launch on a milestone")
    else:
        _say(opened.schedule, found)
    code = say_errors(opened)
    return diagnostics.FINDINGS if args.fail_on_block and found.blocked else code


def _say(schedule: Schedule, found: Launch) -> None:
    _stages(schedule, found)
    _monitors(schedule)
    for milestone in found.milestones:
        activity = schedule[milestone.id]
        output.emit("")
        late = f", deadline {activity.deadline}" if activity.deadline else ""
        name = f"{milestone.id}  {output.clean(activity.title)}"
        output.emit(output.styled(f"{name}: {activity.early_finish or 'no date'}{late}", "bold"))
        if activity.status == "done":
            output.emit("  reached")
        elif not milestone.blocks:
            output.emit("  nothing blocks it")
        for block in milestone.blocks:
            output.emit(output.paragraph(f"✗ {block.kind.replace('_', ' ')} {output.clean(block.name)}", indent="  "))
            output.emit(output.paragraph(output.clean(block.reason), indent="      "))
    if found.missing:
        output.emit("")
        output.emit(output.styled("Not prepared", "bold"))
        for line in found.missing:
            output.emit(output.paragraph(f"- {line}", indent="  "))


def _stages(schedule: Schedule, found: Launch) -> None:
    columns = (Column("phase"), Column("stage"), Column("share", "right"), Column("start"), Column("finish"),
               Column("status", droppable=True), Column("kill switch", flexible=True))  # fmt: skip
    rows = []
    for stage in found.stages:
        activity, work = schedule[stage.id], stage.work
        share = "–" if work.share is None else f"{100 * work.share:g} %"
        rows.append((work.phase or "–", stage.id, share, str(activity.early_start or "–"),
                     str(activity.early_finish or "–"), activity.status, _kill_switch(stage)))  # fmt: skip
    if rows:
        output.table(columns, rows)
    for stage in found.stages:
        lines = [_gate(status) for status in stage.gates]
        if stage.work.rollback_when:
            lines.append(f"back when {stage.work.rollback_when}")
        if lines:
            output.emit("")
            output.emit(output.styled(stage.id, "bold"))
        for line in lines:
            output.emit(output.paragraph(output.clean(line), indent="  "))


def _gate(status: GateStatus) -> str:
    word = {"entry": "to start", "exit": "to end", "gate": "gate"}[status.role]
    waived = f" by {status.waived_by}" if status.state == "waived" else ""
    return f"{word}: {status.gate} {status.state}{waived} ({status.decision.reason})"


def _kill_switch(stage: Stage) -> str:
    switch = stage.work.kill_switch
    if switch is None or not switch.how:
        return "none"
    return f"tested {switch.tested_on}" if switch.tested_on else "never tested"


def _monitors(schedule: Schedule) -> None:
    plan = schedule.plan
    if not plan.monitors:
        return
    output.emit("")
    output.emit(output.styled("Monitors", "bold"))
    for key, monitor in plan.monitors.items():
        action = f" → {monitor.action or 'no action'}, {monitor.owner or 'nobody'}"
        output.emit(output.paragraph(watching(plan, key, schedule.as_of_given) + action, indent="  "))


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
        "missing": list(found.missing),
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
