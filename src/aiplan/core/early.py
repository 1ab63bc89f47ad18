"""Early finish dates alone, for what is computed many times and asked for nothing else."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from aiplan.core import dates
from aiplan.core.calendar import OutOfRangeError
from aiplan.core.instants import Passes
from aiplan.core.network import OUT, Network
from aiplan.core.passes import run_passes


class Dated(Protocol):
    """What knows when activities finish."""

    def finish_of(self, key: str) -> dt.date | None:
        """Return the early finish of `key`, `None` where it has none or is not in the plan."""

    @property
    def finish(self) -> dt.date | None:
        """Latest early finish of all activities that are not dropped."""


@dataclass(frozen=True)
class EarlyDates:
    """The early finishes of a network; its late side is not computed."""

    network: Network
    passes: Passes | None

    def finish_of(self, key: str) -> dt.date | None:
        """Return the early finish of `key`, `None` where it has none or is not in the plan."""
        return early_finish(self.network, self.passes, key)

    @cached_property
    def finish(self) -> dt.date | None:
        """Latest early finish of all activities that are not dropped."""
        return None if self.passes is None else dates.project_finish(self.network, self.passes)


def early_dates(network: Network) -> EarlyDates:
    """Return the early finishes of `network`."""
    try:
        return EarlyDates(network, run_passes(network, late=False))
    except OutOfRangeError:
        return EarlyDates(network, None)


def early_finish(network: Network, passes: Passes | None, key: str) -> dt.date | None:
    """Return the early finish of `key`, `None` where it has none or is not in the network."""
    number = network.main.get(key)
    if passes is None or number is None or network.nodes[number].mode == OUT:
        return None
    return dates.finish_date(network, passes, key)
