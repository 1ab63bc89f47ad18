"""What a piece of code really imports, asked of a fresh interpreter."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

HEAVY = frozenset({"networkx", "numpy", "pydantic", "rich", "textual", "tomlkit"})
"""Packages that cost tens to hundreds of milliseconds to import."""

_MARK = "\x1eloaded:"
_TAIL = f"""
finally:
    import sys as _sys
    print({_MARK!r} + ",".join(sorted({{name.partition(".")[0] for name in _sys.modules}})), file=_sys.__stdout__)
"""


def packages_loaded_by(code: str, *, path: Path | None = None, cwd: Path | None = None) -> frozenset[str]:
    """Return the names of all top-level packages in `sys.modules` after `code` has run in a fresh interpreter.

    `code` may end in SystemExit. A static check sees only the import statements; this sees what happens.

    Args:
        code: Python source.
        path: a folder put at the front of the module search path.
        cwd: the folder to run in.

    Raises:
        AssertionError: if the code fails otherwise.
    """
    body = "try:\n" + "\n".join(f"    {line}" for line in code.splitlines()) + "\nexcept SystemExit: pass" + _TAIL
    environment = dict(os.environ) | ({"PYTHONPATH": str(path)} if path else {})
    done = subprocess.run(
        [sys.executable, "-c", body], capture_output=True, text=True, env=environment, cwd=cwd, check=False
    )
    assert done.returncode == 0, done.stderr
    return frozenset(done.stdout.rpartition(_MARK)[2].strip().split(","))


def packages_loaded_by_command(*arguments: str, cwd: Path | None = None) -> frozenset[str]:
    """Return what `aiplan ARGUMENTS` loads.

    Raises:
        AssertionError: if it ends with a code above 1, because then it did not do its work.
    """
    words = list(arguments)
    code = f"from aiplan.__main__ import main\ncode = main({words!r})\nassert code in (0, 1), f'exit code {{code}}'"
    return packages_loaded_by(code, cwd=cwd)
