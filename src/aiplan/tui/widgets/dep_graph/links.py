"""From the network to links between activities: what is written, and what milestones with members imply."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from aiplan.core.network import Network
from aiplan.model.values import LinkType
from aiplan.model.work import Work


class GraphLink(NamedTuple):
    """One link of the map."""

    predecessor: str
    successor: str
    type: LinkType
    implied: bool
    """It follows from the membership of a milestone and stands nowhere in the file as it is drawn."""


def graph_links(network: Network) -> tuple[GraphLink, ...]:
    """Return the links between activities, each pair once.

    A milestone with members has events of its own in the network. Here they are collapsed: what its start waits for
    leads to the members that nothing inside precedes, and the members that nothing inside follows lead to it. What
    a chain of members implies anyway is left out.
    """
    work, members = network.work, network.members
    first, last = _ends(work, members)
    found: dict[tuple[str, str], GraphLink] = {}

    def add(predecessor: str, successor: str, kind: LinkType, *, implied: bool) -> None:
        if predecessor != successor:
            found.setdefault((predecessor, successor), GraphLink(predecessor, successor, kind, implied))

    for key, item in work.items():
        for link in item.depends_on:
            if link.id not in work:
                continue
            begins = link.type in ("FS", "SS") and key in members
            starts = link.type in ("SS", "SF") and link.id in members
            sources = first[link.id] if starts else (link.id,)
            for source in sources:
                for target in first[key] if begins else (key,):
                    add(source, target, link.type, implied=begins or starts)
    for key, inside in last.items():
        for member in inside:
            add(member, key, "FS", implied=True)
    return tuple(found.values())


def _ends(
    work: Mapping[str, Work], members: Mapping[str, Iterable[str]]
) -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    """Return for each milestone the members that no other member precedes, and those that none follows.

    Where members only depend on each other in a circle, all of them count.
    """
    first: dict[str, tuple[str, ...]] = {}
    last: dict[str, tuple[str, ...]] = {}
    for key, names in members.items():
        inside = tuple(names)
        known = frozenset(inside)
        before = {member: {link.id for link in work[member].depends_on} & known - {member} for member in inside}
        followed = frozenset().union(*before.values())
        first[key] = tuple(member for member in inside if not before[member]) or inside
        last[key] = tuple(member for member in inside if member not in followed) or inside
    return first, last
