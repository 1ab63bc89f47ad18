"""Which plans were open lately."""

from __future__ import annotations

import json
import secrets
from pathlib import Path

from aiplan.store.recovery import state_folder

MOST = 20
"""How many are kept."""


def recent() -> list[Path]:
    """Return the plans that were open lately, the last one first; none where nothing can be read."""
    try:
        found = json.loads(_file().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    return [Path(name) for name in found if isinstance(name, str)] if isinstance(found, list) else []


def note_opened(path: Path) -> None:
    """Keep in mind that the plan at `path` was opened.

    Raises:
        OSError: where the state folder cannot be written.
    """
    here = path.absolute()
    names = [str(here), *(str(other) for other in recent() if other != here)]
    file = _file()
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    temporary = file.with_name(f"{file.name}.{secrets.token_hex(4)}.tmp")
    try:
        temporary.write_text(json.dumps(names[:MOST], ensure_ascii=False), encoding="utf-8")
        temporary.replace(file)
    finally:
        temporary.unlink(missing_ok=True)


def _file() -> Path:
    return state_folder().parent / "recent.json"
