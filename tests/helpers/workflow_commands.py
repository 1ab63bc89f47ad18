"""GitHub workflow commands, read as the runner reads them. Source: actions/runner, ActionCommand.cs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

_COMMAND = re.compile(r"::([a-zA-Z-]+)(?: ([^:]*(?::(?!:)[^:]*)*))?::(.*)\Z", re.DOTALL)
_OLD = re.compile(r"##\[([a-z-]+)([^\]]*)\](.*)\Z")


@dataclass(frozen=True)
class Command:
    """One command with its properties, unescaped."""

    name: str
    properties: Mapping[str, str]
    text: str


def commands_in(output: str) -> tuple[list[Command], list[str]]:
    """Return the commands that a runner obeys in `output`, and the lines that it prints."""
    commands: list[Command] = []
    printed: list[str] = []
    stopped = ""
    for line in output.splitlines():
        if stopped:
            if line.strip() == f"::{stopped}::":
                stopped = ""
            else:
                printed.append(line)
            continue
        found = _read(line)
        if found is None:
            printed.append(line)
        elif found.name == "stop-commands":
            stopped = found.text
        else:
            commands.append(found)
    assert not stopped, "commands were stopped and never resumed"
    return commands, printed


def _read(line: str) -> Command | None:
    match = _COMMAND.match(line.lstrip())
    if match is None:
        old = _OLD.search(line)
        return Command(old[1], {}, old[3]) if old else None
    pairs = [pair.partition("=") for pair in (match[2] or "").split(",") if "=" in pair]
    return Command(match[1], {key: _property(value) for key, _, value in pairs}, _data(match[3]))


def _data(text: str) -> str:
    return text.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%")


def _property(text: str) -> str:
    return text.replace("%0D", "\r").replace("%0A", "\n").replace("%3A", ":").replace("%2C", ",").replace("%25", "%")
