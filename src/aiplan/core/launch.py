"""The launch as one value: stages in the order of their phases, what blocks, and what is not prepared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, get_args

from aiplan.core.blocking import Block, blocks
from aiplan.core.catalogue import Text
from aiplan.core.gates import GateStatus, rollout_gates
from aiplan.model.context import Language
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


MissingKind = Literal[
    "no_milestone", "no_stages", "no_monitors", "monitor_owner", "monitor_action", "no_fallback", "no_rollback",
    "no_switch", "untested_switch", "stage_owner",
]  # fmt: skip
MISSING: Mapping[MissingKind, Text] = MappingProxyType({
    "no_milestone": Text("no milestone has stage = launch", "没有 stage = launch 的里程碑"),
    "no_stages": Text("no rollout stages: everybody gets it at once, and nothing says how to go back",
                      "没有发布阶段：一次推给所有人，也没有写明如何退回"),
    "no_monitors": Text("no monitors: nobody sees when it gets worse", "没有监控：变差了也没有人看见"),
    "monitor_owner": Text("the monitor {id}: nobody answers for it", "监控 {id}：没有负责人"),
    "monitor_action": Text("the monitor {id}: nothing says from where it acts, and how",
                           "监控 {id}：没有写明到什么程度处置、如何处置"),
    "no_fallback": Text("{id}: no fallback where it falls short", "{id}：能力不足时没有兜底方案"),
    "no_rollback": Text("{id}: nothing says when to roll back", "{id}：没有写明何时回滚"),
    "no_switch": Text("{id}: no kill switch", "{id}：没有紧急开关"),
    "untested_switch": Text("{id}: its kill switch was never tested", "{id}：紧急开关从未测试"),
    "stage_owner": Text("{id}: nobody answers for it", "{id}：没有负责人"),
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that a launch needs and the plan does not have."""

    kind: MissingKind
    id: str = ""
    """The monitor, stage or assessment."""

    def in_(self, language: Language) -> str:
        """Return it as one sentence."""
        return MISSING[self.kind].in_(language).format(id=self.id)


@dataclass(frozen=True, slots=True)
class Launch:
    """The way to launch."""

    stages: tuple[Stage, ...]
    """By phase, then by start; those without a phase last."""
    milestones: tuple[LaunchMilestone, ...]
    """In file order, without dropped ones."""
    missing: tuple[Missing, ...]
    """What a launch needs and the plan does not have."""

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


def _missing(plan: Plan, stages: list[Stage], launches: bool) -> Iterator[Missing]:
    if not launches:
        yield Missing("no_milestone")
    if not stages:
        yield Missing("no_stages")
    for stage in stages:
        yield from _missing_of_stage(stage)
    if not plan.monitors:
        yield Missing("no_monitors")
    for key, monitor in plan.monitors.items():
        if not monitor.owner.strip():
            yield Missing("monitor_owner", key)
        if monitor.action is None or monitor.act is None:
            yield Missing("monitor_action", key)
    goals = {goal for m in plan.milestones.values() if m.stage == "launch" for goal in m.goals}
    for key, assessment in plan.assessments.items():
        if assessment.goal in goals and not assessment.fallback.strip():
            yield Missing("no_fallback", key)


def _missing_of_stage(stage: Stage) -> Iterator[Missing]:
    if not stage.work.rollback_when.strip():
        yield Missing("no_rollback", stage.id)
    switch = stage.work.kill_switch
    if switch is None or not switch.how.strip():
        yield Missing("no_switch", stage.id)
    elif switch.tested_on is None:
        yield Missing("untested_switch", stage.id)
    if not stage.work.owner.strip():
        yield Missing("stage_owner", stage.id)
