"""Imports without what a library brings along only where it happens to be installed."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def spared(*names: str) -> Iterator[None]:
    """Let these modules be missing while something is imported that can do without them.

    One that is loaded already stays; what is left out can be imported afterwards.
    """
    left_out = [name for name in names if name not in sys.modules]
    sys.modules.update(dict.fromkeys(left_out))  # type: ignore[arg-type] # None: cannot be imported
    try:
        yield
    finally:
        for name in left_out:
            if sys.modules.get(name, sys) is None:
                del sys.modules[name]
