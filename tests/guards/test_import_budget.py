"""Commands load no more than they need: start-up time is a feature."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from bench.generate import Size, plan_text

from aiplan.cli.commands import COMMANDS
from helpers.imports import HEAVY, packages_loaded_by, packages_loaded_by_command
from helpers.repository import GitFolder

READING = {
    "check": ("check",),
    "schedule": ("schedule", "--json"),
    "why": ("why", "a00003"),
    "path": ("path", "m0000"),
    "show": ("show", "milestones.m0000"),
    "diff": ("diff", "aiplan.toml", "other.toml"),
    "history": ("history",),
    "explain": ("explain", "AIP102"),
    "slip": ("slip", "a00003", "8d"),
    "level": ("level",),
    "overload": ("overload",),
    "assess": ("assess",),
    "experiments": ("experiments",),
    "risks": ("risks",),
    "launch": ("launch",),
    "sample-size": ("sample-size", "--rate", "0.86", "--bar", "0.80"),
    "merge": ("merge", "aiplan.toml", "aiplan.toml", "other.toml"),
    "schema": ("schema",),
    "export": ("export", "markdown"),
}
"""Commands that only read → a line of words for each."""
SIMULATING = {
    "calibrate": ("calibrate",),
    "simulate": ("simulate", "--runs", "100"),
    "replan": ("replan", "--recover", "2", "--runs", "100"),
    "cost": ("cost", "--runs", "100"),
    "scenario": ("scenario", "list"),
}
"""Commands that ask a distribution or draw from it, which takes numpy."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    repository = GitFolder(tmp_path_factory.mktemp("plan")).start(install=False)
    path = repository.top
    text = plan_text(Size(30))
    (path / "aiplan.toml").write_text(text, encoding="utf-8")
    (path / "other.toml").write_text(text.replace('duration = "2d"', 'duration = "4d"', 1), encoding="utf-8")
    repository.commit("the plan")
    return path


@pytest.mark.parametrize("words", [["--version"], ["-V"], ["--help"], ["-h"], ["help"]])
def test_version_and_help_load_nothing_heavy(words: list[str]) -> None:
    assert packages_loaded_by_command(*words) & HEAVY == set()


@pytest.mark.parametrize("name", sorted(c.name for c in COMMANDS))
def test_the_help_of_a_command_loads_no_interface_and_no_engine(name: str) -> None:
    assert packages_loaded_by_command(name, "--help") & {"textual", "tomlkit", "numpy", "networkx"} == set()


@pytest.mark.parametrize("name", sorted(READING))
def test_commands_that_read_load_neither_textual_nor_tomlkit(folder: Path, name: str) -> None:
    loaded = packages_loaded_by_command(*READING[name], cwd=folder)
    assert loaded & {"textual", "tomlkit", "numpy", "networkx"} == set()


@pytest.mark.parametrize("name", sorted(SIMULATING))
def test_commands_that_simulate_load_neither_textual_nor_tomlkit(folder: Path, name: str) -> None:
    assert packages_loaded_by_command(*SIMULATING[name], cwd=folder) & {"textual", "tomlkit"} == set()


def test_the_merge_driver_loads_nothing_heavy(folder: Path) -> None:
    sides = "aiplan.toml", "copy.toml", "other.toml"
    (folder / "copy.toml").write_bytes((folder / "aiplan.toml").read_bytes())
    assert packages_loaded_by_command("merge-driver", *sides, cwd=folder) & HEAVY == set()
    assert packages_loaded_by_command("merge", *sides, cwd=folder) & HEAVY == set()


def test_json_is_written_without_rich(folder: Path) -> None:
    assert "rich" not in packages_loaded_by_command("schedule", "--json", cwd=folder)
    assert "rich" not in packages_loaded_by_command("check", "--json", cwd=folder)


def test_every_command_that_only_looks_is_among_them() -> None:
    assert {c.name for c in COMMANDS if c.group in {"look", "forecast", "ai"}} <= READING.keys() | SIMULATING.keys()


def test_a_command_that_loads_too_much_would_be_seen(tmp_path: Path) -> None:
    (tmp_path / "guinea.py").write_text("def main():\n    import textual\n    raise SystemExit(0)\n")
    assert packages_loaded_by("from guinea import main\nmain()", path=tmp_path) & HEAVY >= {"textual"}


FIRST_ROWS = """
import asyncio, sys
import aiplan.cli.main, aiplan.cli.commands.ui
from aiplan.cli.options import find
from aiplan.tui.app import PlanApp
from aiplan.tui.glyphs import UNICODE
from aiplan.tui.preview import preview

class Probe(PlanApp):
    def _open(self, open_plan):
        print(sorted({"networkx", "numpy", "pydantic", "tomlkit"} & set(sys.modules)))
        self.exit()

async def main():
    async with Probe(lambda: None, preview(find(None)), signs=UNICODE).run_test(size=(120, 36)) as pilot:
        await pilot.pause(0.1)

asyncio.run(main())
"""


def test_the_first_rows_are_painted_before_anything_that_reads_plans_is_loaded(folder: Path) -> None:
    done = subprocess.run([sys.executable, "-c", FIRST_ROWS], cwd=folder, capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "[]", done.stderr
