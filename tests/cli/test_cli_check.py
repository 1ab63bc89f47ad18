"""`aiplan check`: exit codes, several plans, mending, comments that pass findings over, reports for programs."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from aiplan.errors import OutsideChange
from helpers.command_line import PLAN, Outcome, call
from helpers.workflow_commands import commands_in

CLEAN = """\
format = 1

[project]
name = "P"
start = 2026-01-05
as_of = 2026-01-12

[milestones.ready]
title = "Ready"

[tasks.label]
title = "Label"
milestone = "ready"
duration = "5d"
"""
INFO = CLEAN.replace('"5d"', '"50d"')
WARNING = CLEAN.replace('duration = "5d"\n', "")
ERROR = CLEAN + 'depends_on = ["nobody"]\n'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def check(folder: Path, text: str, *words: str) -> Outcome:
    (folder / "aiplan.toml").write_text(text, encoding="utf-8", newline="")
    return call("check", *words)


# ---------------------------------------------------------------- exit codes, paths


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        (CLEAN, {"error": 0, "warning": 0, "info": 0}),
        (INFO, {"error": 0, "warning": 0, "info": 1}),
        (WARNING, {"error": 0, "warning": 1, "info": 1}),
        (ERROR, {"error": 1, "warning": 1, "info": 1}),
        ("format = 1\n[project\n", {"error": 2, "warning": 2, "info": 2}),
    ],
)
def test_exit_codes(folder: Path, text: str, levels: dict[str, int]) -> None:
    assert {level: check(folder, text, "--fail-level", level).code for level in levels} == levels
    assert check(folder, text).code == levels["error"]


def test_what_is_left_out_does_not_count(folder: Path) -> None:
    assert check(folder, ERROR, "--ignore", "AIP102").code == 0
    assert check(folder, ERROR, "--select", "AIP2").code == 0


def test_folders_stand_for_the_plans_in_and_below_them(folder: Path) -> None:
    for name in ("plans/b.plan.toml", "plans/deep/aiplan.toml", "plans/.hidden/aiplan.toml", "plans/other.toml"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(ERROR, encoding="utf-8")
    done = call("check", "plans", "plans/b.plan.toml", "--format", "concise")
    assert [line.partition(":")[0] for line in done.out.splitlines()] == [
        "plans/b.plan.toml", "plans/deep/aiplan.toml", "2 plans",
    ]  # fmt: skip
    (folder / "empty").mkdir()
    assert (call("check", "empty").code, "there is no plan in empty" in call("check", "empty").err) == (2, True)


def test_one_that_cannot_be_read_does_not_stop_the_others(folder: Path) -> None:
    (folder / "broken.toml").write_text("[x\n", encoding="utf-8")
    (folder / "aiplan.toml").write_text(ERROR, encoding="utf-8")
    done = call("check", "broken.toml", "gone.toml", "aiplan.toml")
    assert done.code == 2
    assert re.search(r"^broken\.toml:1:3 AIP002 error", done.out, re.MULTILINE)
    assert "AIP102" in done.out
    assert "there is no file gone.toml" in done.err
    silent = call("check", "broken.toml", "--select", "AIP1")
    assert (silent.code, "broken.toml" in silent.err) == (2, True)


def test_what_is_not_there_has_no_findings_to_be_free_of(folder: Path) -> None:
    done = call("check", "gone.toml")
    assert (done.code, done.out, "there is no file gone.toml" in done.err) == (2, "", True)
    assert call("check", "gone.toml", "--format", "gitlab").json == []
    assert call("check", "gone.toml", "--json").json["files"] == []


def test_dates_that_no_calendar_reaches_have_their_own_code(folder: Path) -> None:
    done = check(folder, CLEAN.replace("start = 2026-01-05", "start = 9998-12-31").replace("as_of = 2026-01-12\n", ""))
    assert (done.code, done.out.startswith("aiplan.toml:5 AIP105 error project.start: no plan reaches")) == (2, True)


def test_the_format_may_stand_before_the_command(folder: Path) -> None:
    check(folder, ERROR)
    assert call("--output-format", "json", "check").json["counts"]["error"] == 1


def test_listing_and_explaining_the_rules(folder: Path) -> None:
    listed = call("check", "--list-rules")
    assert re.search(r"^AIP501  info      fix  ", listed.out, re.MULTILINE)
    assert "topic" not in listed.out
    rules = call("check", "--list-rules", "--json").json
    assert {r["code"] for r in rules if r["fixable"]} == {"AIP005", "AIP111", "AIP501", "AIP502", "AIP503", "AIP901"}
    assert "Somebody has to decide" in " ".join(call("check", "--explain", "AIP201").out.split())
    assert call("check", "--explain", "AIP999").code == 2


# ---------------------------------------------------------------- comments

PASSED = INFO.replace('"50d"', '"50d"  # aiplan: ignore[AIP213] one team, one month')


def test_what_a_comment_passes_over_is_counted_apart(folder: Path) -> None:
    done = check(folder, PASSED, "--fail-level", "info")
    assert (done.code, done.out) == (0, "aiplan.toml: no findings (1 passed over by comments).\n")
    found = check(folder, PASSED, "--json").json
    assert found["counts"] == {"error": 0, "warning": 0, "info": 0, "suppressed": 1}
    assert (found["findings"], found["suppressed"][0]["reason"]) == ([], "one team, one month")
    table = check(folder, PASSED, "--statistics").out
    assert re.search(r"^ +0 +1  AIP213  info ", table, re.MULTILINE)
    assert check(folder, PASSED, "--statistics", "--json").json["statistics"][0]["suppressed"] == 1
    assert check(folder, PASSED, "--statistics", "--format", "sarif").code == 2


def test_other_commands_do_not_count_it_either(folder: Path) -> None:
    wrong = ERROR.replace('["nobody"]', '["nobody"] # aiplan: ignore[AIP102] comes with the merge of plan B')
    assert check(folder, wrong).code == 0
    assert call("schedule").code == 0
    assert call("show", "tasks.label").code == 0


def test_a_day_on_the_command_line_lets_comments_expire(folder: Path) -> None:
    text = PASSED.replace("one team", "until=2026-02-01 one team").replace("as_of = 2026-01-12\n", "")
    assert check(folder, text, "--fail-level", "info").code == 0
    done = check(folder, text, "--as-of", "2026-02-02", "--fail-level", "info")
    assert (done.code, "AIP213" in done.out, "AIP903" in done.out) == (1, True, True)


# ---------------------------------------------------------------- mending

MESSY = """\
# A plan, not quite in order.

[project]
name   =   "P"
start = 2026-01-05
as_of = 2026-01-12

[milestones.ready]
title = "Ready"

[tasks.label]
duration = "5d" # aiplan: ignore[AIP213, AIP207] one team
title = "Label"
milestone = "ready"

[tasks.train]
title = "Train"
milestone = "ready"
duration = "50d" # both # aiplan: ignore[AIP213, AIP207] one team
depends_on = [
  "write", # the guide
  "label", # the data
  "write",
]

# Words.
# aiplan: ignore[AIP208] all of it
[tasks.write]
title = "Write"
milestone = "ready"
duration = "2d"
"""
MENDED = """\
# A plan, not quite in order.

format = 1

[project]
name   =   "P"
start = 2026-01-05
as_of = 2026-01-12

[milestones.ready]
title = "Ready"

[tasks.label]
duration = "5d"
title = "Label"
milestone = "ready"

[tasks.train]
title = "Train"
milestone = "ready"
duration = "50d" # both # aiplan: ignore[AIP213] one team
depends_on = [
  "label",  # the data
  "write",  # the guide
]

# Words.
[tasks.write]
title = "Write"
milestone = "ready"
duration = "2d"
"""


def test_mending_changes_what_it_means_and_no_other_line(folder: Path) -> None:
    done = check(folder, MESSY, "--fix", "--fail-level", "info")
    assert (folder / "aiplan.toml").read_text(encoding="utf-8") == MENDED
    assert (done.code, done.err) == (0, "")
    assert done.out == "aiplan.toml: no findings (6 mended, 1 passed over by comments).\n"
    again = call("check", "--fix")
    assert again.out == "aiplan.toml: no findings (1 passed over by comments).\n"
    assert (folder / "aiplan.toml").read_text(encoding="utf-8") == MENDED


@pytest.mark.parametrize("words", [["--diff"], ["--fix", "--diff"]])
def test_the_difference_is_shown_and_never_written(folder: Path, words: list[str]) -> None:
    done = check(folder, MESSY, *words)
    assert (folder / "aiplan.toml").read_text(encoding="utf-8") == MESSY
    assert done.out.startswith("--- a/aiplan.toml\n+++ b/aiplan.toml\n@@ ")
    assert "+format = 1\n" in done.out
    assert "mended" not in done.out


def test_only_what_is_looked_for_is_mended(folder: Path) -> None:
    check(folder, MESSY, "--fix", "--select", "AIP005")
    assert (folder / "aiplan.toml").read_text(encoding="utf-8") == MESSY.replace("order.\n", "order.\n\nformat = 1\n")
    check(folder, MESSY, "--fix", "--ignore", "AIP0,AIP111,AIP9")
    assert (folder / "aiplan.toml").read_text(encoding="utf-8").startswith("# A plan, not quite in order.\n\n[project]")


def test_windows_line_ends_and_byte_order_mark_stay(folder: Path) -> None:
    check(folder, "\ufeff" + MESSY.replace("\n", "\r\n"), "--fix")
    assert (folder / "aiplan.toml").read_bytes() == ("\ufeff" + MENDED.replace("\n", "\r\n")).encode()


def test_what_may_be_meant_otherwise_is_left_to_people(folder: Path) -> None:
    twice = CLEAN + '[tasks.a]\ntitle = "A"\nmilestone = "ready"\nduration = "1d"\ndepends_on = [{}]\n'
    for links in ('\n  "label",\n  "label +2d",\n', '\n  "label",\n  "label", # for the eval set\n'):
        text = twice.replace("{}", links)
        done = check(folder, text, "--fix")
        assert "AIP111" in done.out
        assert (folder / "aiplan.toml").read_text(encoding="utf-8") == text


def test_what_cannot_be_written_is_told_with_the_rest(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path, raw: bytes, expected: str | None) -> None:
        raise OutsideChange(f"{path} was changed outside since it was read")

    monkeypatch.setattr("aiplan.store.files.save", refuse)
    done = check(folder, MESSY, "--fix")
    assert done.code == 3
    assert "was changed outside" in done.err
    assert "AIP501" in done.out
    assert "mended" not in done.out


def test_a_conflicted_file_is_never_mended(folder: Path) -> None:
    text = MESSY.replace('title = "Label"\n', '<<<<<<< HEAD\ntitle = "A"\n=======\ntitle = "B"\n>>>>>>> x\n')
    for words in (["--fix"], ["--fix", "--diff"]):
        done = check(folder, text, *words)
        assert (folder / "aiplan.toml").read_text(encoding="utf-8") == text
        assert done.code == 1
        assert "it was not touched" in done.err


# ---------------------------------------------------------------- reports


def test_fingerprints_survive_moved_lines_and_passing_days(folder: Path) -> None:
    late = CLEAN + 'deadline = 2026-01-08\ndepends_on = ["nobody", "someone"]\n'

    def marks(text: str, *words: str) -> dict[str, str]:
        found = check(folder, text, "--json", *words).json["findings"]
        assert len({f["fingerprint"] for f in found}) == len(found)
        return {f["code"] + f["message"].split(" names ")[-1]: f["fingerprint"] for f in found if f["code"] == "AIP102"}

    base = marks(late)
    assert len(base) == 2
    assert marks(late.replace("[tasks", "\n\n# Moved.\n[tasks")) == base
    assert marks(late.replace('["nobody"', '["label", "nobody"').replace("tasks.label", "tasks.train")
                 + CLEAN.partition("[tasks")[1] + '.label]\ntitle = "L"\n') != base  # fmt: skip
    moved = marks(late.replace('["nobody"', '["aa", "nobody"'))
    assert base.items() <= moved.items()
    late_marks = [
        [
            f["fingerprint"]
            for f in check(folder, late, "--json", "--as-of", day).json["findings"]
            if f["code"] == "AIP201"
        ]
        for day in ("2026-01-12", "2026-01-19")
    ]
    assert late_marks[0] == late_marks[1] != []


def test_github_commands_read_back(folder: Path) -> None:
    name = "plans: 50%, a.plan.toml"
    (folder / name).write_text(ERROR + "depnds_on = 1\n[tasks.a]\n", encoding="utf-8")
    done = call("check", name, "--output-format", "github")
    assert done.code == 1
    plain = call("check", name).out
    found = call("check", name, "--json").json["findings"]
    commands, rest = commands_in(done.out)
    assert rest == plain.splitlines()
    levels = {"error": "error", "warning": "warning", "info": "notice"}
    wanted = [
        (levels[f["severity"]], f["message"] + (f"\n{f['hint']}" if f["hint"] else ""), name, str(f["line"]))
        for severity in levels for f in found if f["severity"] == severity
    ]  # fmt: skip
    assert [(c.name, c.text, c.properties["file"], c.properties["line"]) for c in commands] == wanted
    assert {c.properties["title"].split()[0] for c in commands} == {f["code"] for f in found}


def test_a_plan_cannot_speak_to_github(folder: Path) -> None:
    text = CLEAN + '"##[error]boo ::set-output name=x::y" = 1\n"\\n::error::boo" = 2\n'
    done = check(folder, text, "--output-format", "github")
    commands, _ = commands_in(done.out)
    assert [c.name for c in commands] == ["warning", "warning"]
    assert all(c.properties["title"] == "AIP003 unknown-key" for c in commands)


def test_machine_formats_are_one_document_also_for_several_plans(folder: Path) -> None:
    (folder / "b.toml").write_text("[x\n", encoding="utf-8")
    (folder / "aiplan.toml").write_text(ERROR, encoding="utf-8")
    for form, count in (("json", 2), ("gitlab", 2), ("sarif", 2)):
        done = call("check", "aiplan.toml", "b.toml", "--output-format", form)
        data: Any = json.loads(done.out)
        found = data["findings"] if form == "json" else data["runs"][0]["results"] if form == "sarif" else data
        assert (done.code, len(found)) == (2, count)


def test_the_plan_of_the_other_tests_has_what_they_take_it_for(folder: Path) -> None:
    assert check(folder, PLAN).code == 0
    assert check(folder, CLEAN).out == "aiplan.toml: no findings.\n"
