"""Widgets must not take names that Textual uses for itself: such a clash shows only when it hurts."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
import textwrap
from collections.abc import Iterator

import pytest
from textual.dom import DOMNode

import aiplan.tui

MEANT = frozenset(
    {"display", "highlighted", "theme", "virtual_size", "animation_level", "border_title", "_vertical_scrollbar"}
)
"""Attributes of Textual that are set on purpose."""


def own_classes() -> Iterator[type[DOMNode]]:
    for info in pkgutil.walk_packages(aiplan.tui.__path__, "aiplan.tui."):
        module = importlib.import_module(info.name)
        for value in vars(module).values():
            if inspect.isclass(value) and issubclass(value, DOMNode) and value.__module__ == info.name:
                yield value


def assigned(tree: ast.AST) -> set[str]:
    """Return attributes set on self, and private methods defined."""
    found = set()
    for node in ast.walk(tree):
        targets: list[ast.expr] = []
        if isinstance(node, ast.Assign):
            targets = node.targets
        elif isinstance(node, ast.AnnAssign | ast.AugAssign):
            targets = [node.target]
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and re.match("_[^_]", node.name):
            found.add(node.name)
        for target in targets:
            if isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name) and target.value.id == "self":
                found.add(target.attr)
    return found


def used_by_textual(cls: type[DOMNode]) -> set[str]:
    found: set[str] = set()
    for base in cls.__mro__[1:]:
        if base.__module__.startswith("textual"):
            found |= set(vars(base))
            tree = ast.parse(textwrap.dedent(inspect.getsource(base)))
            found |= {n.attr for n in ast.walk(tree) if isinstance(n, ast.Attribute)
                      and isinstance(n.value, ast.Name) and n.value.id == "self"}  # fmt: skip
    return found


def clashes(cls: type[DOMNode]) -> set[str]:
    own = assigned(ast.parse(textwrap.dedent(inspect.getsource(cls))))
    return (own & used_by_textual(cls)) - MEANT


CLASSES = {cls.__name__: cls for cls in own_classes()}


@pytest.mark.parametrize("cls", CLASSES.values(), ids=CLASSES)
def test_no_name_of_textual_is_taken(cls: type[DOMNode]) -> None:
    assert not clashes(cls)


def test_a_clash_is_seen() -> None:
    from textual.widget import Widget

    class Clashing(Widget):
        def __init__(self) -> None:
            super().__init__()
            self._timers = {}  # type: ignore[assignment]

    assert clashes(Clashing) == {"_timers"}
