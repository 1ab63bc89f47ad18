"""Copies of unsaved work in the user's state folder, for after a crash."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from aiplan.errors import SaveFailed
from aiplan.phrases import say
from aiplan.store.files import digest

FOLDER_VARIABLE = "AIPLAN_STATE_DIR"
"""Environment variable that names another state folder."""


@dataclass(frozen=True, slots=True)
class Recovery:
    """Unsaved work on a plan, as it was last written down."""

    path: Path
    """The plan file."""
    raw: bytes
    """Its content with the unsaved changes."""
    base: str
    """Hash of the file that the changes were made to."""
    written: float
    """When, in seconds since 1970."""


def state_folder() -> Path:
    """Return the folder that recovery copies are kept in; it need not exist yet."""
    given = os.environ.get(FOLDER_VARIABLE)
    if given:
        return Path(given) / "recovery"
    from platformdirs import user_state_dir

    return Path(user_state_dir("aiplan", appauthor=False)) / "recovery"


def write_recovery(path: Path, raw: bytes, base: str) -> None:
    """Keep `raw`, the unsaved content of the plan at `path`, in place of an earlier copy.

    Raises:
        SaveFailed: where the state folder cannot be written.
    """
    copy = copy_of(path)
    head = json.dumps({"path": str(path.absolute()), "base": base, "digest": digest(raw)}).encode()
    temporary = copy.with_name(f"{copy.name}.{secrets.token_hex(4)}.tmp")
    try:
        copy.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
            with open(descriptor, "wb") as file:  # noqa: PTH123 - the descriptor is open already
                file.write(head + b"\n" + raw)
            temporary.replace(copy)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        raise SaveFailed(
            say("unsaved work cannot be kept in {parent}: {what}", parent=copy.parent, what=error.strerror or error)
        ) from None


def find_recovery(path: Path) -> Recovery | None:
    """Return the unsaved work on the plan at `path` that a crash has left, `None` without any that is whole."""
    copy = copy_of(path)
    try:
        written = copy.stat().st_mtime
        head, _, raw = copy.read_bytes().partition(b"\n")
        about = json.loads(head)
        if about["digest"] != digest(raw):
            return None
        return Recovery(path, raw, str(about["base"]), written)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def discard_recovery(path: Path) -> None:
    """Remove the copy of unsaved work on the plan at `path`, if there is one."""
    with contextlib.suppress(OSError):
        copy_of(path).unlink(missing_ok=True)


def copy_of(path: Path) -> Path:
    """Return where the copy for a plan is kept: under its name and a hash of the whole path."""
    try:
        whole = path.resolve()
    except (OSError, RuntimeError):
        whole = path.absolute()
    key = hashlib.sha256(os.fsencode(whole)).hexdigest()[:16]
    return state_folder() / f"{whole.name[:60]}.{key}"
