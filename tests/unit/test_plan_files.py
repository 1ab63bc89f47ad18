"""Plan files on disk: clear errors when read, whole or not at all when saved."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from aiplan.errors import OutsideChange, PlanNotFound, SaveFailed, UnreadablePlan
from aiplan.store.files import TEMPORARY, digest, read_file, save, stamp_of


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_reading_gives_bytes_stamp_and_hash(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_bytes(b"\xef\xbb\xbfformat = 1\r\n")
    stored = read_file(path)
    assert stored.raw == b"\xef\xbb\xbfformat = 1\r\n"
    assert stored.digest == digest(stored.raw)
    assert stored.stamp == stamp_of(path)


def test_what_cannot_be_read_says_why(tmp_path: Path) -> None:
    with pytest.raises(PlanNotFound, match="there is no file"):
        read_file(tmp_path / "none.toml")
    (tmp_path / "a.toml").write_text("")
    with pytest.raises(PlanNotFound):
        read_file(tmp_path / "a.toml" / "b.toml")
    with pytest.raises(UnreadablePlan, match="a folder, not a file"):
        read_file(tmp_path)
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    with pytest.raises(UnreadablePlan, match="loop of symbolic links"):
        read_file(loop)
    with pytest.raises(UnreadablePlan, match="too long"):
        read_file(tmp_path / ("x" * 400))
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(UnreadablePlan, match="not a regular file"):
        read_file(tmp_path / "pipe")
    with pytest.raises(UnreadablePlan, match="null"):
        read_file(Path("a\0b"))


def test_files_that_may_not_be_read_say_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.toml"
    path.write_text("x = 1")

    def refuse(*args: object, **kwargs: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(UnreadablePlan, match="permission denied") as caught:
        read_file(path)
    assert caught.value.path == str(path)


def test_fifty_megabytes_are_refused_without_being_read(tmp_path: Path) -> None:
    path = tmp_path / "big.toml"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    with pytest.raises(UnreadablePlan, match="50 MB are too much"):
        read_file(path)


def test_saving_replaces_the_content_and_keeps_permissions(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_bytes(b"old")
    path.chmod(0o640)
    stored = save(path, b"new", digest(b"old"))
    assert path.read_bytes() == b"new"
    assert path.stat().st_mode & 0o777 == 0o640
    assert stored == read_file(path)
    assert names(tmp_path) == ["a.toml"]


def test_a_symbolic_link_goes_on_pointing_to_its_target(tmp_path: Path) -> None:
    real = tmp_path / "real" / "a.toml"
    real.parent.mkdir()
    real.write_bytes(b"old")
    link = tmp_path / "link.toml"
    link.symlink_to(Path("real") / "a.toml")
    save(link, b"new", digest(b"old"))
    assert link.is_symlink()
    assert real.read_bytes() == b"new"
    assert names(real.parent) == ["a.toml"]


def test_a_change_outside_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_bytes(b"theirs")
    with pytest.raises(OutsideChange, match="changed outside"):
        save(path, b"mine", digest(b"old"))
    assert path.read_bytes() == b"theirs"
    path.unlink()
    with pytest.raises(OutsideChange, match="removed outside"):
        save(path, b"mine", digest(b"old"))
    assert names(tmp_path) == []


def test_a_change_during_the_save_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.toml"
    path.write_bytes(b"old")
    real_sync = os.fsync

    def meanwhile(descriptor: int) -> None:
        path.write_bytes(b"theirs")
        real_sync(descriptor)

    monkeypatch.setattr(os, "fsync", meanwhile)
    with pytest.raises(OutsideChange):
        save(path, b"mine", digest(b"old"))
    assert path.read_bytes() == b"theirs"
    assert names(tmp_path) == ["a.toml"]


def test_a_new_file_never_replaces_one(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    save(path, b"first", None)
    assert path.read_bytes() == b"first"
    assert path.stat().st_mode & 0o600 == 0o600
    with pytest.raises(OutsideChange, match="exists already"):
        save(path, b"second", None)
    assert path.read_bytes() == b"first"
    assert names(tmp_path) == ["a.toml"]


def test_what_cannot_be_written_says_why_and_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_bytes(b"old")
    path.chmod(0o444)
    with pytest.raises(SaveFailed, match="read-only") as caught:
        save(path, b"new", digest(b"old"))
    assert "chmod" in caught.value.hint
    assert path.read_bytes() == b"old"
    with pytest.raises(SaveFailed, match="a folder"):
        save(tmp_path, b"new", None)
    with pytest.raises(SaveFailed, match="its folder is gone"):
        save(tmp_path / "gone" / "a.toml", b"new", digest(b"old"))
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    with pytest.raises(SaveFailed, match="loop"):
        save(loop, b"new", digest(b"old"))


@pytest.mark.parametrize(("code", "words"), [(errno.ENOSPC, "disk is full"), (errno.EROFS, "disk is read-only")])
def test_a_full_disk_leaves_the_old_file_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, words: str
) -> None:
    path = tmp_path / "a.toml"
    path.write_bytes(b"old")

    def fail(descriptor: int) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(SaveFailed, match=words):
        save(path, b"new", digest(b"old"))
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["a.toml"]


def test_leavings_of_killed_saves_are_swept_away_once_they_are_old(tmp_path: Path) -> None:
    path = tmp_path / "a[1].toml"
    path.write_bytes(b"old")
    old, young, foreign = (tmp_path / f"{name}{TEMPORARY}" for name in (".a[1].toml.0", ".a[1].toml.1", ".b.toml.1"))
    for left in (old, young, foreign):
        left.write_bytes(b"half")
    for left in (old, foreign):
        os.utime(left, (1, 1))
    save(path, b"new", digest(b"old"))
    assert names(tmp_path) == [young.name, foreign.name, "a[1].toml"]
