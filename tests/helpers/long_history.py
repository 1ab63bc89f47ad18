"""Git repositories with a long history of one plan: the same commits for the same arguments."""

from __future__ import annotations

import datetime as dt
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from bench.generate import Size, plan_text

_DURATION = re.compile(r'^duration = "(\d+)d"$', re.MULTILINE)
_AS_OF = re.compile(r"^as_of = .*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Past:
    """What a repository went through."""

    commits: int = 1000
    size: Size = field(default_factory=lambda: Size(100))
    renamed_at: int | None = None
    """Commit that calls the file `aiplan.toml`; before, it was `old/plan.toml`."""
    milestone_renamed_at: int | None = None
    """Commit that calls the milestone `m0002` `launch`."""
    broken_at: int | None = None
    """Commit whose plan is not TOML."""
    seed: int = 1


def write_repository(folder: Path, past: Past) -> Path:
    """Make a repository in `folder` whose plan was changed once on each working day; return the path of the plan."""
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run(["git", "init", "-q", "-b", "main", str(folder)], check=True)
    stream = b"".join(_stream(past))
    subprocess.run(["git", "-C", str(folder), "fast-import", "--quiet"], input=stream, check=True)
    subprocess.run(["git", "-C", str(folder), "reset", "-q", "--hard"], check=True)
    return folder / "aiplan.toml"


def _stream(past: Past) -> Iterator[bytes]:
    """Yield the commits in the format of git-fast-import(1)."""
    name = "aiplan.toml" if past.renamed_at is None else "old/plan.toml"
    for number, (day, text, subject) in enumerate(_versions(past)):
        when = int(dt.datetime(day.year, day.month, day.day, 12, tzinfo=dt.UTC).timestamp())
        yield f"commit refs/heads/main\ncommitter Wei <wei@example.org> {when} +0000\n".encode()
        yield _data(subject)
        if number == past.renamed_at:
            yield f"R {name} aiplan.toml\n".encode()
            name = "aiplan.toml"
        yield f"M 100644 inline {name}\n".encode() + _data(text)


def _data(text: str) -> bytes:
    raw = text.encode()
    return f"data {len(raw)}\n".encode() + raw + b"\n"


def _versions(past: Past) -> Iterator[tuple[dt.date, str, str]]:
    random = Random(past.seed)
    text, day = plan_text(past.size), past.size.start
    yield day, text, "The plan"
    for number in range(1, past.commits):
        day += dt.timedelta(days=3 if day.weekday() == 4 else 1)
        places = list(_DURATION.finditer(text))
        place = random.choice(places)
        days = max(1, int(place[1]) + random.choice((-2, -1, 1, 2, 3)))
        text = text[: place.start()] + f'duration = "{days}d"' + text[place.end() :]
        subject = f"Estimate {number}\n\nPlan-Reason: estimate {number} was wrong\n"
        if number % 20 == 0:
            text = _AS_OF.sub(f"as_of = {past.size.start + dt.timedelta(days=number // 20)}", text)
        if number == past.milestone_renamed_at:
            text = re.sub(r"\bm0002\b", "launch", text)
        yield day, f"[[[\n{text}" if number == past.broken_at else text, subject
