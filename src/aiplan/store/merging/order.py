"""The order of what a merge keeps: the current side's, additions of the other side after what they follow there."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TypeVar

K = TypeVar("K", bound=Hashable)


def merged_order(base: Sequence[K], current: Sequence[K], incoming: Sequence[K]) -> list[K]:
    """Return all keys of `current` and `incoming` in one order.

    Keys that only `incoming` has stand after the key they follow there; where both sides added after the same key, by
    key, so that both directions give the same order.
    """
    if [k for k in current if k in set(incoming)] != [k for k in incoming if k in set(current)]:
        kept = set(current) & set(incoming) & set(base)
        if [k for k in current if k in kept] == [k for k in base if k in kept]:
            return _woven(base, incoming, current)
    return _woven(base, current, incoming)


def _woven(base: Sequence[K], first: Sequence[K], second: Sequence[K]) -> list[K]:
    result, known, old = list(first), set(first), set(base) | set(second)
    previous: K | None = None
    for key in second:
        if key not in known:
            at = 0 if previous is None else result.index(previous) + 1
            while at < len(result) and result[at] not in old and str(result[at]) < str(key):
                at += 1
            result.insert(at, key)
            known.add(key)
        previous = key
    return result
