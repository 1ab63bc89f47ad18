"""Recording what happened: start, done, remaining, update."""

from __future__ import annotations

import io
import os
import pty
import select
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from aiplan.cli.commands import update
from helpers.command_line import PLAN, Outcome, call


@pytest.fixture
def plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a plan in the folder the tests run in."""
    path = tmp_path / "aiplan.toml"
    path.write_text(PLAN, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return path


def data(plan: Path) -> dict[str, Any]:
    return tomllib.loads(plan.read_text(encoding="utf-8"))


def test_start_is_the_last_working_day_before_the_data_date(plan: Path) -> None:
    done = call("start", "write")
    assert done.code == 0
    assert done.out.startswith("write began on 2026-01-09\n")
    assert str(data(plan)["tasks"]["write"]["started"]) == "2026-01-09"
    again = call("start", "write")
    assert again.code == 2
    assert "under way since 2026-01-09" in again.err


def test_a_written_status_is_kept_true(plan: Path) -> None:
    plan.write_text(PLAN.replace('title = "Write the guide"', 'title = "Write the guide"\nstatus = "planned"'))
    call("start", "write", "--on", "2026-01-07")
    assert data(plan)["tasks"]["write"]["status"] == "active"
    call("done", "tasks.write", "--on", "2026-01-09")
    assert data(plan)["tasks"]["write"]["status"] == "done"
    assert "status" not in data(plan)["tasks"]["collect"]


def test_done_takes_what_was_left_away(plan: Path) -> None:
    done = call("remaining", "collect", "3d")
    assert done.out.startswith("collect needs 3d more from 2026-01-12 on (it was 1 day)\n")
    assert "finish 2026-01-30 → 2026-02-03 (+2 working days)" in done.out
    assert call("done", "collect").code == 0
    found = data(plan)["tasks"]["collect"]
    assert str(found["finished"]) == "2026-01-09"
    assert "remaining" not in found
    assert "is done since 2026-01-09" in call("done", "collect").err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("done", "collect", "--on", "2026-01-02"), "began on 2026-01-05"),
        (("done", "collect", "--result", "met"), "no experiment"),
        (("done", "cnn"), "no attempt of cnn is under way"),
        (("done", "nobody"), "nothing in the plan is called nobody"),
        (("start", "data-ready"), "milestone with members"),
        (("start", "labl"), "did you mean label?"),
        (("remaining", "write", "3d"), "has not begun"),
        (("remaining", "collect", "0d"), "nothing is left"),
        (("remaining", "collect", "-3d"), "not a duration"),
        (("remaining", "collect", "lots"), "not a duration"),
        (("remaining", "data-ready", "3d"), "milestone with members"),
        (("start", "write", "--on", "yesterday"), "2026-03-31, or today"),
    ],
)
def test_what_cannot_have_happened_is_refused(plan: Path, words: tuple[str, ...], said: str) -> None:
    done = call(*words)
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert plan.read_text(encoding="utf-8") == PLAN


def test_an_experiment_is_tried_missed_and_tried_again(plan: Path) -> None:
    assert call("start", "cnn", "--on", "2026-01-06").code == 0
    assert "an attempt of cnn is under way" in call("start", "cnn").err
    missed = call("done", "cnn", "--result", "missed", "--on", "2026-01-08")
    assert missed.out.startswith("cnn: attempt missed on 2026-01-08; 1 more attempt of cnn planned\n")
    assert call("start", "cnn", "--on", "2026-01-09").code == 0
    assert call("done", "cnn", "--on", "2026-01-09").out.startswith("cnn: attempt met on 2026-01-09; cnn is done\n")
    attempts = data(plan)["experiments"]["cnn"]["attempts"]
    assert [(str(a["started"]), str(a["finished"]), a["result"]) for a in attempts] == [
        ("2026-01-06", "2026-01-08", "missed"), ("2026-01-09", "2026-01-09", "met"),
    ]  # fmt: skip


def test_a_fallback_is_started_and_done(plan: Path) -> None:
    fallback = 'fallback = { title = "Show three", duration = "2d" }\ntake_fallback = true\n'
    plan.write_text(PLAN.replace('hypothesis = "It works."\n', 'hypothesis = "It works."\n' + fallback))
    assert call("start", "cnn", "--on", "2026-01-08").code == 0
    assert call("done", "cnn", "--on", "2026-01-09").out.startswith("cnn was finished on 2026-01-09\n")
    assert str(data(plan)["experiments"]["cnn"]["fallback"]["finished"]) == "2026-01-09"


# ---------------------------------------------------------------- update


def test_update_sets_the_date_outright_and_names_what_is_open(plan: Path) -> None:
    done = call("update", "--as-of", "2026-01-19")
    assert done.code == 0
    assert done.out.startswith("data date 2026-01-12 → 2026-01-19\n")
    assert "write: not begun, should be finished since 2026-01-14" in done.err
    assert "label: should have begun on 2026-01-13" in done.err
    assert "as_of = 2026-01-19   # Monday" in plan.read_text(encoding="utf-8")


def test_update_writes_the_first_data_date(plan: Path) -> None:
    plan.write_text(PLAN.replace("as_of = 2026-01-12   # Monday\n", ""), encoding="utf-8")
    assert call("update", "--as-of", "2026-01-19").out.startswith("data date 2026-01-19\n")
    assert str(data(plan)["project"]["as_of"]) == "2026-01-19"


def test_without_a_terminal_update_asks_nothing_and_writes_nothing(plan: Path) -> None:
    done = call("update")
    assert (done.code, done.out) == (2, "")
    assert "aiplan update --as-of today" in done.err
    assert plan.read_text(encoding="utf-8") == PLAN


@pytest.fixture
def answer(plan: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Outcome]:
    """Return a function that runs `update` as on a terminal, with these answers."""

    def run(*said: str) -> Outcome:
        monkeypatch.setattr(update, "_terminal", lambda: True)
        monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in said)))
        return call("update")

    return run


def test_the_walk_asks_what_is_missing(plan: Path, answer: Callable[..., Outcome]) -> None:
    done = answer("2026-01-19", "2026-01-14", "done 2026-01-13", "done 2026-01-16")
    assert done.code == 0, done.err
    tasks = data(plan)["tasks"]
    assert str(tasks["label"]["started"]) == "2026-01-14"
    assert str(tasks["collect"]["finished"]) == "2026-01-13"
    assert str(tasks["write"]["finished"]) == "2026-01-16"
    assert str(data(plan)["project"]["as_of"]) == "2026-01-19"
    assert "label: 2026-01-14\n" in done.out
    assert "1/3" in done.err
    assert "3/3" in done.err


def test_an_empty_answer_keeps_what_the_plan_says(plan: Path, answer: Callable[..., Outcome]) -> None:
    done = answer("2026-01-13", "", "", "")
    assert done.code == 0
    assert plan.read_text(encoding="utf-8") == PLAN.replace("as_of = 2026-01-12 ", "as_of = 2026-01-13 ")


def test_a_wrong_answer_is_asked_again(plan: Path, answer: Callable[..., Outcome]) -> None:
    done = answer("2026-01-01", "soon", "2026-01-13", "perhaps", "2d", "no", "no")
    assert done.code == 0
    assert "lies before 2026-01-12" in done.err
    assert "'soon' is not a date" in done.err
    assert "'perhaps' is no answer" in done.err
    assert data(plan)["tasks"]["collect"]["remaining"] == "2d"


@pytest.mark.parametrize("said", [("q",), ("2026-01-19", "q"), ("2026-01-19",), ()])
def test_leaving_writes_nothing(plan: Path, answer: Callable[..., Outcome], said: tuple[str, ...]) -> None:
    done = answer(*said)
    assert (done.code, done.out) == (0, "")
    assert "nothing was written" in done.err
    assert plan.read_text(encoding="utf-8") == PLAN


def test_the_walk_on_a_real_terminal(plan: Path) -> None:
    master, slave = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "aiplan", "update"], stdin=slave, stdout=subprocess.PIPE, stderr=slave, cwd=plan.parent
    )
    os.close(slave)
    seen = ""
    for prompt, said in (("New data date?", "2026-01-13\n"), ("done [DATE]?", "3d\n"), ("begun?", "yes\n")):
        seen = _until(master, prompt)
        os.write(master, said.encode())
    out, _ = process.communicate(timeout=30)
    os.close(master)
    assert process.returncode == 0, (seen, out)
    assert out.decode().startswith("data date 2026-01-12 → 2026-01-13\n")
    assert data(plan)["tasks"]["collect"]["remaining"] == "3d"
    assert str(data(plan)["tasks"]["write"]["started"]) == "2026-01-12"


def _until(descriptor: int, words: str) -> str:
    """Return what the terminal shows until `words` appear."""
    seen, deadline = "", time.monotonic() + 30
    while words not in seen:
        ready, _, _ = select.select([descriptor], [], [], max(0.0, deadline - time.monotonic()))
        assert ready, seen
        seen += os.read(descriptor, 4096).decode(errors="replace")
    return seen
