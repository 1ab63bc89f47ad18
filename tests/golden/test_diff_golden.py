"""The pull request comment on a slip in the sample, byte for byte: the running CNN experiment takes 8 days more."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from aiplan.core.plan_diff import PlanDiff, diff_plans
from aiplan.core.schedule import Schedule, schedule_plan
from aiplan.model.edits import SetField
from aiplan.model.plan import Plan
from aiplan.review.comment import MARKER, diff_markdown
from aiplan.review.sides import Side, read_sides
from aiplan.store.text import PlanText
from helpers.command_line import call
from helpers.gfm import render
from helpers.golden import assert_golden
from helpers.tools import ROOT

AS_OF = dt.date(2026, 3, 16)
SAMPLE = ROOT / "sample_project.toml"


def sides(tmp_path: Path) -> tuple[str, str]:
    """The sample, and the sample in which the running attempt of the CNN needs 14 days instead of 6."""
    plan = PlanText.from_bytes(SAMPLE.read_bytes())
    slipped = plan.apply(SetField(("experiments", "cnn-v1", "remaining"), "14d"))
    before, after = tmp_path / "main.toml", tmp_path / "topic.toml"
    before.write_bytes(plan.to_bytes())
    after.write_bytes(slipped.to_bytes())
    return str(before), str(after)


@pytest.mark.parametrize(("form", "suffix"), [("markdown", "md"), ("text", "txt"), ("mermaid", "mmd")])
def test_the_cnn_experiment_takes_8_days_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str, suffix: str
) -> None:
    sides(tmp_path)
    monkeypatch.chdir(tmp_path)
    done = call("diff", "main.toml", "topic.toml", "--format", form)
    assert done.code == 0, done.err
    assert_golden(f"diff/cnn-slips.{suffix}", done.out)


def test_what_the_comment_shows(tmp_path: Path) -> None:
    before, after = read_sides([Side(n, Path(n).read_bytes()) for n in sides(tmp_path)], _parse)
    diff = diff_plans(_schedule(before.plan), _schedule(after.plan), before.data, after.data)
    shown = render(diff_markdown(diff, ("main", "topic")))
    assert shown.comments[0].splitlines()[0] == MARKER
    assert shown.headings == [(1, f"⚠ {diff.verdict()}")]
    edits, milestones, others, states = shown.tables
    assert edits[1:] == [["experiments.cnn-v1.remaining", "set to 14d"]]
    assert [row[0] for row in milestones[1:]] == [m.id for m in diff.moved if m.milestone]
    assert {row[5] for row in milestones[1:]} == {"experiments.cnn-v1.remaining " + milestones[1][4]}
    assert len(others) - 1 == sum(not m.milestone for m in diff.moved)
    assert {tuple(row[:2]) for row in states[1:]} == {
        ("goal", "everyday-plants"), ("goal", "no-weak-species"), ("deadline", "launched"),
    }  # fmt: skip
    assert _sums_up(diff)
    foreseen = call("slip", "cnn-v1", "8d", "-f", str(SAMPLE), "--json").json["milestones"]
    assert {m["id"]: m["days"] for m in foreseen} == {m.id: m.days for m in diff.moved if m.milestone}


def _sums_up(diff: PlanDiff) -> bool:
    whole = [(s.days, s.parts, s.interaction) for s in diff.slips]
    whole.append((diff.finish_days or 0, diff.finish_parts, diff.finish_interaction))
    return all(days == sum(p.days for p in parts) + together for days, parts, together in whole)


def _parse(raw: bytes, name: str) -> tuple[dict[str, object], tuple[str, ...]]:
    text = PlanText.from_bytes(raw, path=name)
    return dict(text.data), text.file_order


def _schedule(plan: Plan) -> Schedule:
    return schedule_plan(plan, today=AS_OF)
