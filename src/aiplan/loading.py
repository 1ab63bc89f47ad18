"""From a path to a plan: read, located."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from aiplan.errors import UnreadablePlan
from aiplan.model.finding import Finding
from aiplan.model.plan import Plan
from aiplan.model.reading import read_plan
from aiplan.phrases import say
from aiplan.store.files import Stored, read_file
from aiplan.store.text import PlanText


@dataclass(frozen=True, slots=True)
class Loaded:
    """A plan as it was read."""

    path: Path
    stored: Stored
    """The bytes as they were on disk."""
    text: PlanText
    plan: Plan
    findings: tuple[Finding, ...]
    """What is wrong in file, syntax, keys, types and ids, with lines."""


def load(path: Path) -> Loaded:
    """Return the plan at `path`.

    Raises:
        PlanNotFound: where there is no file.
        UnreadablePlan: where it cannot be read or is not TOML.
    """
    stored = read_file(path)
    return from_stored(path, stored)


def from_stored(path: Path, stored: Stored) -> Loaded:
    """Return the plan that the bytes of `stored`, read from `path`, hold.

    Raises:
        UnreadablePlan: where they are not a plan.
    """
    text = PlanText.from_bytes(stored.raw, path=str(path))
    try:
        plan, findings = read_plan(text.data, file_order=text.file_order)
    except RecursionError:
        raise UnreadablePlan(say("values are nested too deeply"), path=str(path)) from None
    return Loaded(path, stored, text, plan, (*text.problems, *text.located(findings)))
