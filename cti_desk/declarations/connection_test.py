"""Trying a connection out: one step after the other, until the first that fails.

A vendor's ``try_out(setup)`` yields a `Step` when it begins something and another of the same name
when it is over. The first step that fails is the last one. It never blocks the loop, leaves nothing
open when it is cancelled, and makes at most one attempt to log in.
"""

from __future__ import annotations

from typing import Final, Literal

from msgspec import Struct

TRIAL_S: Final = 15.0
"""How long a test may take. Whoever runs it ends it then, and says so."""

StepState = Literal["trying", "passed", "warning", "failed", "skipped"]


class Step(Struct, frozen=True):
    """One step of a test; ``words`` are a sentence.

    ``warning``: it works, but there is something to know. ``skipped``: there was nothing to test.
    """

    name: str
    state: StepState
    words: str
