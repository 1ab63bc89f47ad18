"""What the fields of the models mean: their attribute docstrings, read from the source when asked.

pydantic can collect them itself (`use_attribute_docstrings`), but does so at import, which every command would
pay for.
"""

from __future__ import annotations

import ast
import inspect
import sys
from collections.abc import Mapping
from functools import cache

from aiplan.model.base import Table


def table_doc(model: type[Table]) -> str:
    """Return the first paragraph of the docstring of `model`, on one line."""
    return _one_line(inspect.cleandoc(model.__doc__ or "").split("\n\n")[0])


@cache
def field_docs(model: type[Table]) -> Mapping[str, str]:
    """Return the keys of `model` as written in the file, each with its meaning on one line.

    A key without a docstring is left out; where the source is not at hand, nothing is known.
    """
    by_name: dict[str, str] = {}
    for base in reversed(model.__mro__):
        if issubclass(base, Table):
            by_name |= _attribute_docs(base.__module__).get(base.__qualname__, {})
    return {field.alias or name: by_name[name] for name, field in model.model_fields.items() if name in by_name}


@cache
def _attribute_docs(module: str) -> Mapping[str, Mapping[str, str]]:
    """Return class → attribute → docstring for the classes at the top of `module`."""
    try:
        tree = ast.parse(inspect.getsource(sys.modules[module]))
    except (OSError, KeyError, SyntaxError):
        return {}
    return {node.name: _of_class(node) for node in tree.body if isinstance(node, ast.ClassDef)}


def _of_class(node: ast.ClassDef) -> dict[str, str]:
    found: dict[str, str] = {}
    for statement, follower in zip(node.body, node.body[1:], strict=False):
        if (
            isinstance(statement, ast.AnnAssign)
            and isinstance(statement.target, ast.Name)
            and isinstance(follower, ast.Expr)
            and isinstance(follower.value, ast.Constant)
            and isinstance(follower.value.value, str)
        ):
            found[statement.target.id] = _one_line(follower.value.value)
    return found


def _one_line(text: str) -> str:
    return " ".join(text.split())
