"""What the start screen offers: where a new plan goes, the demo copy, and what was open lately."""

from __future__ import annotations

from itertools import count
from pathlib import Path

from aiplan.store.lookup import DEFAULT_NAME
from aiplan.tui.i18n import _

MOST_RECENT = 6
"""Plans that are offered again."""


def free_file(folder: Path, name: str = "") -> Path:
    """Return a file for a new plan in `folder`, not there yet: `aiplan.toml`, else one called after `name`."""
    wanted = folder / DEFAULT_NAME
    return _numbered(folder, name or "new") if _there(wanted) else wanted


def plan_file(folder: Path, text: str) -> Path:
    """Return the path of a new plan that `text` names, relative to `folder`.

    Raises:
        ValueError: where nothing is named, or something is there already; with the reason.
    """
    if not text.strip():
        raise ValueError(_("a name is needed"))
    path = folder / Path(text.strip()).expanduser()
    if path.is_dir():
        path /= DEFAULT_NAME
    if path.suffix != ".toml":
        raise ValueError(_("a name that ends in .toml is needed"))
    if _there(path):
        raise ValueError(_("{file} is there already").format(file=path.name))
    if not path.parent.is_dir():
        raise ValueError(_("there is no folder {folder}").format(folder=path.parent))
    return path


def recent_plans() -> list[Path]:
    """Return the plans that were open lately and are still there, the last one first."""
    from aiplan.store.recent import recent

    return [path for path in recent() if path.is_file()][:MOST_RECENT]


def demo_copy() -> Path:
    """Write a fresh copy of the sample plan into the state folder and return it; an earlier one is kept beside it.

    Raises:
        AiplanError: where there is no sample, or the copy cannot be written.
    """
    from aiplan.store.files import digest, read_file, save
    from aiplan.store.recovery import state_folder
    from aiplan.store.templates import sample

    raw = sample()
    folder = state_folder().parent / "demo"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / "demo.plan.toml"
    if path.exists():
        stored = read_file(path)
        if stored.digest == digest(raw):
            return path
        path.replace(_numbered(folder, "earlier"))
    save(path, raw, None)
    return path


def _numbered(folder: Path, stem: str) -> Path:
    """Return a file called after `stem` that is not there yet, numbered from the second on."""
    names = (f"{stem}.plan.toml" if number == 1 else f"{stem}-{number}.plan.toml" for number in count(1))
    return next(path for name in names if not _there(path := folder / name))


def _there(path: Path) -> bool:
    return path.exists() or path.is_symlink()
