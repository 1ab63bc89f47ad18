"""Taking a way out changes the lines it has to, byte for byte, and nothing else."""

from __future__ import annotations

import datetime as dt
import difflib
from pathlib import Path

from aiplan.core.recovery.replan import replan
from aiplan.core.schedule import schedule_plan
from aiplan.loading import load
from helpers.command_line import call
from helpers.golden import GOLDEN, assert_golden

START = GOLDEN / "replan" / "start.plan.toml"


def test_only_two_things_together_meet_the_date_and_applying_them_changes_their_lines(tmp_path: Path) -> None:
    plan = tmp_path / "aiplan.toml"
    plan.write_bytes(START.read_bytes())
    offered = call("replan", str(plan), "--json").json
    meeting = [o for o in offered["options"] if o["meets"] and o["levers"][0]["kind"] != "deadline"]
    assert meeting
    assert all(len(o["levers"]) >= 2 for o in meeting)
    best = meeting[0]
    assert {lever["kind"] for lever in best["levers"]} == {"crash", "overlap"}

    done = call("replan", str(plan), "--apply", str(best["number"]))
    assert done.code == 0
    before = START.read_text(encoding="utf-8").splitlines()
    after = plan.read_text(encoding="utf-8").splitlines()
    diff = difflib.unified_diff(before, after, "before", "after", n=0, lineterm="")
    assert_golden("replan/pair.diff", "\n".join(diff) + "\n")
    assert_golden("replan/pair.out", done.out)

    loaded = load(plan).plan
    schedule = schedule_plan(loaded, today=dt.date(2026, 1, 5))
    finish = schedule["launch"].early_finish
    assert finish == dt.date.fromisoformat(best["finish"])
    assert finish is not None
    assert finish <= dt.date(2026, 1, 16)
    decision = loaded.decisions["recover-launch"]
    assert decision.options == tuple(o["label"] for o in offered["options"])
    assert decision.chosen == best["label"]


def test_each_alone_is_not_enough() -> None:
    schedule = schedule_plan(load(START).plan, today=dt.date(2026, 1, 5))
    found = replan(schedule, runs=200)
    for option in found.options:
        assert option.meets == (len(option.levers) >= 2 or option.levers[0].kind == "deadline")
