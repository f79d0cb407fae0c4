"""References to what is loaded only when used: ``package.module:NAME``."""

from __future__ import annotations

from importlib import import_module
from typing import Any


def load(reference: str) -> Any:
    """Import the module that a reference names and return what it holds under that name.

    Raises ImportError or AttributeError for a reference to nothing.
    """
    module, _, name = reference.partition(":")
    return getattr(import_module(module), name)
