"""Bad input: a clear message with the place, the right exit code, never a traceback, nothing written."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from aiplan.model.plan import Plan
from aiplan.model.shape import keys, model_at, sections, shape
from helpers.command_line import PLAN, Outcome, call, call_process

READING: tuple[tuple[str, ...], ...] = (
    ("check",), ("schedule",), ("schedule", "--json"), ("why", "label"), ("path",), ("show", "project"),
    ("export", "markdown"),
)  # fmt: skip
COMPUTING: tuple[tuple[str, ...], ...] = (
    ("simulate", "--runs", "20"), ("replan", "--runs", "20"), ("level",), ("overload",), ("slip", "label", "3d"),
    ("cost",), ("calibrate",), ("assess",), ("experiments",), ("risks",), ("launch",), ("scenario", "list"),
    ("scenario", "compare"), ("export", "model-card"), ("export", "data-sheet"), ("export", "launch-review"),
)  # fmt: skip
"""Commands that read more of a plan than its dates."""
EDITING: tuple[tuple[str, ...], ...] = (
    ("set", "project.name", "X"), ("set", "label.duration", "9d"), ("add", "task", "new"), ("remove", "write"),
    ("rename", "write", "wrote"), ("start", "write"), ("done", "collect"), ("remaining", "collect", "2d"),
    ("baseline", "now"), ("update", "--as-of", "2026-01-13"), ("fmt",),
)  # fmt: skip


@pytest.fixture
def plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "aiplan.toml"
    path.write_text(PLAN, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return path


def clean(done: Outcome, *codes: int) -> None:
    """Assert that a command ended with one of `codes`, in order and in words."""
    said = done.out + done.err
    assert done.code in codes, said
    assert "Traceback" not in said
    assert "this is a bug" not in said
    assert all(len(line) < 2000 for line in done.err.splitlines())


# ---------------------------------------------------------------- files that cannot be opened


def _directory(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _loop(path: Path) -> None:
    path.unlink()
    path.symlink_to(path.name)


def _fifo(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


UNREADABLE: dict[str, tuple[Callable[[Path], object], str]] = {
    "not TOML": (lambda p: p.write_text("format = 1\n[project\nname = 3\n"), "not TOML"),
    "a value without quotes": (lambda p: p.write_text(PLAN.replace('"8d"', "8d")), "aiplan.toml:18"),
    "empty": (lambda p: p.write_bytes(b""), "empty"),
    "blank": (lambda p: p.write_bytes(b" \n\t\r\n"), "empty"),
    "binary": (lambda p: p.write_bytes(bytes(range(256)) * 50), "binary"),
    "not UTF-8": (lambda p: p.write_bytes(PLAN.encode("gb18030")), "not UTF-8"),
    "50 MB": (lambda p: p.write_bytes(b"# a comment\n" * 4_400_000), "MB are too much"),
    "nested too deeply": (lambda p: p.write_text("a = " + "[" * 100_000 + "]" * 100_000), "deep"),
    "a folder": (_directory, "aiplan.toml"),
    "vanished": (Path.unlink, "aiplan.toml"),
    "a symlink loop": (_loop, "loop"),
    "a named pipe": (_fifo, "not a regular file"),
}


@pytest.mark.parametrize("kind", UNREADABLE)
def test_a_file_that_cannot_be_opened(kind: str, plan: Path) -> None:
    make, words = UNREADABLE[kind]
    make(plan)
    before = plan.read_bytes() if plan.is_file() else None
    for command in (*READING, *COMPUTING, *EDITING):
        done = call(*command, "-f", "aiplan.toml")
        clean(done, 2)
        assert words in done.out + done.err
        if command[0] != "check":
            assert done.out == ""
    assert (plan.read_bytes() if plan.is_file() else None) == before
    assert [p.name for p in plan.parent.iterdir()] in (["aiplan.toml"], [])


def test_check_reports_a_syntax_error_as_a_finding_at_its_place(plan: Path) -> None:
    plan.write_text(PLAN.replace('"8d"', "8d"), encoding="utf-8")
    done = call("check")
    assert done.code == 2
    assert re.match(r"aiplan\.toml:18:\d+ AIP002 error not TOML: ", done.out)
    assert call("check", "--json").json["findings"][0]["code"] == "AIP002"


def test_a_name_no_system_has(plan: Path) -> None:
    for name in ("a\0b.toml", "x" * 5000 + ".toml", "aiplan.toml/inside.toml"):
        clean(call("schedule", "-f", name), 2)
        clean(call("init", name), 2)


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="needs users")
def test_a_file_that_may_not_be_read(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if os.geteuid() != 0:
        plan.chmod(0)
    else:  # root reads everything: take the refusal from the system call instead
        opened = Path.open

        def refuse(self: Path, *args: Any, **options: Any) -> Any:
            if self.name == "aiplan.toml":
                raise PermissionError(13, "Permission denied", str(self))
            return opened(self, *args, **options)

        monkeypatch.setattr(Path, "open", refuse)
    for command in (*READING, *EDITING):
        done = call(*command)
        clean(done, 2)
        assert "permission denied" in done.out + done.err


def test_a_folder_that_may_not_be_written(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = os.open

    def refuse(path: Any, flags: int, *args: Any, **options: Any) -> int:
        if flags & os.O_CREAT:
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, flags, *args, **options)

    monkeypatch.setattr(os, "open", refuse)
    for command in EDITING:
        done = call(*command)
        clean(done, 2)
        assert done.out == ""
    assert plan.read_text(encoding="utf-8") == PLAN


def test_the_folder_one_stands_in_is_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    clean(call("schedule"), 2)
    clean(call("init"), 2)
    monkeypatch.chdir(tmp_path)


# ---------------------------------------------------------------- plans that contradict themselves

CONFLICT = PLAN.replace('duration = "8d"', '<<<<<<< HEAD\nduration = "8d"\n=======\nduration = "9d"\n>>>>>>> theirs')

CONTRADICTIONS: dict[str, tuple[str, str]] = {
    "conflict markers": (CONFLICT, "AIP001"),
    "negative duration": (PLAN.replace('"8d"', '"-8d"'), "AIP004"),
    "duration beyond a century": (PLAN.replace('"8d"', '"99999999d"'), "AIP004"),
    "duration of a thousand digits": (PLAN.replace('"8d"', f'"{"9" * 5000}d"'), "AIP004"),
    "self-dependency": (PLAN.replace('"collect"]', '"label"]'), "AIP104"),
    "a cycle": (PLAN.replace('duration = "5d"', 'duration = "5d"\ndepends_on = ["label"]'), "AIP103"),
    "unknown id": (PLAN.replace('"collect"]', '"nobody"]'), "AIP102"),
    "a table twice": (PLAN + '\n[tasks.label]\ntitle = "Again"\n', "AIP101"),
    "an id in two sections": (PLAN + '\n[milestones.label]\ntitle = "Again"\n', "AIP101"),
    "another format": (PLAN.replace("format = 1", "format = 99"), "AIP005"),
    "no project": ("format = 1\n[tasks.label]\ntitle = 'x'\n", "AIP006"),
    "an id that is none": (PLAN.replace("[tasks.label]", '[tasks."a b"]'), "AIP004"),
}


@pytest.mark.parametrize("kind", CONTRADICTIONS)
def test_a_plan_that_contradicts_itself_still_opens(kind: str, plan: Path) -> None:
    text, code = CONTRADICTIONS[kind]
    plan.write_text(text, encoding="utf-8")
    done = call("check")
    clean(done, 1)
    assert re.search(rf"^aiplan\.toml(:\d+)? {code} error ", done.out, re.MULTILINE), done.out
    for command in READING:
        clean(call(*command), 0, 1, *((2,) if command[0] in ("why", "show") else ()))
    for command in COMPUTING:
        clean(call(*command), 0, 1, 2)
    assert plan.read_text(encoding="utf-8") == text


def test_a_file_with_conflicts_is_never_edited(plan: Path) -> None:
    plan.write_text(CONFLICT, encoding="utf-8")
    for command in EDITING:
        clean(call(*command), 1, 3)
        assert plan.read_text(encoding="utf-8") == CONFLICT


DATES = ("0001-01-01", "0002-01-02", "9998-12-31", "9999-12-31")
PLACES = ("project.start", "project.as_of", "tasks.label.not_before", "tasks.label.deadline", "tasks.label.started",
          "tasks.label.finished", "calendar.holidays", "calendar.extra_workdays")  # fmt: skip


@pytest.mark.parametrize("date", DATES)
@pytest.mark.parametrize("place", PLACES)
def test_dates_out_of_range(date: str, place: str, plan: Path) -> None:
    value = f"[{date}]" if place.startswith("calendar") else date
    clean(call("set", place, value, "--dry-run"), 0, 1, 2)
    *table, key = place.split(".")
    header = f"[{'.'.join(table)}]"
    text = PLAN if header in PLAN else f"{PLAN}{header}\n"
    text = re.sub(rf"^{key} = .*\n", "", text, count=int(key in ("start", "as_of")), flags=re.MULTILINE)
    plan.write_text(text.replace(header, f"{header}\n{key} = {value}"), encoding="utf-8")
    clean(call("check"), 0, 1, 2)
    clean(call("why", "label"), 0, 1, 2)


@pytest.mark.parametrize("date", DATES)
def test_dates_out_of_range_on_the_command_line(date: str, plan: Path) -> None:
    for command in (*READING[:3], *EDITING[:2], ("start", "write"), ("update",)):
        clean(call(*command, "--as-of", date), 2)
    for more in (("start", "write"), ("done", "collect")):
        clean(call(*more, "--on", date), 2)
    assert plan.read_text(encoding="utf-8") == PLAN


def test_a_date_that_no_plan_reaches_is_named(plan: Path) -> None:
    text = PLAN.replace("start = 2026-01-05\nas_of", "start = 0026-01-05\nas_of").replace("0026", "0001")
    plan.write_text(text, encoding="utf-8")
    clean(call("schedule"), 1)
    done = call("check")
    clean(done, 1)
    assert "aiplan.toml:5 AIP004 error" in done.out
    assert "0001-01-05" in done.out or "1000" in done.out


def test_a_date_that_no_calendar_has(plan: Path) -> None:
    for wrong in ("2026-02-30", "2026-13-01", "10000-01-01"):
        plan.write_text(PLAN.replace("start = 2026-01-05", f"start = {wrong}"), encoding="utf-8")
        for command in READING:
            clean(call(*command), 1, 2)


def test_ten_thousand_unknown_ids(plan: Path) -> None:
    unknown = "".join(f'  "nobody-{n}",\n' for n in range(10_000))
    text = PLAN.replace('depends_on = ["collect"]', f"depends_on = [\n{unknown}]")
    plan.write_text(text, encoding="utf-8")
    done = call("check", "--format", "concise")
    clean(done, 1)
    assert done.out.count(" AIP102 error ") == 10_000
    first = PLAN.splitlines().index('depends_on = ["collect"]') + 2
    assert f"aiplan.toml:{first} AIP102" in done.out
    edit = call("set", "write.duration", "4d")
    assert (edit.code, edit.err) == (0, "")


WRONG: tuple[str, ...] = (
    "3", "-1", "0.5", "nan", "true", '"text"', "2026-01-01", "2026-01-01T10:00:00", "10:00:00", "[]", "[1]",
    '["a", 1]', "[[]]", "{}", "{ a = 1 }", "[{ a = 1 }]", f'"{"x" * 300}"',
)  # fmt: skip


def _tables() -> list[list[str]]:
    """Return the keys of the format, those of one table together: at the top, in it, and one table deeper."""
    found = [["format"]]
    for top in keys(Plan):
        if top in ("x", "format"):
            continue
        head = f"{top}.id" if top in sections() else top
        model = model_at((top, "id") if top in sections() else (top,))
        found.append([top])
        if model is None:
            continue
        found.append([f"{head}.{key}" for key in keys(model)])
        for key in keys(model):
            kind, inner = shape(model, key)
            if kind == "table" and inner is not None:
                found.append([f"{head}.{key}.{deeper}" for deeper in keys(inner)])
    return found


@pytest.mark.parametrize("wrong", WRONG, ids=range(len(WRONG)))
def test_wrong_types_everywhere(wrong: str, plan: Path) -> None:
    for addresses in _tables():
        plan.write_text("\n".join(f"{address} = {wrong}" for address in addresses), encoding="utf-8")
        clean(call("check"), 0, 1)
        clean(call("schedule", "--json"), 0, 1)


def test_what_stands_where_tables_should(plan: Path) -> None:
    for section in sections():
        for wrong in ("3", "[1, 2]"):
            plan.write_text(f"format = 1\n{section} = {wrong}\n", encoding="utf-8")
            for command in (*READING, *EDITING):
                clean(call(*command), 0, 1, 2)


def test_nothing_of_it_needs_this_process(plan: Path) -> None:
    plan.write_text(PLAN.replace('"8d"', "8d"), encoding="utf-8")
    done = call_process("schedule", cwd=plan.parent)
    clean(done, 2)
    assert done.err.startswith("aiplan: aiplan.toml:18:")


MISTAKES: tuple[tuple[tuple[str, ...], str], ...] = (
    (("why", "aiplan.toml", "label"), "a plan is named with -f aiplan.toml"),
    (("why", "aiplan.toml"), "a plan is named with -f aiplan.toml"),
    (("set", "launched.deadline", "2026-13-45"), "no such day; a date is written as 2026-03-31"),
    (("set", "label.duraton", "9d"), "did you mean duration?"),
    (("schedul",), "did you mean schedule"),
    (("start", "label", "--on", "soon"), "write it as 2026-03-31, or today"),
)
"""What people mistype, and the way out that is told."""


@pytest.mark.parametrize(("words", "said"), MISTAKES, ids=lambda value: " ".join(value) if type(value) is tuple else "")
def test_a_typical_mistake_is_told_with_the_way_out(words: tuple[str, ...], said: str, plan: Path) -> None:
    before = plan.read_bytes()
    done = call(*words)
    clean(done, 2)
    assert said in done.err
    assert plan.read_bytes() == before


def test_a_plan_of_another_name_is_found_to_be_one(plan: Path) -> None:
    plan.rename("sample.toml")
    Path("pyproject.toml").write_text("[project]\nname = 'x'\n", encoding="utf-8")
    done = call("check")
    clean(done, 2)
    assert "sample.toml looks like one: -f sample.toml" in done.err
    Path("sample.toml").unlink()
    assert "aiplan init writes a first plan" in call("check").err


def test_outside_git_the_way_out_is_the_one_of_the_command(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(plan.parent.parent))
    assert "two files to compare" in call("diff").err
    assert "two files" not in (done := call("history")).err
    assert "git init makes one" in done.err


@pytest.mark.parametrize("words", [("why", ""), ("why", " "), ("path", ""), ("start", ""), ("rename", "", "b")])
def test_an_empty_id_is_told_as_such(words: tuple[str, ...], plan: Path) -> None:
    done = call(*words, "-f", str(plan))
    assert done.code == 2
    assert "empty" in done.err
    assert "called \n" not in done.err
    assert len(done.err.splitlines()) > 1, "with a way out"
