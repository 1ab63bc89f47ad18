"""The starter plans that come with aiplan."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from aiplan.cli.diagnostics import nearest
from aiplan.errors import UsageError

DEFAULT = "minimal"


def templates() -> Mapping[str, Traversable]:
    """Return the templates by name: from the installed package, else from the checkout it stands in."""
    folder: Traversable = files("aiplan") / "templates"
    if not folder.is_dir():
        folder = Path(__file__).parents[3] / "templates"
    if not folder.is_dir():
        return {}
    found = {entry.name.removesuffix(".toml"): entry for entry in folder.iterdir() if entry.name.endswith(".toml")}
    return dict(sorted(found.items()))


def read_template(name: str) -> bytes:
    """Return the plan file of a template.

    Raises:
        UsageError: where there is none of this name.
    """
    found = templates()
    if name not in found:
        close = nearest(name, found)
        raise UsageError(f"there is no template {name}", hint=close or f"there are: {', '.join(found)}")
    return found[name].read_bytes()


def summary(template: Traversable) -> str:
    """Return what a template is, from the comment in its first line."""
    first = template.read_text(encoding="utf-8").lstrip("\ufeff").partition("\n")[0]
    return first.removeprefix("#").strip() if first.startswith("#") else ""
