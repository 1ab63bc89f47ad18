"""From words to a command: help, guesses, options anywhere, errors in one line."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

from aiplan import __version__
from aiplan.cli.commands import COMMANDS, GROUPS, UI, Command
from aiplan.cli.main import split
from helpers.command_line import PLAN, call


@pytest.fixture
def plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a plan in the folder the tests run in."""
    path = tmp_path / "aiplan.toml"
    path.write_text(PLAN, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return path


@pytest.mark.parametrize("word", ["--version", "-V"])
def test_the_version(word: str) -> None:
    done = call(word)
    assert (done.code, done.out) == (0, f"aiplan {__version__}\n")


@pytest.mark.parametrize("words", [["--help"], ["-h"], ["help"]])
def test_the_help_names_every_command_in_80_columns(words: list[str]) -> None:
    done = call(*words)
    assert done.code == 0
    for command in COMMANDS:
        assert f"  {command.name} " in done.out
        assert command.help in done.out
    assert all(len(line) <= 80 for line in done.out.splitlines())


def test_the_table_of_commands_is_whole() -> None:
    groups = {group for group, _ in GROUPS}
    for command in (*COMMANDS, UI):
        module = importlib.import_module(f"aiplan.cli.commands.{command.module}")
        assert callable(module.configure)
        assert callable(module.run)
        assert command.group in groups
    modules = {path.stem for path in Path(importlib.import_module("aiplan.cli.commands").__path__[0]).glob("*.py")}
    assert modules - {"__init__"} == {c.module for c in (*COMMANDS, UI)}


@pytest.mark.parametrize("command", COMMANDS, ids=lambda c: c.name)
def test_every_command_tells_about_itself(command: Command) -> None:
    done = call(command.name, "--help")
    assert done.code == 0
    assert done.out.startswith(f"usage: aiplan {command.name}")
    assert done.err == ""
    assert call("help", command.name).out == done.out


@pytest.mark.parametrize("command", COMMANDS, ids=lambda c: c.name)
def test_every_command_takes_a_file(command: Command) -> None:
    assert "unknown option" not in call(command.name, "-f", "nowhere.toml", "--nonsense-of-its-own").err.replace(
        "unknown option --nonsense-of-its-own", ""
    )


def test_an_unknown_command_is_guessed() -> None:
    done = call("shedule")
    assert done.code == 2
    assert done.out == ""
    assert "there is no command shedule" in done.err
    assert "did you mean schedule?" in done.err


def test_an_unknown_option_is_guessed() -> None:
    done = call("schedule", "--jsn")
    assert done.code == 2
    assert "did you mean --json?" in done.err


def test_a_missing_argument_is_named() -> None:
    done = call("why")
    assert done.code == 2
    assert "ID" in done.err
    assert "usage: aiplan why" in done.err


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        (["check", "x"], ([], "check", ["x"])),
        (["-f", "a.toml", "check"], (["-f", "a.toml"], "check", [])),
        (["--json", "--as-of", "today", "schedule", "b"], (["--json", "--as-of", "today"], "schedule", ["b"])),
        (["--language", "zh", "plan.toml"], (["--language", "zh"], "plan.toml", [])),
        (["--file=a", "x"], (["--file=a"], "x", [])),
        (["--language", "zh", "a.toml"], (["--language", "zh"], "a.toml", [])),
        ([], ([], "", [])),
        (["-f"], (["-f"], "", [])),
    ],
)
def test_options_before_the_command_are_told_from_it(words: list[str], parts: tuple[list[str], str, list[str]]) -> None:
    assert split(words) == parts


def test_options_may_stand_anywhere(plan: Path) -> None:
    wanted = call("schedule", "--json").out
    assert call("--json", "schedule").out == wanted
    assert call("-f", "aiplan.toml", "schedule", "--format", "json").out == wanted
    assert call("schedule", "--json", "aiplan.toml").out == wanted
    assert call("--file=aiplan.toml", "schedule", "--format=json").out == wanted


def test_two_different_plans_are_one_too_many(plan: Path) -> None:
    done = call("schedule", "other.toml", "-f", "aiplan.toml")
    assert done.code == 2
    assert "two plans are named" in done.err


def test_the_only_plan_is_found_and_several_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert "there is no plan" in call("schedule").err
    (tmp_path / "a.plan.toml").write_text(PLAN, encoding="utf-8")
    assert call("schedule").code == 0
    (tmp_path / "b.plan.toml").write_text(PLAN, encoding="utf-8")
    done = call("schedule")
    assert done.code == 2
    assert "a.plan.toml, b.plan.toml" in done.err


@pytest.mark.parametrize("date", ["2026-13-01", "tomorrow", "01.02.2026", "2026-W01-1", "20260101"])
def test_dates_are_iso_dates(plan: Path, date: str) -> None:
    done = call("schedule", "--as-of", date)
    assert done.code == 2
    assert "2026-03-31, or today" in done.err


def test_without_a_terminal_the_interface_is_not_opened(plan: Path) -> None:
    for words in ([], ["aiplan.toml"], ["-f", "aiplan.toml"]):
        done = call(*words)
        assert done.code == 2
        assert "aiplan schedule aiplan.toml" in done.err


def test_what_nobody_thought_of_is_one_line(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from aiplan.cli.commands import schedule

    def broken(_: object) -> int:
        raise KeyError("a\nb")

    monkeypatch.setattr(schedule, "run", broken)
    done = call("schedule")
    assert done.code == 70
    assert done.err.splitlines()[0] == "aiplan: KeyError: 'a\\nb'"
    assert "this is a bug" in done.err
    assert "Traceback" not in done.err
    monkeypatch.setenv("AIPLAN_DEBUG", "1")
    assert "Traceback" in call("schedule").err


def test_ctrl_c_is_no_crash(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from aiplan.cli.commands import schedule

    def interrupted(_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(schedule, "run", interrupted)
    done = call("schedule")
    assert (done.code, done.err) == (130, "aiplan: interrupted\n")
