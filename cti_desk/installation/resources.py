"""Where the files beside the code are: icons and schemas."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parents[1]


def resource_path(*parts: str) -> Path:
    """Return the path of a file under ``resources/``, installed or in a checkout.

    A wheel carries the folder as ``cti_desk/_resources``; a checkout has it beside the package.
    """
    installed = _PACKAGE / "_resources"
    root = installed if installed.is_dir() else _PACKAGE.parent / "resources"
    return root.joinpath(*parts)
