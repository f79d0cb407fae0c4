"""What the command line says about a start."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct


class StartOptions(Struct, frozen=True):
    """Which profile, which settings file, which instance; ``None`` is the usual one.

    ``secrets_stdin``: the profile's secrets come from standard input.
    """

    profile: str | None = None
    config: Path | None = None
    instance: str | None = None
    secrets_stdin: bool = False
