"""A start while the desk already runs: shows its strip, and says what it did.

The exit code is 0 only when the strip is where the person is who started the desk again.
"""

from __future__ import annotations

import sys
from pathlib import Path

from cti_desk.core.errors import CtiError, UsageError
from cti_desk.ipc.instance import Instance, Running
from cti_desk.system.displays import displays


def show_running(instance: Instance, profile: str | None, config: Path | None) -> int:
    """Raise the running desk's strip; returns the exit code."""
    try:
        running = instance.raise_running(profile, None if config is None else str(config.resolve()))
        _check_display(running)
    except CtiError as error:
        print(f"cti-desk: {error}", file=sys.stderr)  # noqa: T201
        return error.exit_code
    print("CTI Desk runs already. Its strip is shown.")  # noqa: T201
    return 0


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
