"""Plan files on disk: read with clear errors, saved whole or not at all, never over somebody's change."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import secrets
import shlex
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from aiplan.errors import OutsideChange, PlanNotFound, SaveFailed, UnreadablePlan
from aiplan.phrases import Phrase, code, say

MAX_BYTES = 20_000_000
"""Larger files are not read: no plan is that large."""

TEMPORARY = ".aiplan-tmp"
"""Ending of the files that a save writes first."""

_STALE_SECONDS = 3600
"""A file left behind by a save that was killed is removed once it is this much older than the next save."""

Stamp = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Stored:
    """A file as it was read or written."""

    raw: bytes
    stamp: Stamp
    """Time of change in nanoseconds, and size: equal means unchanged, for a quick look."""
    digest: str
    """Hash of the bytes."""


def digest(raw: bytes) -> str:
    """Return the hash by which two contents are told apart."""
    return hashlib.sha256(raw).hexdigest()


def read_file(path: Path) -> Stored:
    """Return the file at `path`.

    Raises:
        PlanNotFound: where there is none.
        UnreadablePlan: where it is a folder, no regular file, too large, or may not be read.
    """
    try:
        with path.open("rb") if _regular(path) else contextlib.nullcontext() as file:
            assert file is not None
            info = os.fstat(file.fileno())
            raw = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        raise _read_error(error, path) from None
    if len(raw) > MAX_BYTES:
        raise _too_large(path, info.st_size)
    return Stored(raw, (info.st_mtime_ns, info.st_size), digest(raw))


def stamp_of(path: Path) -> Stamp | None:
    """Return time of change and size of the file, `None` where there is none to be seen."""
    try:
        info = path.stat()
    except OSError:
        return None
    return info.st_mtime_ns, info.st_size


def save(path: Path, raw: bytes, expected: str | None) -> Stored:
    """Replace the file at `path` by `raw` in one step and return it as it now is.

    The new content is written beside the file and takes its place only when it is on disk; permissions are kept,
    a symbolic link goes on pointing to the file it points to.

    Args:
        path: the file, or a link to it.
        raw: its new content.
        expected: hash of the content that is being replaced; `None` where there must be no file yet.

    Raises:
        OutsideChange: where the file is no longer the one expected; it is left alone.
        SaveFailed: where it cannot be written; the old one stands.
    """
    try:
        target = path.resolve(strict=False)
        if target.is_dir():
            raise SaveFailed(say("{path} is a folder", path=path))
        with _lock(target):
            return _replace(path, target, raw, expected)
    except RuntimeError:
        raise SaveFailed(say("{path} is a loop of symbolic links", path=path)) from None
    except (OSError, ValueError) as error:
        raise SaveFailed(
            say("{path} cannot be written: {error}", path=path, error=_reason(error)), hint=_save_hint(error)
        ) from None


def _replace(path: Path, target: Path, raw: bytes, expected: str | None) -> Stored:
    mode = _check_expected(path, target, expected)
    temporary = target.with_name(f".{target.name}.{secrets.token_hex(4)}{TEMPORARY}")
    try:
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
        with open(descriptor, "wb") as file:  # noqa: PTH123 - the descriptor is open already
            if mode is not None:
                temporary.chmod(stat.S_IMODE(mode))
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
            info = os.fstat(file.fileno())
        _check_expected(path, target, expected)
        if expected is None:
            _place_new(temporary, target)
        else:
            temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    _sync_folder(target.parent)
    _remove_stale(target, info.st_mtime)
    return Stored(raw, (info.st_mtime_ns, info.st_size), digest(raw))


def _check_expected(path: Path, target: Path, expected: str | None) -> int | None:
    """Return the mode of the file that is replaced, after making sure that it is the expected one."""
    try:
        info = target.stat()
    except FileNotFoundError:
        if expected is None:
            return None
        if not target.parent.is_dir():
            raise SaveFailed(
                say("{path} cannot be written: its folder is gone", path=path), hint=say("save under another name")
            ) from None
        raise OutsideChange(
            say("{path} was removed outside", path=path), hint=say("save it anew, or leave it removed")
        ) from None
    if expected is None:
        raise OutsideChange(say("{path} exists already", path=path))
    if info.st_mode & 0o222 == 0:
        raise SaveFailed(say("{path} is read-only", path=path), hint=code(f"chmod u+w {path}"))
    if info.st_size > MAX_BYTES or digest(target.read_bytes()) != expected:
        raise OutsideChange(
            say("{path} was changed outside since it was read", path=path),
            hint=say("look at git diff, then reload it or save elsewhere"),
        )
    return info.st_mode


def _place_new(temporary: Path, target: Path) -> None:
    """Give a new file its name, failing where somebody else was first."""
    try:
        os.link(temporary, target)
    except FileExistsError:
        raise OutsideChange(say("{target} exists already", target=target)) from None
    except OSError:
        if target.exists():
            raise OutsideChange(say("{target} exists already", target=target)) from None
        temporary.replace(target)
    else:
        temporary.unlink(missing_ok=True)


@contextlib.contextmanager
def _lock(target: Path) -> Iterator[None]:
    """Hold off other saves of the same file by this program, where the system can."""
    try:
        import fcntl

        descriptor = os.open(target, os.O_RDONLY)
    except (ImportError, OSError):
        yield
        return
    try:
        with contextlib.suppress(OSError):
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _sync_folder(folder: Path) -> None:
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _remove_stale(target: Path, now: float) -> None:
    """Remove what saves that were killed have left beside the file."""
    with contextlib.suppress(OSError):
        for left in target.parent.glob(f".{_escaped(target.name)}.*{TEMPORARY}"):
            if left.stat().st_mtime < now - _STALE_SECONDS:
                left.unlink(missing_ok=True)


def _escaped(name: str) -> str:
    return "".join(f"[{c}]" if c in "*?[" else c for c in name)


def _regular(path: Path) -> bool:
    info = path.stat()
    if stat.S_ISDIR(info.st_mode):
        raise UnreadablePlan(say("a folder, not a file"), path=str(path), hint=say("name the .toml file in it"))
    if not stat.S_ISREG(info.st_mode):
        raise UnreadablePlan(say("not a regular file"), path=str(path))
    if info.st_size > MAX_BYTES:
        raise _too_large(path, info.st_size)
    return True


def _too_large(path: Path, size: int) -> UnreadablePlan:
    return UnreadablePlan(
        say(
            "{size:,.0f} MB are too much for a plan; {max_bytes} MB are read at most",
            size=size / 1e6,
            max_bytes=MAX_BYTES // 1_000_000,
        ),
        path=str(path),
        hint=say("is this the right file?"),
    )


def _read_error(error: Exception, path: Path) -> PlanNotFound | UnreadablePlan:
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return PlanNotFound(say("there is no file {path}", path=path), hint=_hint_for_none(path))
    return UnreadablePlan(_reason(error), path=str(path))


def _hint_for_none(path: Path) -> Phrase:
    """Return how to get a plan at `path`: unsaved work on one that was removed comes before a new one."""
    from aiplan.store.recovery import copy_of, find_recovery

    if find_recovery(path) is None:
        return say("aiplan init writes a first plan")
    command = f"tail -n +2 {shlex.quote(str(copy_of(path)))} > {shlex.quote(str(path))}"
    return say("unsaved work on it is kept, and this brings it back: {command}", command=code(command))


def _reason(error: Exception) -> str:
    if not isinstance(error, OSError):
        return str(error)
    words = {
        errno.EACCES: say("permission denied"),
        errno.EPERM: say("permission denied"),
        errno.ELOOP: say("a loop of symbolic links"),
        errno.ENOSPC: say("the disk is full"),
        errno.EDQUOT: say("the disk quota is used up"),
        errno.EROFS: say("the disk is read-only"),
        errno.ENAMETOOLONG: say("the name is too long"),
        errno.ENOENT: say("its folder is gone"),
        errno.ENOTDIR: say("its folder is not a folder"),
    }
    return words.get(error.errno or 0) or (error.strerror or str(error)).lower()


def _save_hint(error: Exception) -> str:
    return say("the old file stands") if isinstance(error, OSError) else ""
