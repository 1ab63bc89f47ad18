"""JSON and YAML files held against a schema by check-jsonschema, without a network."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def schema_errors(path: Path, *, builtin: str = "", schema: Path | None = None) -> str:
    """Return what is wrong with the file at `path`, empty where nothing is.

    Args:
        path: JSON or YAML.
        builtin: name of a schema that check-jsonschema brings along.
        schema: file of another.
    """
    chosen = ["--schemafile", str(schema)] if schema is not None else ["--builtin-schema", builtin]
    done = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "--no-cache", "--regex-variant", "python", *chosen, str(path)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    return "" if done.returncode == 0 else done.stdout + done.stderr
