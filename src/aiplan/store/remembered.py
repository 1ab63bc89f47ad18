"""What is remembered of a plan for one person, beside the plan: how they last looked at it."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from aiplan.store.recovery import state_folder

MOST = 200
"""How many plans are remembered; those looked at longest ago are forgotten first."""


def remembered(path: Path) -> Mapping[str, Any]:
    """Return what is remembered of the plan at `path`; nothing where nothing can be read."""
    found = _read().get(_name(path))
    return found if isinstance(found, dict) else {}


def remember(path: Path, values: Mapping[str, Any]) -> None:
    """Keep `values`, plain data, for the plan at `path`; empty ones are forgotten.

    Raises:
        OSError: where the state folder cannot be written.
    """
    every = {key: value for key, value in _read().items() if key != _name(path)}
    if values:
        every[_name(path)] = dict(values)
    file = _file()
    if not values and not file.exists():
        return
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    temporary = file.with_name(f"{file.name}.{secrets.token_hex(4)}.tmp")
    try:
        temporary.write_text(json.dumps(dict(list(every.items())[-MOST:]), ensure_ascii=False), encoding="utf-8")
        temporary.replace(file)
    finally:
        temporary.unlink(missing_ok=True)


def _file() -> Path:
    return state_folder().parent / "looks.json"


def _name(path: Path) -> str:
    return str(path.absolute())


def _read() -> dict[str, Any]:
    try:
        found = json.loads(_file().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
