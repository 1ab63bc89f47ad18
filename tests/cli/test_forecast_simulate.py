"""The forecast on the command line: ranged dates, risk in words, charts that fit, the same bytes for the same seed."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest
from rich.cells import cell_len

from aiplan.cli import charts, forecasting
from aiplan.core.calendar import Calendar
from aiplan.core.simulation.forecast import deadline_risk
from aiplan.model.context import CalendarSpec
from helpers.command_line import PLAN, call, call_process
from helpers.tools import ROOT

SAMPLE = str(ROOT / "sample_project.toml")
DAY = dt.date(2026, 1, 5)


def test_the_headline_says_where_the_deadline_stands() -> None:
    done = call("simulate", SAMPLE, "--runs", "2000")
    assert (done.code, done.err) == (0, "")
    lines = done.out.splitlines()
    assert "2,000 runs · seed 1" in lines[0]
    assert lines[1].startswith("finish: planned 2026-08-07 · P50 2026-08-")
    assert lines[2].startswith("RED    launched: ")
    assert "the deadline lies before P50" in done.out
    for part in (
        "How often",
        "How likely",
        "cnn-v1",
        "succeeds",
        "Convergence: standard error of P80",
        "Bias:",
        "budget",
    ):
        assert part in done.out


@pytest.mark.parametrize("columns", [None, "60", "200"])
@pytest.mark.parametrize("more", [(), ("--milestone", "launched")])
def test_it_fits_the_width(columns: str | None, more: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    if columns:
        monkeypatch.setenv("COLUMNS", columns)
    done = call("simulate", SAMPLE, "--runs", "500", *more)
    assert max(cell_len(line) for line in done.out.splitlines()) <= int(columns or 80)
    assert "\x1b" not in done.out


def test_the_same_seed_gives_the_same_bytes_on_one_thread_and_two() -> None:
    words = ("simulate", SAMPLE, "--json", "--runs", "500", "--seed", "7")
    one = call_process(*words, env={"OPENBLAS_NUM_THREADS": "1"})
    two = call_process(*words, env={"OPENBLAS_NUM_THREADS": "2"})
    assert one.code == 0
    assert one.out == two.out
    assert one.json["project"]["seed"] == 7
    assert call(*words).out == one.out
    assert call(*words[:-1], "8").json["project"] != one.json["project"]


def test_the_json_adds_up() -> None:
    found = call("simulate", SAMPLE, "--json", "--runs", "500", "--milestone", "launched").json
    assert [a["id"] for a in found["activities"]] == ["launched"]
    launched = found["activities"][0]
    assert launched["risk"] == "red"
    assert launched["p10"] <= launched["p50"] <= launched["p80"] <= launched["p95"]
    assert sum(count for _, count in found["histogram"]) == 500
    early = sum(count for day, count in found["histogram"] if day <= "2026-06-30")
    assert early / 500 == launched["deadline_probability"]
    assert found["cost"]["p50"] <= found["cost"]["p80"]


def test_what_cannot_be_forecast_is_said(tmp_path: Path) -> None:
    empty = tmp_path / "e.plan.toml"
    empty.write_text('format = 1\n[project]\nname = "E"\nstart = 2026-01-05\n')
    assert "nothing can be forecast" in call("simulate", str(empty)).err
    done = call("simulate", SAMPLE, "--milestone", "data-ready")
    assert done.code == 2
    assert "not ahead" in done.err
    assert "did you mean launched" in call("simulate", SAMPLE, "--milestone", "launchd").err
    assert "whole number" in call("simulate", SAMPLE, "--runs", "many").err
    plan = tmp_path / "p.plan.toml"
    plan.write_text(PLAN, encoding="utf-8")
    assert call("simulate", str(plan), "--runs", "100").code == 0


@pytest.mark.parametrize(
    ("deadline", "word"),
    [
        (DAY, "red"),
        (DAY + dt.timedelta(1), "amber"),
        (DAY + dt.timedelta(4), "amber"),
        (DAY + dt.timedelta(5), "green"),
    ],
)
def test_risk_words(deadline: dt.date, word: str) -> None:
    assert deadline_risk(deadline, DAY + dt.timedelta(1), DAY + dt.timedelta(5)) == word


def test_charts_stand_on_one_axis() -> None:
    calendar = Calendar(CalendarSpec())
    days = [calendar.add(DAY, i) for i in range(100)]
    histogram = [(day, 20 if i < 50 else 30) for i, day in enumerate(days)]
    axis = charts.axis_of(histogram, calendar, 80)
    assert (axis.days, axis.columns) == (2, 50)
    bars = charts.bars(axis, histogram, 3)
    assert bars[0].split()[:2] == ["2", "%"]
    assert bars[0].count("█") == 25
    assert bars[2].count("█") == 50
    curve = charts.curve(axis, histogram, 4)
    assert curve[0].startswith("100 %")
    assert curve[0].endswith("█")
    scale = charts.scale(axis, [charts.Mark("D", days[60]), charts.Mark("5", days[60])])
    assert scale[1].index("D") == 6 + 30
    assert scale[1][37] == "5"
    assert scale[2].strip().startswith("2026-01-05")


def test_charts_of_one_day_and_of_plain_terminals() -> None:
    calendar = Calendar(CalendarSpec())
    axis = charts.axis_of([(DAY, 500)], calendar, 80)
    assert axis.columns == 1
    assert len(charts.bars(axis, [(DAY, 500)])) == 7
    plain = call_process("simulate", SAMPLE, "--runs", "100", env={"PYTHONIOENCODING": "ascii"})
    assert plain.code == 0
    assert "#" in plain.out
    assert "█" not in plain.out


def test_no_bar_where_nobody_watches() -> None:
    bar = forecasting.Bar("simulating")
    with bar:
        assert bar.step(1, 2)
    assert os.environ.get("OPENBLAS_NUM_THREADS") == "1"


@pytest.mark.parametrize(
    ("share", "text"), [(0.0, "0 %"), (0.001, "<1 %"), (0.5, "50 %"), (0.999, ">99 %"), (1.0, "100 %")]
)
def test_shares_of_runs(share: float, text: str) -> None:
    assert forecasting.percent(share) == text


def test_more_runs_than_fit_into_memory_are_refused(tmp_path: Path) -> None:
    plan = tmp_path / "aiplan.toml"
    tasks = "".join(f'[tasks.t{i}]\ntitle = "T"\nduration = "1d"\n' for i in range(400))
    plan.write_text(f'format = 1\n[project]\nname = "X"\nstart = 2026-01-05\n{tasks}', encoding="utf-8")
    done = call("simulate", str(plan), "--runs", "1000000")
    assert (done.code, done.out) == (2, "")
    assert "1,000,000 runs of 400 activities do not fit into memory" in done.err
    assert "--runs 750000 at most" in done.err
