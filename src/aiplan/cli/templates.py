"""The starter plans that come with aiplan: NAME.toml in English, NAME.zh.toml in Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from aiplan.cli.diagnostics import nearest
from aiplan.errors import UsageError

DEFAULT = "minimal"
_CHINESE = ".zh"


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
    names = [name for name in found if not name.endswith(_CHINESE)]
    return {name: found.get(name + _CHINESE, found[name]) if language == "zh" else found[name] for name in names}


def read_template(name: str, language: str = "en") -> bytes:
    """Return the plan file of a template; a name that ends in `.zh` is Chinese in any case.

    Raises:
        UsageError: where there is none of this name.
    """
    found = templates_in("zh" if name.endswith(_CHINESE) else language)
    plain = name.removesuffix(_CHINESE)
    if plain not in found:
        lines = [nearest(plain, found), f"there are: {', '.join(found)}", "what each is: aiplan init --list"]
        raise UsageError(f"there is no template {name!r}", hint="\n".join(filter(None, lines)))
    return found[plain].read_bytes()


def summary(template: Traversable) -> str:
    """Return what a template is, from the comment in its first line."""
    first = template.read_text(encoding="utf-8").lstrip("\ufeff").partition("\n")[0]
    return first.removeprefix("#").strip() if first.startswith("#") else ""
