"""The script that gathers the texts of the interface, as a module."""

from __future__ import annotations

import importlib.util
from types import ModuleType

from helpers.tools import ROOT


def load() -> ModuleType:
    """Return `scripts/messages.py`: `stale(language)`, `untranslated(language)`, `template()`."""
    spec = importlib.util.spec_from_file_location("messages_script", ROOT / "scripts" / "messages.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
