"""Numbers as people type them on the command line and as they read them."""

from __future__ import annotations

import argparse
import math


def number(text: str) -> float:
    """Return the number written as `0.884`, `88.4%` or `1820`.

    Raises:
        argparse.ArgumentTypeError: where `text` is none, or is not finite.
    """
    word = text.strip().replace("_", "")
    try:
        value = float(word.removesuffix("%")) / (100 if word.endswith("%") else 1)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number: write 0.884 or 88.4%")
    return value


def share(text: str) -> float:
    """Return the share written as `0.884` or `88.4%`.

    Raises:
        argparse.ArgumentTypeError: where `text` is none, or lies outside 0 … 1.
    """
    value = number(text)
    if not 0 <= value <= 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a share: it lies between 0 and 1 (0 % and 100 %)")
    return value


def positive(text: str) -> float:
    """Return a number above 0.

    Raises:
        argparse.ArgumentTypeError: where `text` is none.
    """
    value = number(text)
    if value <= 0:
        raise argparse.ArgumentTypeError(f"{text!r} must be more than 0")
    return value


def cases(text: str) -> int:
    """Return a number of cases, 0 or more.

    Raises:
        argparse.ArgumentTypeError: where `text` is no whole number.
    """
    word = text.strip().replace("_", "").replace(",", "")
    if not word.isascii() or not word.isdigit() or len(word) > 9:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of cases: write a whole number")
    return int(word)


def sample(text: str) -> int:
    """Return the size of a sample, 1 or more.

    Raises:
        argparse.ArgumentTypeError: where `text` is none.
    """
    size = cases(text)
    if size == 0:
        raise argparse.ArgumentTypeError("a sample holds at least one case")
    return size


def plain(value: float | None, digits: int = 4) -> str:
    """Return a number with at most `digits` decimals, `–` for none."""
    if value is None:
        return "–"
    if not math.isfinite(value):
        return str(value)
    text = f"{value:,.{digits}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def percent_of(value: float) -> str:
    """Return a share in percent: `88.4 %`."""
    return f"{plain(100 * value, 2)} %"
