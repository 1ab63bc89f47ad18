"""As a new user would: the running attempt missed, and a few keys later a way out is taken and its decision logged."""

from __future__ import annotations

import tomllib
from pathlib import Path

from aiplan.core.compare import compare
from aiplan.loading import load
from helpers.plan_terminal import PLAN, PlanTerminal, changed_lines
from helpers.screens import SAMPLE

MOST_KEYS = 12


def test_from_a_missed_attempt_to_a_way_out_with_its_decision(tmp_path: Path, terminal: PlanTerminal) -> None:
    terminal.until(
        lambda screen: ("2 Time" in screen and "finish" in screen and "warning" in screen) or "by 30" in screen
    )
    terminal.press("F")
    terminal.until(lambda screen: "How did this attempt of cnn-v1 come out?" in screen)
    terminal.press("Down", "Enter")
    terminal.until(lambda screen: "attempt is planned" in screen)
    terminal.press("r")
    terminal.until(lambda screen: "carry on as planned" in screen)
    terminal.press("Enter")
    terminal.until(lambda screen: "Ways out for" not in screen and "decision" in screen)
    terminal.press("s")
    terminal.until(lambda screen: "saved" in screen and "●" not in screen.splitlines()[0])
    assert terminal.keys <= MOST_KEYS
    terminal.press("q")
    terminal.until(lambda _: terminal.ended())

    lines = changed_lines(tmp_path)
    assert '+  { started = 2026-03-11, finished = 2026-03-13, result = "missed" },' in lines
    assert "-  { started = 2026-03-11 }," in lines
    assert lines.count("+[decisions.recover-launched]") == 1
    begins = lines.index("+[decisions.recover-launched]")
    assert all(line.startswith("+") for line in lines[begins:]), "the decision is added at one place"
    plan = load(tmp_path / PLAN).plan
    decision = plan.decisions["recover-launched"]
    assert decision.chosen in decision.options
    assert len(decision.options) > 3
    assert decision.impact
    assert plan.experiments["cnn-v1"].attempts[-1].result == "missed"
    then, now = tomllib.loads(SAMPLE.read_text("utf-8")), tomllib.loads((tmp_path / PLAN).read_text("utf-8"))
    changes = compare(then, now)
    meant = {*decision.affects, "cnn-v1", "recover-launched"}
    assert {change.path[1] for change in changes} <= meant
    assert begins <= 2 * sum(len(str(change.new).split(",")) for change in changes), "no line is touched for nothing"
