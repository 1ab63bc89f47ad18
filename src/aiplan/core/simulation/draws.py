"""Random numbers: one stream per activity, so that the same seed draws the same for it in every variant of a plan.

Common random numbers make two variants comparable: their difference carries far less noise than either.

Source: SFC64, Chris Doty-Humphrey, PractRand 0.93; common random numbers: Law, *Simulation Modeling and
Analysis*, 5th ed., 2015, ch. 11.2.
"""

from __future__ import annotations

import hashlib

import numpy as np
import numpy.typing as npt

from aiplan.core.simulation.quantiles import normal_tables

Uniform16 = npt.NDArray[np.uint16]
_MOST_KEPT = 20_000


class Streams:
    """The random numbers of every activity, risk and team under one seed.

    One object may serve simulation after simulation: with `keep` what was drawn is kept, so that a plan that differs
    in a few places costs only the numbers that are new.
    """

    __slots__ = ("_bits", "_keep", "_kept", "_state", "seed")

    def __init__(self, seed: int, *, keep: bool = True) -> None:
        self.seed, self._keep, self._bits = seed, keep, np.random.SFC64(0)
        self._state = self._bits.state
        self._kept: dict[tuple[str, ...], Uniform16] = {}

    def uniforms(self, count: int, *names: str) -> Uniform16:
        """Return the first `count` numbers of the stream `names`, independent and uniform on 0 … 65535.

        They are shared: not to be written to.
        """
        if not self._keep:
            return self._draw(count, names)
        kept = self._kept.get(names)
        if kept is None or kept.shape[0] < count:
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            kept = self._kept[names] = self._draw(count, names)
        return kept[:count]

    def _draw(self, count: int, names: tuple[str, ...]) -> Uniform16:
        digest = hashlib.blake2b("\x1f".join((str(self.seed), *names)).encode(), digest_size=24).digest()
        words = self._state["state"]["state"]
        words[:3] = np.frombuffer(digest, dtype="<u8")
        words[3] = 1
        self._bits.state = self._state
        self._bits.random_raw(12, output=False)
        drawn = self._bits.random_raw((count + 3) // 4)
        return np.asarray(drawn.astype("<u8", copy=False).view("<u2")[:count], dtype=np.uint16)


def correlated(own: Uniform16, common: Uniform16, correlation: float) -> Uniform16:
    """Return numbers uniform on 0 … 65535 whose normal deviates have `correlation` with those of their team mates.

    A one-factor Gaussian copula: z = √ρ · common + √(1 − ρ) · own.
    """
    deviates, uniforms, limit = normal_tables()
    share, rest = round(correlation**0.5 * 4096), round((1.0 - correlation) ** 0.5 * 4096)
    mixed = (deviates[common].astype(np.int64) * share + deviates[own].astype(np.int64) * rest) >> 12
    found: Uniform16 = uniforms[np.clip(mixed, -limit, limit) + limit]
    return found
