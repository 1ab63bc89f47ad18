"""Commands that look: schedule, why, path, show, check, explain, export, schema."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest

from aiplan.cli.output import cells
from helpers.command_line import PLAN, call
from helpers.tools import ROOT


@pytest.fixture
def plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a plan in the folder the tests run in."""
    path = tmp_path / "aiplan.toml"
    path.write_text(PLAN, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return path


# ---------------------------------------------------------------- schedule


def test_the_schedule_as_a_table(plan: Path) -> None:
    done = call("schedule")
    lines = done.out.splitlines()
    assert done.code == 0
    assert lines[0].startswith("PlantLens 植识 · as of 2026-01-12 · finish 2026-01-30 · basis expected")
    assert lines[1].startswith("5 critical · ")
    assert lines[3].split() == ["id", "title", "start", "finish", "float", "*", "status"]
    label = next(line for line in lines if line.startswith("label "))
    assert label.split() == ["label", "Label", "photos", "标注", "2026-01-13", "2026-01-22", "0", "*", "planned"]


def test_the_schedule_as_json_is_the_contract(plan: Path) -> None:
    found = call("schedule", "--json").json
    assert list(found) == ["schema_version", "project", "activities", "critical_path", "findings"]
    assert found["project"]["finish"] == "2026-01-30"
    assert [a["id"] for a in found["activities"]] == ["data-ready", "label", "collect", "write", "cnn", "launched"]
    assert found["critical_path"] == ["collect", "label", "data-ready", "cnn"]


def test_only_what_is_critical(plan: Path) -> None:
    out = call("schedule", "--critical").out
    assert "label" in out
    assert "Write the guide" not in out


def test_another_data_date(plan: Path) -> None:
    out = call("schedule", "--as-of", "2026-01-19").out
    assert "as of 2026-01-19 · finish 2026-02-06" in out


def test_a_plan_without_work_says_how_to_begin(plan: Path) -> None:
    plan.write_text('format = 1\n[project]\nname = "Empty"\nstart = 2026-01-05\nas_of = 2026-01-05\n')
    done = call("schedule")
    assert "aiplan add task" in done.out
    assert "finish unknown" in done.out


@pytest.mark.parametrize("columns", [40, 60, 80, 120, 200])
@pytest.mark.parametrize(
    "words", [["schedule"], ["path"], ["path", "model-ready"], ["show", "cnn-v1"], ["show", "tasks"]]
)
def test_the_sample_fits_in_cells(words: list[str], columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    done = call(*words, "-f", str(ROOT / "sample_project.toml"))
    longest = max(done.out.splitlines(), key=cells)
    # Ids and dates are never cut; below about 60 columns they alone are wider.
    assert cells(longest) <= max(columns, 62), longest


def test_ids_are_never_cut(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name = "an-id-that-is-much-longer-than-anybody-would-want-to-read-in-a-table-of-eighty-columns"
    plan.write_text(PLAN.replace("label]", f"{name}]").replace("write]", "写作指南]"), encoding="utf-8")
    plan.write_text(
        plan.read_text(encoding="utf-8").replace("[tasks.写作指南]", '[tasks."写作指南"]'), encoding="utf-8"
    )
    monkeypatch.setenv("COLUMNS", "80")
    out = call("schedule").out
    assert name in out
    assert "写作指南" in out


# ---------------------------------------------------------------- why, path


def test_why_names_the_driver_and_what_a_slip_does(plan: Path) -> None:
    out = call("why", "label").out
    assert "It stands there because collect finishes 2026-01-12." in out
    assert "It is critical: float 0." in out
    assert "If it slips 1 day, the finish moves to 2026-02-02 (+1 working day)" in out
    assert "What drives it, from the beginning:" in out


def test_why_says_how_far_something_can_slip_and_over_which_path(plan: Path) -> None:
    out = " ".join(call("why", "write").out.split())
    assert "It can slip 6 working days before the finish" in out
    assert "If it slips 7 days, the finish moves to 2026-02-02 (+1 working day), by way of write → data-ready." in out


def test_the_float_of_why_is_true(plan: Path) -> None:
    found = call("why", "write", "--json").json
    assert found["activity"]["total_float"] == 6
    assert found["slip"]["days"] == 7
    before = call("schedule", "--json").json["project"]["finish"]
    assert call("set", "write.duration", "9d").code == 0
    assert call("schedule", "--json").json["project"]["finish"] == before
    assert call("set", "write.duration", "10d").code == 0
    assert call("schedule", "--json").json["project"]["finish"] == found["slip"]["finish"]


def test_why_of_what_waits_says_what_would_have_to_slip(plan: Path) -> None:
    plan.write_text(PLAN + '\n[tasks.late]\ntitle = "Late"\nduration = "1d"\ndepends_on = ["label", "write"]\n')
    out = " ".join(call("why", "late").out.split())
    assert "It also waits for write (FS), which would have to slip 7 more working days to drive it." in out


def test_why_in_a_plan_that_is_late_counts_from_what_is_true(plan: Path) -> None:
    text = PLAN.replace('depends_on = ["cnn"]', 'depends_on = ["cnn"]\ndeadline = 2026-01-20')
    plan.write_text(text, encoding="utf-8")
    out = " ".join(call("why", "write").out.split())
    assert "It is 2 working days later than a deadline, its own or one after it, allows." in out
    assert "in fact it can still slip 6 working days" in out
    assert "launched misses its deadline 2026-01-20 by more" in out


def test_why_of_done_and_unknown_work(plan: Path) -> None:
    call("done", "collect", "--on", "2026-01-09")
    assert "It is done: it ran from 2026-01-05 to 2026-01-09." in call("why", "collect").out
    done = call("why", "labl")
    assert (done.code, done.out) == (2, "")
    assert "did you mean label?" in done.err
    assert "-f x.toml" in call("why", "x.toml").err


def test_why_in_a_cycle(plan: Path) -> None:
    plan.write_text(PLAN.replace('duration = "5d"', 'duration = "5d"\ndepends_on = ["label"]'), encoding="utf-8")
    done = call("why", "label")
    assert done.code == 1
    assert "part of a cycle" in done.out


def test_the_path_to_the_finish_and_to_a_milestone(plan: Path) -> None:
    rows = [line.split() for line in call("path", "launched").out.splitlines()[3:]]
    assert [row[-2 if row[-1] == "Launched" else -1] for row in rows][-1] == "launched"
    assert "What drives the finish 2026-01-30:" in call("path").out
    assert call("path", "--json").json["path"] == call("path", "cnn", "--json").json["path"]
    assert [a["id"] for a in call("path", "data-ready", "--json").json["path"]] == ["collect", "label", "data-ready"]


# ---------------------------------------------------------------- show


def test_one_value_is_printed_bare(plan: Path) -> None:
    assert call("show", "tasks.label.title").out == "Label photos 标注\n"
    assert call("show", "label.duration").out == "8d\n"
    assert call("show", "project.start").out == "2026-01-05\n"
    assert call("show", "label.depends_on").out == "collect\n"


def test_an_item_is_shown_with_its_place_and_forecast(plan: Path) -> None:
    done = call("show", "label")
    line = PLAN.splitlines().index("[tasks.label]") + 1
    assert done.out.startswith(f"tasks.label  aiplan.toml:{line}\n")
    assert "  early      2026-01-13 → 2026-01-22\n" in done.out
    found = call("show", "label", "--json").json
    assert found["address"] == "tasks.label"
    assert found["value"]["duration"] == "8d"
    assert found["schedule"]["early_finish"] == "2026-01-22"


def test_a_section_lists_its_items(plan: Path) -> None:
    assert [line.split()[0] for line in call("show", "tasks").out.splitlines()] == ["id", "label", "collect", "write"]


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("labl", "did you mean label?"),
        ("tasks.labl.title", "did you mean label?"),
        ("label.deadline", "aiplan set tasks.label.deadline VALUE"),
        ("label.titel", "did you mean title?"),
        ("label..x", "not an address"),
        ("label.depends_on[3]", "label.depends_on[3]"),
    ],
)
def test_what_is_not_there_is_guessed(plan: Path, address: str, words: str) -> None:
    done = call("show", address)
    assert (done.code, done.out) == (2, "")
    assert words in done.err


# ---------------------------------------------------------------- check, explain


def check(plan: Path, text: str, *words: str) -> Any:
    plan.write_text(text, encoding="utf-8")
    return call("check", *words)


def test_findings_stand_with_file_line_code_and_a_way_out(plan: Path) -> None:
    done = check(plan, PLAN.replace('"collect"]', '"colect"]'))
    line = PLAN.splitlines().index('depends_on = ["collect"]') + 1
    assert done.code == 1
    assert f"aiplan.toml:{line} AIP102 error " in done.out
    assert "\n    did you mean collect?" in done.out
    assert done.out.splitlines()[-1].startswith("aiplan.toml: 1 error")
    assert done.err == ""


def test_concise_has_one_line_a_finding(plan: Path) -> None:
    out = check(plan, PLAN.replace('"collect"]', '"colect"]'), "--format", "concise").out
    *found, summary = out.splitlines()
    assert all(re.match(r"aiplan\.toml:\d+ AIP\d{3} (error|warning|info) ", line) for line in found)
    assert summary.startswith("aiplan.toml: 1 error")


def test_json_counts_and_lists(plan: Path) -> None:
    found = check(plan, PLAN.replace('"collect"]', '"colect"]'), "--json").json
    assert found["counts"]["error"] == 1
    error = next(f for f in found["findings"] if f["severity"] == "error")
    assert list(error) == ["file", "line", "column", "code", "severity", "message", "address", "hint",
                           "fingerprint"]  # fmt: skip
    assert (error["code"], error["address"]) == ("AIP102", "tasks.label.depends_on[0]")


def test_codes_are_selected_and_ignored_by_their_beginning(plan: Path) -> None:
    text = PLAN.replace('"collect"]', '"colect"]')
    assert check(plan, text, "--ignore", "AIP1").code == 0
    selected = check(plan, text, "--select", "AIP102", "--json").json
    assert {f["code"] for f in selected["findings"]} == {"AIP102"}
    refused = check(plan, text, "--select", "E501")
    assert (refused.code, refused.out) == (2, "")


def test_statistics_count_by_code(plan: Path) -> None:
    done = check(plan, PLAN.replace('"collect"]', '"colect", "nobody"]'), "--statistics")
    assert re.search(r"^ +2  AIP102  error", done.out, re.MULTILINE)
    assert done.code == 1


def test_several_plans_are_checked_together(plan: Path, tmp_path: Path) -> None:
    (tmp_path / "b.toml").write_text(PLAN.replace('"collect"]', '"colect"]'), encoding="utf-8")
    done = call("check", "aiplan.toml", "b.toml")
    assert done.code == 1
    assert done.out.splitlines()[-1].startswith("2 plans: 1 error")


def test_the_sample_is_clean_but_for_what_it_intends() -> None:
    done = call("check", str(ROOT / "sample_project.toml"))
    assert done.code == 0
    assert " error " not in done.out


def test_every_code_has_a_page() -> None:
    for rule in call("explain", "--json").json:
        page = call("explain", rule["code"])
        assert page.code == 0
        assert rule["title"] in " ".join(page.out.split())
        assert call("check", "--explain", rule["code"]).out == page.out


def test_codes_are_found_by_name_and_guessed() -> None:
    assert call("explain", "toml-syntax").out == call("explain", "aip002").out
    assert "did you mean" in call("explain", "AIP1033").err


# ---------------------------------------------------------------- export, schema


def test_the_roadmap_goes_to_stdout_or_into_its_region(plan: Path, tmp_path: Path) -> None:
    text = call("export", "markdown").out
    assert text.startswith("<!-- aiplan:begin")
    target = tmp_path / "ROADMAP.md"
    target.write_text("# Ours\n\nBefore.\n", encoding="utf-8")
    assert call("export", "markdown", "--output", "ROADMAP.md").code == 0
    assert target.read_text(encoding="utf-8") == "# Ours\n\nBefore.\n\n" + text


def test_a_stale_roadmap_is_told(plan: Path, tmp_path: Path) -> None:
    target = tmp_path / "ROADMAP.md"
    missing = call("export", "markdown", "--output", "ROADMAP.md", "--check")
    assert (missing.code, target.exists()) == (1, False)
    call("export", "markdown", "--output", "ROADMAP.md")
    assert call("export", "markdown", "--output", "ROADMAP.md", "--check").code == 0
    call("set", "label.duration", "12d")
    before = target.read_bytes()
    stale = call("export", "markdown", "--output", "ROADMAP.md", "--check")
    assert stale.code == 1
    assert target.read_bytes() == before


def test_the_roadmap_has_the_ranges_that_simulate_prints(plan: Path) -> None:
    simulated = call("simulate", "--json").json
    done = call("export", "markdown", "--ranges")
    assert done.code == 0
    day = dt.date.fromisoformat(simulated["project"]["p80"])
    assert f"by {day.day} {day:%b} {day.year} with 80 %" in done.out
    assert "| P50 | P80 |" in done.out
    assert "P80" not in call("export", "markdown").out
    call("export", "markdown", "--ranges", "--output", "ROADMAP.md")
    assert call("export", "markdown", "--ranges", "--output", "ROADMAP.md", "--check").code == 0
    refused = call("export", "team-sheet", "--ranges")
    assert refused.code == 2
    assert "--ranges has no part in a team-sheet" in refused.err


def test_a_roadmap_never_replaces_the_plan(plan: Path) -> None:
    done = call("export", "markdown", "--output", "aiplan.toml")
    assert done.code == 2
    assert plan.read_text(encoding="utf-8") == PLAN


def test_an_unknown_baseline_is_named(plan: Path) -> None:
    done = call("export", "markdown", "--baseline", "kickoff")
    assert (done.code, done.out) == (2, "")
    assert "kickoff" in done.err
