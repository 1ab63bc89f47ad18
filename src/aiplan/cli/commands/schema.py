"""Print the JSON Schema of the plan file.

Editors complete and explain keys with it: save it beside the plan and write as the plan's first line
    #:schema ./aiplan.schema.json
"""

from __future__ import annotations

import argparse

from aiplan.cli import diagnostics, output
from aiplan.cli.options import accept_file, add_format


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    accept_file(parser)
    add_format(parser, "json")


def run(args: argparse.Namespace) -> int:  # noqa: ARG001 - every command is called alike
    """Print the schema."""
    from aiplan.cli.json_schema import plan_schema

    output.emit_json(plan_schema(), nested=True)
    return diagnostics.OK
