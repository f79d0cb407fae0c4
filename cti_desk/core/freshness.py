"""How old figures may be that the desk has to read, and whether they are older than that.

No imports: the command line uses this, too.
"""

from __future__ import annotations

from typing import Final

FIGURES_S: Final = 15.0
"""While somebody looks, a queue's figures are no older than this; older ones show their age."""

MEMBERS_S: Final = 60.0
"""The same for the states of a queue's members, which are read one by one."""

FOR_A_PERSON_S: Final = 5.0
FOR_PROGRAMS_S: Final = 10.0
"""How often figures are read while a person looks at them, and while only programs do."""


def is_old(read_at: float | None, now: float, promise_s: float = FIGURES_S) -> bool:
    """Whether a reading of that time is older than promised. ``None`` as time: events keep it
    fresh.

    A reading that seems to come from the future was made before the calendar's clock was set back.
    Nobody knows how old it is.
    """
    return read_at is not None and not -1.0 <= now - read_at <= promise_s
