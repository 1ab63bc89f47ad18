"""aiplan doctor: what it says without a terminal, of what is broken, and the arithmetic of the probe."""

from __future__ import annotations

import os
import pty
import threading
from pathlib import Path

import pytest

from aiplan.cli import probe
from aiplan.cli.examine import Fact, examine
from helpers.command_line import PLAN, call, call_process


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AIPLAN_CONFIG", str(tmp_path / "config.toml"))
    monkeypatch.delenv("TMUX", raising=False)
    return tmp_path


def facts(named: str | None = None) -> dict[str, Fact]:
    return {fact.name: fact for fact in examine(named)}


def test_without_a_terminal_it_says_what_cannot_be_asked(here: Path) -> None:
    done = call_process("doctor", cwd=here, env={"TERM": ""})
    assert done.code == 0
    said = " ".join(done.out.split())
    assert "what follows cannot be asked of it" in said
    assert "cannot be asked without a terminal" in said
    assert "there is no plan in" in said
    for area in ("program", "terminal", "git", "settings", "plan"):
        assert f"\n{area}\n" in f"\n{done.out}"


def test_as_json_it_says_the_same(here: Path) -> None:
    (here / "aiplan.toml").write_text(PLAN, encoding="utf-8")
    done = call("doctor", "--json")
    assert done.code == 0
    assert done.json["ok"] is True
    found = {(fact["area"], fact["name"]): fact for fact in done.json["facts"]}
    assert found["plan", "file"]["value"] == "aiplan.toml: PlantLens 植识, 6 pieces of work"
    assert found["program", "textual"]["state"] == "ok"
    assert {fact["state"] for fact in done.json["facts"]} <= {"ok", "note", "bad"}


def test_what_is_broken_makes_it_fail(here: Path) -> None:
    (here / "config.toml").write_text("theme = \n", encoding="utf-8")
    assert call("doctor").code == 1
    assert facts()["problem"].state == "bad"
    (here / "config.toml").unlink()
    (here / "bad.toml").write_text("[", encoding="utf-8")
    assert facts("bad.toml")["file"].state == "bad"
    assert call("doctor", "gone.toml").code == 1


def test_colours_and_encoding_have_a_way_out(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("COLORTERM", raising=False)
    assert facts()["colours"] == Fact(
        "terminal", "colours", "note", "16",
        "the terminal's own colours are used; where it has more, set COLORTERM=truecolor",
    )  # fmt: skip
    monkeypatch.setenv("COLORTERM", "truecolor")
    assert facts()["colours"].value == "16 million"
    monkeypatch.setenv("NO_COLOR", "1")
    assert facts()["colours"].value == "none: NO_COLOR is set"


def test_a_repository_without_the_merge_driver_is_told(here: Path) -> None:
    os.system("git init -q .")
    assert facts()["merge driver"].state == "note"
    assert facts()["merge driver"].hint == "aiplan git install sets it up"
    assert call("git", "install").code == 0
    assert (facts()["merge driver"].state, facts()["attributes"].state) == ("ok", "ok")


@pytest.mark.parametrize(
    ("answers", "cells"),
    [((b"\x1b[3;1R", b"\x1b[3;5R"), 4), ((b"\x1b[3;1R", b"\x1b[3;9R"), 8), ((b"\x1b[3;1R", b""), None), ((b"",), None)],
)
def test_the_width_is_what_the_terminal_answers(
    answers: tuple[bytes, ...], cells: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours, theirs = pty.openpty()
    monkeypatch.setattr(probe, "_TTY", Path(os.ttyname(theirs)))
    monkeypatch.setattr(probe, "TIMEOUT", 0.3)

    def terminal() -> None:
        for answer in answers:
            heard = b""
            while not heard.endswith(b"\x1b[6n"):
                heard += os.read(ours, 64)
            os.write(ours, answer)

    thread = threading.Thread(target=terminal, daemon=True)
    thread.start()
    try:
        assert probe.cells_drawn() == cells
    finally:
        thread.join(2)
        os.close(ours)
        os.close(theirs)


def test_without_a_controlling_terminal_nothing_is_asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(probe, "_TTY", tmp_path / "tty")
    assert probe.cells_drawn() is None
    (tmp_path / "tty").touch()
    assert probe.cells_drawn() is None
