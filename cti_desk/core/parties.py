"""Whether two descriptions of the other end of a call mean the same party.

A call's party may change: a colleague consults the agent and then connects a customer. What was
shown, opened or written for one party must never be used for the next.
"""

from __future__ import annotations

from typing import Final

from cti_desk.core.model import Remote

SHORTEST_SUFFIX: Final = 7
"""How many last digits must agree so that two spellings, with and without prefixes, are one number.
"""

WITHHELD: Final = "withheld"
NOBODY: Final = ""
_NAMED: Final = "name:"


def party_of(remote: Remote) -> str:
    """A party's key: its number as the vendor sent it, `WITHHELD`, or `NOBODY` if unknown.

    A party without a number (a queue, a voice mail) has its name as key.
    """
    if remote.withheld:
        return WITHHELD
    return (remote.number or "").strip() or named(remote)


def named(remote: Remote) -> str:
    """The key of a party of which only the name is known, or `NOBODY`."""
    name = (remote.name or "").strip()
    return f"{_NAMED}{name}" if name else NOBODY


def same_party(one: str, other: str) -> bool:
    """Whether two keys mean the same party, however the number is written."""
    if one == other:
        return True
    if NOBODY in (one, other) or WITHHELD in (one, other):
        return False
    if one.startswith(_NAMED) or other.startswith(_NAMED):
        return False
    shorter, longer = sorted((_digits(one), _digits(other)), key=len)
    if shorter == longer:
        return bool(shorter)
    return len(shorter) >= SHORTEST_SUFFIX and longer.endswith(shorter)


def is_another(before: Remote, now: Remote) -> bool:
    """Whether another party has come, rather than more become known of the same one.

    Both are as the call book has them. The call book keeps what a vendor does not repeat, so a
    number that is missing is gone together with its party.
    """
    if before == Remote():
        return False
    if before.withheld or now.withheld:
        return before.withheld != now.withheld
    if before.number:
        return not (now.number and same_party(before.number, now.number))
    return bool(before.name) and before.name != now.name and bool(now.name or not now.number)


def _digits(number: str) -> str:
    """The digits without the prefixes that may stand before them. A number without digits stays."""
    digits = "".join(each for each in number if each.isdecimal())
    return digits.lstrip("0") or number
