"""Files that hold, byte for byte, what a command or an export gives.

After a change that is meant, write them anew and read the difference before it is committed:

    AIPLAN_WRITE_GOLDEN=1 .venv/bin/python -m pytest tests/golden
"""

from __future__ import annotations

import difflib
import os
from pathlib import Path

import pytest

GOLDEN = Path(__file__).resolve().parents[1] / "golden"
"""Where these files are."""


def assert_golden(name: str, text: str) -> None:
    """Fail where `text` differs in a single byte from the golden file `name`; write it where that is asked for."""
    path = GOLDEN / name
    if os.environ.get("AIPLAN_WRITE_GOLDEN", "") not in {"", "0"}:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
        return
    if not path.is_file():
        pytest.fail(f"{path.relative_to(GOLDEN.parent.parent)} is missing; AIPLAN_WRITE_GOLDEN=1 writes it")
    wanted = path.read_bytes().decode()
    if text != wanted:
        changed = difflib.unified_diff(wanted.splitlines(), text.splitlines(), "golden", "now", lineterm="", n=1)
        pytest.fail("\n".join([f"{name} differs (AIPLAN_WRITE_GOLDEN=1 writes it anew):", *list(changed)[:60]]))
