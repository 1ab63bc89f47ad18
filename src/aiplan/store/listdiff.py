"""How one list becomes another with the fewest entries touched."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import Any, Literal

Step = tuple[Literal["insert", "remove", "set"], int, Any]
"""What to do at which position, with the new value."""

_MOST = 100
"""Lists that differ in more entries are written anew."""


def list_steps(old: list[Any], new: list[Any]) -> list[Step] | None:
    """Return the steps from `old` to `new`, in an order in which positions count in `old`, or `None` if too many.

    A step at a position leaves everything before it alone, so positions stay right from one step to the next.
    """
    head = 0
    before, after = [_token(v) for v in old], [_token(v) for v in new]
    while head < min(len(old), len(new)) and before[head] == after[head]:
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    left, right = before[head : len(old) - tail], after[head : len(new) - tail]
    if max(len(left), len(right)) > _MOST:
        return None
    steps: list[Step] = []
    for tag, i1, i2, j1, j2 in reversed(SequenceMatcher(None, left, right, autojunk=False).get_opcodes()):
        if tag == "equal":
            continue
        pairs = min(i2 - i1, j2 - j1)
        steps += [("remove", head + i, None) for i in range(i2 - 1, i1 + pairs - 1, -1)]
        steps += [("insert", head + i1 + pairs, new[head + j]) for j in range(j2 - 1, j1 + pairs - 1, -1)]
        steps += [("set", head + i1 + k, new[head + j1 + k]) for k in range(pairs - 1, -1, -1)]
    return steps


def _token(value: Any) -> object:
    """Return something hashable that is equal exactly where two values are the same in the file."""
    if isinstance(value, dict):
        return frozenset((key, _token(inner)) for key, inner in value.items())
    if isinstance(value, list):
        return tuple(map(_token, value))
    return type(value), repr(value)
