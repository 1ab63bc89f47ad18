"""The launch as one value: stages in the order of their phases, what blocks, and what is not prepared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

from aiplan.core.blocking import Block, blocks
from aiplan.core.gates import GateStatus, rollout_gates
from aiplan.model.plan import Plan
from aiplan.model.work import Phase, Rollout

if TYPE_CHECKING:
    from aiplan.core.schedule import Schedule

PHASES: tuple[Phase, ...] = get_args(Phase)
"""In the order in which they follow each other."""


@dataclass(frozen=True, slots=True)
class Stage:
    """One rollout stage with its gates."""

    id: str
    work: Rollout
    gates: tuple[GateStatus, ...]
    """Entry gates, then exit gates."""


@dataclass(frozen=True, slots=True)
class LaunchMilestone:
    """A milestone of the launch, and what stands in its way."""

    id: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Launch:
    """The way to launch."""

    stages: tuple[Stage, ...]
    """By phase, then by start; those without a phase last."""
    milestones: tuple[LaunchMilestone, ...]
    """In file order, without dropped ones."""
    missing: tuple[str, ...]
    """What a launch needs and the plan does not have, one English sentence each."""

    @property
    def blocked(self) -> bool:
        """Whether something stands in the way of the first launch milestone that is not reached."""
        return any(m.blocks for m in self.milestones[:1])


def launch(schedule: Schedule) -> Launch:
    """Return the way to launch that the plan of `schedule` lays out, at its data date."""
    plan, as_of = schedule.plan, schedule.as_of_given
    stages = [Stage(key, stage, rollout_gates(plan, key, as_of)) for key, stage in plan.rollout.items()]
    stages = [s for s in stages if schedule[s.id].status != "dropped"]
    stages.sort(key=lambda s: (_phase(s.work), str(schedule[s.id].early_start)))
    ids = [k for k, m in plan.milestones.items() if m.stage == "launch" and schedule[k].status != "dropped"]
    open_first = sorted(ids, key=lambda key: schedule[key].status == "done")
    milestones = [
        LaunchMilestone(k, () if schedule[k].status == "done" else blocks(plan, k, as_of)) for k in open_first
    ]
    return Launch(tuple(stages), tuple(milestones), tuple(_missing(plan, stages, bool(ids))))


def _phase(stage: Rollout) -> int:
    return len(PHASES) if stage.phase is None else PHASES.index(stage.phase)


def _missing(plan: Plan, stages: list[Stage], launches: bool) -> Iterator[str]:
    if not launches:
        yield "no milestone has stage = launch"
    if not stages:
        yield "no rollout stages: everybody gets it at once, and nothing says how to go back"
    for stage in stages:
        yield from _missing_of_stage(stage)
    if not plan.monitors:
        yield "no monitors: nobody sees when it gets worse"
    for key, monitor in plan.monitors.items():
        if not monitor.owner.strip():
            yield f"the monitor {key}: nobody answers for it"
        if monitor.action is None or monitor.act is None:
            yield f"the monitor {key}: nothing says from where it acts, and how"
    goals = {goal for m in plan.milestones.values() if m.stage == "launch" for goal in m.goals}
    for key, assessment in plan.assessments.items():
        if assessment.goal in goals and not assessment.fallback.strip():
            yield f"{key}: no fallback where it falls short"


def _missing_of_stage(stage: Stage) -> Iterator[str]:
    if not stage.work.rollback_when.strip():
        yield f"{stage.id}: nothing says when to roll back"
    switch = stage.work.kill_switch
    if switch is None or not switch.how.strip():
        yield f"{stage.id}: no kill switch"
    elif switch.tested_on is None:
        yield f"{stage.id}: its kill switch was never tested"
    if not stage.work.owner.strip():
        yield f"{stage.id}: nobody answers for it"
