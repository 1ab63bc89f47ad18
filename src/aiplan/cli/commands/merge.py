"""Merge three versions of a plan and print the result, or write it with -o.

Nothing of either side is lost without a conflict marker. Exit 1 where something is to be settled.
"""

from __future__ import annotations

import argparse

from aiplan.cli.commands import merge_driver


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    merge_driver.configure(parser)


def run(args: argparse.Namespace) -> int:
    """Print the merge; exit 1 with markers where something is to be settled."""
    return merge_driver.merge(args, args.output)
