"""Generated documents in files: what stands there, and writing them without touching what a person wrote around."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from aiplan.errors import SaveFailed, UsageError
from aiplan.export.regions import replace_region
from aiplan.phrases import say
from aiplan.store.files import digest, save


@dataclass(frozen=True, slots=True)
class Publication:
    """A file, as it is and as it would be."""

    target: Path
    old: str | None
    """What stands in the file; `None` where there is none."""
    new: str

    @property
    def current(self) -> bool:
        """Whether the file says it already."""
        return self.old == self.new

    def write(self) -> None:
        """Write the file, unless it has changed since it was read.

        Raises:
            OutsideChange: where it has.
            SaveFailed: where it cannot be written.
        """
        if not self.current:
            save(self.target, self.new.encode(), None if self.old is None else digest(self.old.encode()))


def publication(target: Path, plan: Path, name: str, body: str) -> Publication:
    """Return `target` with its region `name` holding `body`; nothing is written.

    Args:
        target: the document; it need not exist.
        plan: the plan file, which is never written over.
        name: of the region.
        body: what is generated.

    Raises:
        BrokenRegion: where the marks of the region do not pair up.
        SaveFailed: where the file cannot be read.
        UsageError: where the document is the plan itself, or not text.
    """
    if target.exists() and target.samefile(plan):
        raise UsageError(say("{target} is the plan itself", target=target), hint=say("name another file"))
    old = _text(target)
    return Publication(target, old, replace_region(old or "", name, body))


def _text(target: Path) -> str | None:
    try:
        return target.read_bytes().decode()
    except FileNotFoundError:
        return None
    except UnicodeDecodeError:
        raise UsageError(say("{target} is not UTF-8 text; nothing was written", target=target)) from None
    except (OSError, ValueError) as error:
        raise SaveFailed(say("{target} cannot be read: {error}", target=target, error=_reason(error))) from None


def _reason(error: Exception) -> str:
    return (error.strerror or str(error)).lower() if isinstance(error, OSError) else str(error)
