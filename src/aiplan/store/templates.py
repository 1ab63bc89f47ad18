"""The plans that come with aiplan: starters, NAME.toml in English and NAME.zh.toml in Chinese, and the sample."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from aiplan.core.redating import redated
from aiplan.errors import PlanNotFound
from aiplan.model.edits import RemoveField, SetField
from aiplan.phrases import say
from aiplan.store.text import PlanText

SAMPLE = "sample_project.toml"
CHINESE = ".zh"
"""What ends the name of a template in Chinese."""


def templates() -> Mapping[str, Traversable]:
    """Return the templates by name: from the installed package, else from the checkout it stands in."""
    folder: Traversable = files("aiplan") / "templates"
    if not folder.is_dir():
        folder = Path(__file__).parents[3] / "templates"
    if not folder.is_dir():
        return {}
    found = {entry.name.removesuffix(".toml"): entry for entry in folder.iterdir() if entry.name.endswith(".toml")}
    return dict(sorted(found.items()))


def templates_in(language: str) -> Mapping[str, Traversable]:
    """Return each template once, in `language` (en or zh) where it stands in it, else in English."""
    found = templates()
    names = [name for name in found if not name.endswith(CHINESE)]
    return {name: found.get(name + CHINESE, found[name]) if language == "zh" else found[name] for name in names}


def started(raw: bytes, start: dt.date, *, today: dt.date, name: str | None = None) -> bytes:
    """Return the plan file `raw` of a template with all its dates moved, by working days.

    Args:
        raw: the template.
        start: first day of the project.
        today: where the project starts then or later, its data date is left out, so that it is the day it is.
        name: of the product; `None` leaves that of the template.
    """
    text = PlanText.from_bytes(raw, path="template")
    for edit in redated(text.data, start):
        text = text.apply(edit)
    if "as_of" in text.data["project"] and start >= today:
        text = text.apply(RemoveField(("project", "as_of")))
    if name is not None:
        text = text.apply(SetField(("project", "name"), name))
    return text.to_bytes()


def sample() -> bytes:
    """Return the sample plan: from the installed package, else from the checkout it stands in.

    Raises:
        PlanNotFound: where it has been left out of the installation.
    """
    packed: Traversable = files("aiplan") / SAMPLE
    found = packed if packed.is_file() else Path(__file__).parents[3] / SAMPLE
    if not found.is_file():
        raise PlanNotFound(say("the sample plan {sample} is missing from this installation", sample=SAMPLE))
    return found.read_bytes()


def summary(template: Traversable) -> str:
    """Return what a template is, from the comment in its first line."""
    first = template.read_text(encoding="utf-8").lstrip("\ufeff").partition("\n")[0]
    return first.removeprefix("#").strip() if first.startswith("#") else ""
