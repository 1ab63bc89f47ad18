"""Commands that change the plan: only the meant lines, what follows in words, all or nothing."""

from __future__ import annotations

import difflib
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from aiplan.cli.commands.add import kinds, section_of, singular
from aiplan.model.shape import sections
from helpers.command_line import PLAN, call
from helpers.tools import require_tool


@pytest.fixture
def plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a plan in the folder the tests run in."""
    path = tmp_path / "aiplan.toml"
    path.write_text(PLAN, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return path


def changed(plan: Path) -> list[str]:
    """Return the lines that differ from the plan before, with - and +."""
    lines = difflib.ndiff(PLAN.splitlines(), plan.read_text(encoding="utf-8").splitlines())
    return [line for line in lines if line[0] in "-+"]


# ---------------------------------------------------------------- set


def test_set_changes_one_line_and_says_what_follows(plan: Path) -> None:
    done = call("set", "tasks.label.duration", "10d")
    assert done.code == 0
    assert changed(plan) == ['- duration = "8d"', '+ duration = "10d"']
    lines = done.out.splitlines()
    assert lines[0] == "tasks.label.duration: 8d → 10d"
    assert lines[1].startswith("finish 2026-01-30 → 2026-02-03 (+2 working days)")
    assert "label 2026-01-22 → 2026-01-26 (+2)" in done.out
    assert "2 milestones move: data-ready +2, launched +2" in done.out


def test_a_dry_run_says_the_same_and_writes_nothing(plan: Path) -> None:
    dry = call("set", "label.duration", "10d", "--dry-run")
    assert (dry.code, changed(plan)) == (0, [])
    assert "nothing written" in dry.err
    assert call("set", "label.duration", "10d").out == dry.out


def test_a_change_of_the_critical_path_is_told(plan: Path) -> None:
    out = call("set", "write.duration", "20d").out
    assert "critical path + write, − collect, label" in out


def test_what_the_plan_says_already_is_not_written(plan: Path) -> None:
    before = plan.stat().st_mtime_ns
    done = call("set", "label.duration", "8d")
    assert (done.code, done.out) == (0, "nothing to change: the plan says so already\n")
    assert plan.stat().st_mtime_ns == before


def test_a_list_grows_by_an_entry(plan: Path) -> None:
    assert call("set", "label.depends_on", "--append", "write SS").code == 0
    assert tomllib.loads(plan.read_text(encoding="utf-8"))["tasks"]["label"]["depends_on"] == ["collect", "write SS"]


def test_an_edit_that_makes_an_error_is_written_and_told(plan: Path) -> None:
    done = call("set", "label.depends_on", '["label", "nobody"]')
    assert done.code == 1
    assert re.search(r"new: aiplan\.toml:\d+ AIP104 error ", done.err)
    assert re.search(r"new: aiplan\.toml:\d+ AIP102 error ", done.err)
    assert changed(plan) == ['- depends_on = ["collect"]', "+ depends_on = [", '+   "label",', '+   "nobody",', "+ ]"]


def test_errors_that_were_there_before_are_not_this_edits(plan: Path) -> None:
    plan.write_text(PLAN.replace('"collect"]', '"colect"]'), encoding="utf-8")
    done = call("set", "write.duration", "4d")
    assert (done.code, done.err) == (0, "")


@pytest.mark.parametrize(
    ("address", "value", "words"),
    [
        ("label.duration", "-5d", "not a duration"),
        ("label.duration", "soon", "not a duration"),
        ("label.durtion", "5d", "did you mean duration?"),
        ("labl.duration", "5d", "did you mean label?"),
        ("nobody.at.all", "5", "an address begins with"),
        ("label", "5", "whole table"),
        ("tasks", "5", "whole section"),
        ("tasks.new.duration", "5d", "nothing in the plan is called tasks.new"),
        ("label..duration", "5d", "address"),
        ("", "5d", "address"),
        ("label.depends_on[7]", "a", "depends_on"),
        ("label.title", "a\udcffb", "half a character"),
    ],
)
def test_what_cannot_be_meant_is_refused(plan: Path, address: str, value: str, words: str) -> None:
    done = call("set", address, value)
    assert (done.code, done.out) == (2, "")
    assert words in done.err
    assert changed(plan) == []


def test_an_id_in_two_sections_must_say_which(plan: Path) -> None:
    plan.write_text(PLAN + '\n[teams.label]\ntitle = "Labellers"\n', encoding="utf-8")
    done = call("set", "label.title", "x")
    assert done.code == 2
    assert "tasks.label.title, teams.label.title" in done.err
    assert call("set", "tasks.label.title", "x").code == 0


def test_bytes_that_no_edit_means_stay(plan: Path) -> None:
    raw = ("\ufeff" + PLAN.replace("\n", "\r\n")).encode()
    plan.write_bytes(raw)
    assert call("set", "label.duration", "9d").code == 0
    assert plan.read_bytes() == raw.replace(b'"8d"', b'"9d"')


# ---------------------------------------------------------------- add


def test_add_places_work_beside_its_relatives(plan: Path) -> None:
    done = call("add", "task", "review", "--title", "复核", "milestone=data-ready", "duration=2d", "depends_on=label")
    assert done.code == 0
    assert [line[2:] for line in changed(plan) if line[2:]] == [
        "[tasks.review]", 'title = "复核"', 'milestone = "data-ready"', 'duration = "2d"', 'depends_on = ["label"]',
    ]  # fmt: skip
    text = plan.read_text(encoding="utf-8")
    assert text.index("[tasks.write]") < text.index("[tasks.review]") < text.index("[experiments.cnn]")


def test_add_makes_a_title_from_the_id_and_takes_nested_keys(plan: Path) -> None:
    assert call("add", "experiment", "big-model", "duration=5d", "fallback.title=Small model").code == 0
    found = tomllib.loads(plan.read_text(encoding="utf-8"))["experiments"]["big-model"]
    assert found == {"title": "Big model", "duration": "5d", "fallback": {"title": "Small model"}}


def test_every_section_has_a_kind() -> None:
    assert [section_of(kind) for kind in kinds()] == list(sections())
    assert [section_of(name) for name in sections()] == list(sections())
    assert singular("rollout") == "rollout"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("tsk", "x"), "did you mean task?"),
        (("task", "label"), "already the id of tasks.label"),
        (("milestone", "label"), "already the id of tasks.label"),
        (("task", "a b"), "is not an id"),
        (("task", "x", "duration"), "KEY=VALUE"),
        (("task", "x", "duraton=3d"), "did you mean duration?"),
        (("task", "x", "duration=3"), "a duration is text"),
        (("task", "x", "--after", "nobody"), "nobody"),
    ],
)
def test_what_cannot_be_added_is_refused(plan: Path, words: tuple[str, ...], said: str) -> None:
    done = call("add", *words)
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert changed(plan) == []


# ---------------------------------------------------------------- remove, rename


def test_remove_takes_a_table_with_its_comment(plan: Path) -> None:
    assert call("remove", "label", "--force").code == 0
    assert "Labelling sets the pace" not in plan.read_text(encoding="utf-8")
    assert "[tasks.collect]" in plan.read_text(encoding="utf-8")


def test_remove_takes_a_key_or_an_entry(plan: Path) -> None:
    assert call("remove", "label.team").code == 0
    assert changed(plan) == ['- team = "data"']
    done = call("remove", "label.depends_on[0]")
    assert done.out.startswith("removed tasks.label.depends_on[0]: collect\n")


def test_what_others_refer_to_stays_unless_told(plan: Path) -> None:
    done = call("remove", "collect")
    assert (done.code, changed(plan)) == (2, [])
    assert "tasks.label.depends_on[0]" in done.err
    assert "--detach" in done.err
    assert call("remove", "collect", "--detach").code == 0
    assert "collect" not in re.sub("Collect.*", "", plan.read_text(encoding="utf-8"))


def test_a_milestone_leaves_with_what_names_it(plan: Path) -> None:
    assert call("remove", "data-ready", "--detach").code == 0
    found = tomllib.loads(plan.read_text(encoding="utf-8"))
    assert "milestone" not in found["tasks"]["label"]
    assert found["experiments"]["cnn"]["depends_on"] == []


def test_what_a_baseline_froze_may_be_removed(plan: Path) -> None:
    assert call("baseline", "kickoff").code == 0
    done = call("remove", "write")
    assert done.code == 0
    assert "write = 2026-01-12" in plan.read_text(encoding="utf-8")


def test_rename_follows_every_reference(plan: Path) -> None:
    done = call("rename", "label", "标注")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith('tasks.label is now tasks."标注"')
    assert call("rename", "collect", "gather").code == 0
    assert 'depends_on = ["gather"]' in plan.read_text(encoding="utf-8")
    assert call("rename", "gather", "write").code == 2
    assert call("rename", "project", "x").code == 2
    assert call("rename", "gather.title", "x").code == 2


def test_findings_of_a_renamed_item_are_not_new(plan: Path) -> None:
    plan.write_text(PLAN.replace('"collect"]', '"colect"]'), encoding="utf-8")
    done = call("rename", "label", "annotate")
    assert (done.code, done.err) == (0, "")


# ---------------------------------------------------------------- baseline, fmt, init


def test_a_baseline_freezes_every_date(plan: Path) -> None:
    done = call("baseline", "kickoff")
    assert done.out == "baselines.kickoff holds 6 activities as of 2026-01-12\n"
    found = tomllib.loads(plan.read_text(encoding="utf-8"))["baselines"]["kickoff"]
    assert str(found["taken"]) == "2026-01-12"
    assert {k: str(v) for k, v in found["finish"].items()}["label"] == "2026-01-22"
    again = call("baseline", "kickoff")
    assert again.code == 2
    assert "--replace" in again.err
    call("set", "label.duration", "9d")
    assert call("baseline", "kickoff", "--replace").code == 0
    assert "label = 2026-01-23" in plan.read_text(encoding="utf-8")


def test_fmt_orders_keys_and_is_then_done(plan: Path) -> None:
    untidy = PLAN.replace('title = "Collect photos"\n', "").replace(
        'duration = "5d"\nstarted', 'duration   = "5d"\ntitle = "Collect photos"\nstarted'
    )
    plan.write_text(untidy, encoding="utf-8")
    check = call("fmt", "--check")
    assert (check.code, check.out) == (1, "aiplan.toml is not canonical\n")
    diff = call("fmt", "--diff")
    assert (diff.code, plan.read_text(encoding="utf-8")) == (0, untidy)
    assert '-duration   = "5d"' in diff.out
    assert call("fmt").out == "formatted aiplan.toml\n"
    assert call("fmt", "--check").code == 0
    assert call("fmt").out == "aiplan.toml is canonical\n"


def test_fmt_of_several_plans_and_folders(plan: Path, tmp_path: Path) -> None:
    untidy = PLAN.replace('duration = "8d"', 'duration   =  "8d"')
    for name in ("plans/a.plan.toml", "plans/deep/aiplan.toml"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(untidy, encoding="utf-8")
    (tmp_path / "broken.toml").write_text("[x\n", encoding="utf-8")
    seen = call("fmt", "broken.toml", "gone.toml", "plans", "--check")
    assert (seen.code, "broken.toml:1" in seen.err, "gone.toml" in seen.err) == (2, True, True)
    assert seen.out.splitlines() == [
        f"{name} is not canonical" for name in ("plans/a.plan.toml", "plans/deep/aiplan.toml")
    ]
    assert call("fmt", "plans/a.plan.toml", "--exit-code").code == 1
    assert call("fmt", "plans/a.plan.toml", "--exit-code").code == 0
    done = call("fmt", "broken.toml", "plans")
    assert (done.code, done.out.splitlines()[-1]) == (2, "formatted plans/deep/aiplan.toml")
    assert call("fmt", "plans", "--check").code == 0


@pytest.mark.parametrize("words", [["--diff"], ["--check", "--diff"], ["--exit-code", "--diff"], ["--check"]])
def test_fmt_that_only_looks_never_writes(plan: Path, words: list[str]) -> None:
    untidy = PLAN.replace('duration = "8d"', 'duration   =  "8d"').rstrip("\n")
    plan.write_text(untidy, encoding="utf-8")
    done = call("fmt", *words)
    assert plan.read_text(encoding="utf-8") == untidy
    assert done.code == (1 if "--check" in words else 0)


def test_the_diff_of_fmt_is_a_patch(plan: Path, tmp_path: Path) -> None:
    patch = require_tool("git")
    for end in ("\n", "\r\n"):
        untidy = PLAN.replace('duration = "8d"', 'duration   =  "8d"').rstrip("\n").replace("\n", end)
        plan.write_bytes(untidy.encode())
        (tmp_path / "x.patch").write_bytes(call("fmt", "--diff").out.encode())
        subprocess.run([patch, "apply", "x.patch"], cwd=tmp_path, check=True)
        assert call("fmt").out == "aiplan.toml is canonical\n"


def test_fmt_never_touches_a_conflicted_file(plan: Path) -> None:
    text = PLAN.replace('duration = "8d"\n', '<<<<<<< a\nduration   = "8d"\n=======\nduration = "9d"\n>>>>>>> b\n')
    plan.write_text(text, encoding="utf-8")
    for words in ([], ["--check"], ["--diff"], ["--exit-code"]):
        done = call("fmt", *words)
        assert (done.code, plan.read_text(encoding="utf-8")) == (1, text)
        assert "it was not touched" in done.err


def test_init_writes_a_plan_that_is_sound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = call("init", "--name", "Leaf doctor", "--start", "2026-03-02")
    assert done.code == 0
    project = tomllib.loads((tmp_path / "aiplan.toml").read_text(encoding="utf-8"))["project"]
    assert (project["name"], str(project["start"])) == ("Leaf doctor", "2026-03-02")
    assert call("check").code == 0
    assert call("fmt", "--check").code == 0


@pytest.mark.parametrize("name", [t["name"] for t in call("init", "--list", "--json").json])
def test_every_template_is_a_sound_plan(name: str, tmp_path: Path) -> None:
    path = str(tmp_path / "new.toml")
    assert call("init", path, "--template", name, "--start", "2026-03-02").code == 0
    assert call("check", path).code == 0
    assert call("schedule", path).code == 0


def test_init_never_overwrites(plan: Path, tmp_path: Path) -> None:
    for words in ((), (".",), ("aiplan.toml",), ("-f", "aiplan.toml")):
        done = call("init", *words)
        assert done.code == 2
        assert "exists; nothing was written" in done.err
    assert changed(plan) == []
    (tmp_path / "dangling.toml").symlink_to("nowhere.toml")
    assert call("init", "dangling.toml").code == 2
    assert call("init", "missing/folder/plan.toml").code == 2
    assert call("init", "new.toml", "--template", "minimall").code == 2
    assert not (tmp_path / "new.toml").exists()


# ---------------------------------------------------------------- all or nothing


def test_a_change_from_outside_is_never_overwritten(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from aiplan.session import Session

    theirs = PLAN.replace("Write the guide", "Theirs")
    apply = Session.apply

    def meanwhile(self: Session, *edits: object, **options: object) -> None:
        apply(self, *edits, **options)  # type: ignore[arg-type]
        plan.write_text(theirs, encoding="utf-8")

    monkeypatch.setattr(Session, "apply", meanwhile)
    done = call("set", "label.duration", "9d")
    assert (done.code, done.out) == (3, "")
    assert "changed outside" in done.err
    assert plan.read_text(encoding="utf-8") == theirs


def test_an_edit_that_does_not_read_back_is_refused(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from aiplan.errors import EditRefused
    from aiplan.store.text import PlanText

    def refuse(self: PlanText, edit: object) -> PlanText:
        raise EditRefused("the text would not read back")

    monkeypatch.setattr(PlanText, "apply", refuse)
    done = call("set", "label.duration", "9d")
    assert (done.code, done.out) == (3, "")
    assert changed(plan) == []


def test_a_read_only_file_is_not_written(plan: Path) -> None:
    plan.chmod(0o444)
    done = call("set", "label.duration", "9d")
    assert (done.code, done.out) == (2, "")
    assert "read-only" in done.err
    assert call("schedule").code == 0
    assert changed(plan) == []
