"""What is remembered for one person, beside the plans: how they last looked at each, and at all of them."""

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
    if values or file.exists():
        _write(file, dict(list(every.items())[-MOST:]))


def remembered_choices() -> Mapping[str, Any]:
    """Return what was chosen about views in any plan; nothing where nothing can be read."""
    return _read(_choices())


def remember_choices(values: Mapping[str, Any]) -> None:
    """Keep `values`, plain data, for all plans; what else was chosen stays.

    Raises:
        OSError: where the state folder cannot be written.
    """
    before = remembered_choices()
    if dict(before) | dict(values) != before:
        _write(_choices(), {**before, **values})


def _write(file: Path, data: Mapping[str, Any]) -> None:
    """Put `data` into the place of `file`, as a whole or not at all."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    temporary = file.with_name(f"{file.name}.{secrets.token_hex(4)}.tmp")
    try:
        temporary.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        temporary.replace(file)
    finally:
        temporary.unlink(missing_ok=True)


def _file() -> Path:
    return state_folder().parent / "looks.json"


def _choices() -> Path:
    return state_folder().parent / "views.json"


def _name(path: Path) -> str:
    return str(path.absolute())


def _read(file: Path | None = None) -> dict[str, Any]:
    try:
        found = json.loads((file or _file()).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
