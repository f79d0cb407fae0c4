"""Whether two descriptions of the other end of a call mean the same party.

A call's party may change: a colleague consults the agent and then connects a customer. What was
shown, opened or written for one party is never the next one's.
"""

from __future__ import annotations

from typing import Final

from cti_desk.core.model import Remote

SHORTEST_SUFFIX: Final = 7
"""So many last digits make two spellings of a number the same: with and without its prefixes."""

WITHHELD: Final = "withheld"
NOBODY: Final = ""


def party_of(remote: Remote) -> str:
    """A party's key: its number as the vendor sent it, `WITHHELD`, or `NOBODY` if unknown."""
    if remote.withheld:
        return WITHHELD
    return (remote.number or "").strip() or NOBODY


def same_party(one: str, other: str) -> bool:
    """Whether two keys mean the same party, however the number is written."""
    if one == other:
        return True
    if NOBODY in (one, other) or WITHHELD in (one, other):
        return False
    shorter, longer = sorted((_digits(one), _digits(other)), key=len)
    if shorter == longer:
        return bool(shorter)
    return len(shorter) >= SHORTEST_SUFFIX and longer.endswith(shorter)


def is_another(before: Remote, now: Remote) -> bool:
    """Whether another party has come: not when one becomes known, or is not told any more."""
    one, other = party_of(before), party_of(now)
    return NOBODY not in (one, other) and not same_party(one, other)


def _digits(number: str) -> str:
    """The digits without what may stand in front of them; a number without digits stays."""
    digits = "".join(each for each in number if each.isdecimal())
    return digits.lstrip("0") or number
