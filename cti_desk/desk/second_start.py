"""A start while the desk already runs: shows its strip, and says what it did.

It is an error unless the strip is where the person is who started the desk again.
"""

from __future__ import annotations

import sys
from pathlib import Path

from cti_desk.core.errors import UsageError
from cti_desk.ipc.instance import Instance, Running
from cti_desk.system.displays import displays


def show_running(instance: Instance, profile: str | None, config: Path | None) -> None:
    """Raise the running desk's strip; raises `CtiError` where that does not serve the person."""
    running = instance.raise_running(profile, None if config is None else str(config.resolve()))
    _check_display(running)
    if sys.stdout is not None:  # as in a windowed program on Windows
        print("CTI Desk runs already. Its strip is shown.")  # noqa: T201


def _check_display(running: Running) -> None:
    """Raise `UsageError` when the strip has been shown where nobody looks."""
    here = displays()
    if set(here) & set(running.displays) or not (here or running.displays):
        return
    there = f"on display {' and '.join(running.displays)}" if running.displays else "on no display"
    place = f"not here on {' and '.join(here)}" if here else "there is no display here"
    raise UsageError(
        f"CTI Desk already runs {there}. Its strip was shown there; {place}. "
        "End it first to start it here, or start a desk of its own with --instance NAME."
    )
