"""House rules that no tool knows: sizes of modules and classes, and words that may not stand in the tree."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

MODULE_LINES = 500
"""No module of the product is longer."""
SCREEN_LINES = 250
"""No App or Screen class is as long: in such programs everything meets there."""


def long_modules(root: Path, allowed: Mapping[str, int], limit: int = MODULE_LINES) -> Iterator[str]:
    """Yield one complaint per module under `root` that is too long, or whose allowance can shrink.

    Args:
        root: the folder of the package.
        allowed: relative path → lines, for modules that are too long already; they may only get shorter.
        limit: lines a module may have.
    """
    for path in sorted(root.rglob("*.py")):
        name = path.relative_to(root).as_posix()
        lines = len(path.read_text(encoding="utf-8").splitlines())
        if name in allowed and lines < allowed[name]:
            yield f"{name} has {lines} lines: lower its allowance of {allowed[name]}, or remove it up to {limit}"
        elif lines > allowed.get(name, limit):
            yield f"{name} has {lines} lines, more than {allowed.get(name, limit)}: split it"
    for name in sorted(allowed):
        if allowed[name] <= limit or not (root / name).is_file():
            yield f"{name} needs no allowance: remove it"


def long_screens(root: Path, limit: int = SCREEN_LINES) -> Iterator[str]:
    """Yield one complaint per App or Screen class under `root` of `limit` lines or more."""
    for path in sorted(root.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.ClassDef) or node.end_lineno is None:
                continue
            bases = [ast.unparse(b).partition("[")[0] for b in node.bases]
            lines = node.end_lineno - node.lineno + 1
            if lines >= limit and any(b.endswith(("App", "Screen")) for b in bases):
                yield f"{path.relative_to(root).as_posix()}: class {node.name} has {lines} lines, {limit} or more"


# Written in pieces, so that this file does not hold what it looks for.
_MACHINE_PATHS = ("work", "root", "home/[a-z]+", "Users/[A-Za-z]+")
_HOSTS = ("registry.npm" + "js", "pypi" + ".org", "python" + "hosted", "deb.de" + "bian", "security.de" + "bian")
UNWANTED = re.compile(
    "|".join([rf"(?<![\w.~-])/(?:{'|'.join(_MACHINE_PATHS)})/", *(re.escape(h) for h in _HOSTS), r"\." + "library/"])
)


def unwanted_words(files: Iterable[Path], root: Path) -> Iterator[str]:
    """Yield `path:line: text` for each line that names a path of one machine or the host of a package registry."""
    for path in files:
        try:
            text = path.read_text(encoding="utf-8")
        except (UnicodeDecodeError, FileNotFoundError, IsADirectoryError):
            continue
        for number, line in enumerate(text.splitlines(), 1):
            if UNWANTED.search(line):
                yield f"{path.relative_to(root).as_posix()}:{number}: {line.strip()[:100]}"
