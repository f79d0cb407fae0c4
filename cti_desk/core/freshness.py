"""How old figures may be that have to be read, and whether they are older than that.

No imports: the command line asks, too.
"""

from __future__ import annotations

from typing import Final

FIGURES_S: Final = 15.0
"""While somebody looks, a queue's figures are no older than this; older ones show their age."""

MEMBERS_S: Final = 60.0
"""The same for the states of a queue's members, each of which is read by itself."""

FOR_A_PERSON_S: Final = 5.0
FOR_PROGRAMS_S: Final = 10.0
"""How often figures are read while a person looks at them, or only programs do."""


def is_old(read_at: float | None, now: float, promise_s: float = FIGURES_S) -> bool:
    """Whether what was read then is older than promised; ``None``: events keep it fresh.

    What seems to have been read later than now was read before the calendar's clock was set back:
    how old it is nobody knows.
    """
    return read_at is not None and not -1.0 <= now - read_at <= promise_s
