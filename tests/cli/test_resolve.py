"""`aiplan resolve`: conflicts listed by address and settled one by one, not a byte besides."""

from __future__ import annotations

import io
import sys
import tomllib
from pathlib import Path

import pytest

from aiplan.store.settling import disputes, settle
from helpers.command_line import Outcome, call
from helpers.repository import GitFolder
from helpers.tools import require_tool

HEAD = """\
format = 1

[project]
name = "P"   # kept as it is
start = 2026-01-05

"""
CONFLICTED = (
    HEAD
    + """\
# Sets the pace.
[tasks.label]
<<<<<<< HEAD
title = "Label photos"
||||||| base
title = "Label"
=======
title = "Label 标注"
>>>>>>> topic
duration = "8d"
<<<<<<< HEAD
depends_on = [
  "collect",
]
=======
depends_on = ["write"]
>>>>>>> topic

<<<<<<< HEAD
=======
[tasks.write]
title = "Write"
duration = "3d"

>>>>>>> topic
[tasks.collect]
title = "Collect"
duration = "2d"
"""
)


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "aiplan.toml"
    path.write_bytes(CONFLICTED.encode())
    return path


def resolve(plan: Path, *words: str) -> Outcome:
    return call("resolve", "-f", str(plan), *words)


def test_the_list_names_what_each_is_about_and_what_the_sides_say(plan: Path) -> None:
    done = resolve(plan)
    assert done.code == 1
    assert "3 merge conflicts" in done.out
    heads = [line.split("  line ")[0] for line in done.out.splitlines() if "  line " in line]
    assert heads == ["1  tasks.label.title", "2  tasks.label.depends_on", "3  tasks.write"]
    assert '   base:\n     title = "Label"' in done.out
    assert "   current (HEAD):\n     (nothing)" in done.out
    assert plan.read_bytes() == CONFLICTED.encode()


def test_json(plan: Path) -> None:
    done = resolve(plan, "--json")
    assert done.code == 1
    first = done.json["conflicts"][0]
    assert first == {
        "lines": [9, 15], "addresses": ["tasks.label.title"], "base": 'title = "Label"\n',
        "current": {"label": "HEAD", "text": 'title = "Label photos"\n'},
        "incoming": {"label": "topic", "text": 'title = "Label 标注"\n'},
    }  # fmt: skip


def test_one_entry_after_the_other(plan: Path) -> None:
    done = resolve(plan, "--incoming", "tasks.label.title")
    assert done.code == 1
    assert "1 of 3 conflicts settled, 2 left" in done.out
    start, end = CONFLICTED.index("<<<<<<<"), CONFLICTED.index(">>>>>>> topic\n") + len(">>>>>>> topic\n")
    assert plan.read_bytes().decode() == CONFLICTED[:start] + 'title = "Label 标注"\n' + CONFLICTED[end:]
    assert resolve(plan, "--current", "tasks.label.depends_on").code == 1
    done = resolve(plan, "--current", "tasks.write")
    assert done.code == 0, done.err
    assert "git add" in done.err
    assert plan.read_text(encoding="utf-8") == HEAD + (
        '# Sets the pace.\n[tasks.label]\ntitle = "Label 标注"\nduration = "8d"\ndepends_on = [\n  "collect",\n]\n\n'
        '[tasks.collect]\ntitle = "Collect"\nduration = "2d"\n'
    )
    assert "no merge conflicts" in resolve(plan).out


@pytest.mark.parametrize("side", ["current", "incoming"])
def test_one_side_of_all(plan: Path, side: str) -> None:
    assert resolve(plan, f"--{side}").code == 0
    tasks = tomllib.loads(plan.read_text(encoding="utf-8"))["tasks"]
    assert tasks["label"]["depends_on"] == (["collect"] if side == "current" else ["write"])
    assert ("write" in tasks) == (side == "incoming")


def test_a_table_stands_for_what_is_in_it(plan: Path) -> None:
    assert "2 of 3 conflicts settled" in resolve(plan, "--current", "tasks.label").out


@pytest.mark.parametrize(
    ("answers", "code", "left"), [("c\ni\ni\n", 0, 0), ("c\ns\nx\ni\n", 1, 1), ("c\nq\n", 1, 3), ("c\n", 1, 3)]
)
def test_on_a_terminal_it_asks(plan: Path, monkeypatch: pytest.MonkeyPatch, answers: str, code: int, left: int) -> None:
    monkeypatch.setattr("aiplan.cli.questions.interactive", lambda: True)
    monkeypatch.setattr(sys, "stdin", io.StringIO(answers))
    done = resolve(plan)
    assert done.code == code
    assert "1/3  [c]urrent, [i]ncoming, [s]kip or [q]uit?" in done.err
    text = plan.read_text(encoding="utf-8")
    assert text.count("<<<<<<<") == left
    assert (text == CONFLICTED) == (left == 3)
    assert ('title = "Label photos"' in text and "Label 标注" not in text) == (left < 3)


def test_what_the_choice_breaks_is_said(plan: Path) -> None:
    """The link to a task that only the other side has."""
    resolve(plan, "--incoming", "tasks.label")
    done = resolve(plan, "--current", "tasks.write")
    assert done.code == 1
    assert "see aiplan check" in done.err


def test_nothing_is_written_on_a_dry_run_or_for_an_unknown_address(plan: Path) -> None:
    assert resolve(plan, "--current", "-n").code == 0
    done = resolve(plan, "--current", "tasks.collect")
    assert done.code == 2
    assert "they are about tasks.label.title" in done.err
    assert resolve(plan, "--current", "a..b").code == 2
    assert plan.read_bytes() == CONFLICTED.encode()


def test_line_ends_and_byte_order_mark_stay(plan: Path) -> None:
    raw = "\ufeff" + CONFLICTED.replace("\n", "\r\n")
    plan.write_bytes(raw.encode())
    assert resolve(plan, "--current").code == 0
    text = plan.read_bytes().decode()
    assert text.startswith("\ufeff")
    assert text.count("\n") == text.count("\r\n") > 5
    assert resolve(plan).out.endswith("no merge conflicts\n")


def test_sides_that_do_not_make_toml_are_refused(plan: Path) -> None:
    text = HEAD + '<<<<<<< a\n[tasks.x]\ntitle = "x\n=======\n[tasks.x]\n>>>>>>> b\n'
    plan.write_text(text.replace('"x\n', '"x"\n'), encoding="utf-8")
    both = (
        HEAD
        + "<<<<<<< a\n[tasks.x]\n=======\n[tasks.y]\n>>>>>>> b\n<<<<<<< a\n[tasks.y]\n=======\nbad bad\n>>>>>>> b\n"
    )
    plan.write_text(both, encoding="utf-8")
    done = resolve(plan, "--incoming")
    assert done.code == 3
    assert "would not be TOML" in done.err
    assert plan.read_text(encoding="utf-8") == both


def test_addresses_of_lists_tables_and_comments() -> None:
    text = (
        "<<<<<<< a\n# one\n=======\n# other\n>>>>>>> b\nformat = 1\n"
        "[[experiments.cnn.amendments]]\nwhy = 1\n"
        '<<<<<<< a\n[[experiments.cnn.amendments]]\nwhy = 2\n\n[tasks."标注"]\n=======\n>>>>>>> b\n'
        "[tasks.b]\n<<<<<<< a\n# note\n=======\n# other note\n>>>>>>> b\n"
    )
    assert [d.addresses for d in disputes(text)] == [
        (), ("experiments.cnn.amendments[1]", 'tasks."标注"'), ("tasks.b",),
    ]  # fmt: skip
    assert settle(text, {}) == text


def test_after_a_real_merge(tmp_path: Path) -> None:
    require_tool("git")
    repo = GitFolder(tmp_path / "repo").start()
    repo.write(HEAD + '[tasks.a]\ntitle = "A"\nduration = "3d"\n', "base")
    repo.git("checkout", "-q", "-b", "topic")
    repo.edit('"3d"', '"5d"', "topic")
    repo.git("checkout", "-q", "main")
    repo.edit('"3d"', '"4d"', "main")
    assert repo.try_git("merge", "topic").code == 1
    assert "1  tasks.a.duration" in repo.run("aiplan", "resolve").out
    read = repo.run("aiplan", "schedule", "--json")
    assert '"duration": 4' in read.out, "until then the current side is read"
    assert repo.run("aiplan", "set", "tasks.a.title", "B").code == 3, "and nothing is written"
    assert repo.run("aiplan", "resolve", "--incoming").code == 0
    repo.git("add", "aiplan.toml")
    repo.git("commit", "-q", "--no-edit")
    assert 'duration = "5d"' in repo.text
