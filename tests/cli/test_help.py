"""`--help` of every command: within the window, and nothing of it lost."""

from __future__ import annotations

import pytest

from aiplan.cli.commands import COMMANDS, export
from aiplan.cli.help_text import wrapped
from helpers.command_line import call


@pytest.mark.parametrize("columns", [80, 100])
@pytest.mark.parametrize("command", [command.name for command in COMMANDS])
def test_help_fits_the_window(command: str, columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    done = call(command, "--help")
    assert done.code == 0
    assert done.out.startswith(f"usage: aiplan {command}")
    assert [line for line in done.out.splitlines() if len(line) > columns] == []


@pytest.mark.parametrize("width", [50, 78, 200])
def test_no_word_of_a_description_is_lost(width: int) -> None:
    assert export.__doc__ is not None
    assert " ".join(wrapped(export.__doc__, width)).split() == export.__doc__.split()


def test_examples_keep_their_columns_and_paragraphs_are_filled() -> None:
    text = """What it does.

aiplan x            short
aiplan x --long     what is said here is too long for the window
                    and goes on below
aiplan x --quite-long --option VALUE  needs the next line for what it is about

One sentence that
goes on.
    indented = 1
"""
    assert list(wrapped(text, 48)) == [
        "What it does.", "",
        "aiplan x            short",
        "aiplan x --long     what is said here is too",
        "                    long for the window and goes",
        "                    on below",
        "aiplan x --quite-long --option VALUE",
        "    needs the next line for what it is about", "",
        "One sentence that goes on.",
        "    indented = 1", "",
    ]  # fmt: skip
