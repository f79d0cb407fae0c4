"""How this program starts another process of itself: from source, or as the built Windows program.

The built program is a folder with executables: ``cti-desk.exe`` for consoles, ``cti-deskw.exe``
without one. Neither is a Python that could be given ``-m``; see installer/windows/entry.py.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

MODULE: Final = "-m"
_CONSOLE: Final = "cti-desk.exe"
_WINDOWED: Final = "cti-deskw.exe"


def command(*words: str, windowed: bool = False) -> list[str]:
    """The command line of ``cti-desk WORDS``; ``windowed`` for one that has nothing to print."""
    if is_built():
        return [_beside(_WINDOWED if windowed else _CONSOLE), *words]
    # -P: a file in the folder where it is started must not stand in for one of ours.
    return [sys.executable, "-P", MODULE, "cti_desk", *words]


def helper(module: str) -> list[str]:
    """The command line of a helper process: one of our modules, with pipes to this one."""
    return (
        [_beside(_CONSOLE), MODULE, module]
        if is_built()
        else [sys.executable, "-P", MODULE, module]
    )


def is_built() -> bool:
    """Whether this is the built program."""
    return bool(getattr(sys, "frozen", False))


def _beside(name: str) -> str:
    return str(Path(sys.executable).with_name(name))
