"""Where an experiment stands, told from its data alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from aiplan.model.work import Experiment

ExperimentState = Literal["draft", "ready", "running", "met", "missed", "exhausted", "ended", "dropped"]
"""
draft: hypothesis, criteria or duration missing. ready: may start. running: an attempt is under way.
met: an attempt met the criteria. missed: the last attempt did not, and there are attempts left.
exhausted: no attempt is left, or none is to be made; the fallback follows. ended: finished, and no attempt says how.
"""
FallbackState = Literal["none", "not_needed", "open", "due", "running", "done"]
"""
none: there is no fallback. not_needed: the experiment met. open: nobody knows yet whether it will be needed.
due: it comes next. running, done: from its dates.
"""


@dataclass(frozen=True, slots=True)
class ExperimentStatus:
    """Where an experiment stands."""

    state: ExperimentState
    missing: tuple[str, ...]
    """Of a draft: the keys that are missing."""
    used: int
    """Attempts with a result other than `met`."""
    running: int
    """Attempts under way."""
    left: int
    """Attempts that may still be started."""
    fallback: FallbackState

    @property
    def ended(self) -> bool:
        """Whether nothing more will be tried: what was learned can be written down."""
        return self.state in ("met", "exhausted", "ended")


def experiment_status(experiment: Experiment) -> ExperimentStatus:
    """Return where `experiment` stands."""
    used = sum(1 for a in experiment.attempts if a.result not in (None, "met"))
    open_attempts = sum(1 for a in experiment.attempts if a.result is None)
    if not experiment.attempts and experiment.started is not None and experiment.finished is None:
        open_attempts = 1
    left = max(0, (experiment.max_attempts or 1) - used - open_attempts)
    missing = missing_keys(experiment)
    state = _state(experiment, used, open_attempts, left, bool(missing))
    return ExperimentStatus(
        state=state,
        missing=missing if state == "draft" else (),
        used=used,
        running=open_attempts if state == "running" else 0,
        left=left if state in ("draft", "ready", "running", "missed") else 0,
        fallback=_fallback(experiment, state),
    )


def missing_keys(experiment: Experiment) -> tuple[str, ...]:
    """Return the keys without which an experiment is a draft."""
    given = {
        "hypothesis": bool(experiment.hypothesis.strip()),
        "criteria": bool(experiment.criteria),
        "duration": experiment.duration is not None,
    }
    return tuple(key for key, there in given.items() if not there)


def _state(experiment: Experiment, used: int, running: int, left: int, draft: bool) -> ExperimentState:
    if any(a.result == "met" for a in experiment.attempts):
        return "met"
    over = experiment.finished is not None or experiment.status == "done"
    fallback = experiment.fallback
    falling_back = fallback is not None and (fallback.started is not None or fallback.finished is not None)
    if experiment.take_fallback or falling_back or (used and running == 0 and (left == 0 or over)):
        return "exhausted"
    if over:
        return "ended"
    if experiment.status == "dropped":
        return "dropped"
    if running:
        return "running"
    if used:
        return "missed"
    return "draft" if draft else "ready"


def _fallback(experiment: Experiment, state: ExperimentState) -> FallbackState:
    fallback = experiment.fallback
    if fallback is None:
        return "none"
    if fallback.finished is not None:
        return "done"
    if fallback.started is not None:
        return "running"
    if state == "exhausted":
        return "done" if experiment.finished is not None or experiment.status == "done" else "due"
    return "not_needed" if state in ("met", "ended", "dropped") else "open"
