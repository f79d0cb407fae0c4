"""Which pages have been opened: a bounded memory that outlives a run of the desk. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from cti_desk.core.model import Remote
from cti_desk.core.parties import NOBODY, named, party_of, same_party

MOST_ROOTS: Final = 2_000
MOST_KEPT: Final = 200
"""How many root calls are kept for the next run: those that can still be up."""

KEPT_FOR_S: Final = 86_400.0
"""How long a decision is kept: after a day, a vendor's id may mean another call."""


class PageDecisions:
    """The parties for whom a page was opened, by moment and root call.

    A party that was unknown when it was decided on, and becomes known later, is still the same
    party.
    """

    def __init__(self) -> None:
        self._parties: dict[tuple[str, str], list[str]] = {}
        self._at: dict[tuple[str, str], float] = {}

    def __contains__(self, key: object) -> bool:
        """Whether anything was decided for a moment and a root."""
        return key in self._parties

    def decided(self, moment: str, root: str, remote: Remote) -> bool:
        """Whether a page was opened for this party of the root call."""
        known = self._parties.get((moment, root))
        if known is None:
            return False
        party = party_of(remote)
        if party == NOBODY:
            return True  # who it is may be told yet; a page that says nothing is not opened twice
        if known == [NOBODY] or named(remote) in known:
            known[:] = [each for each in known if each not in (NOBODY, named(remote))]
            known.append(party)
        return any(same_party(party, each) for each in known)

    def decide(self, moment: str, root: str, remote: Remote, now: float) -> None:
        """A page is opened for this party; ``now`` in Unix seconds."""
        key = (moment, root)
        parties = self._parties.pop(key, [])
        self._parties[key] = [*parties, party_of(remote)]
        self._at[key] = now
        while len(self._parties) > MOST_ROOTS:
            oldest = next(iter(self._parties))
            del self._parties[oldest], self._at[oldest]

    def kept(self, now: float) -> list[list[Any]]:
        """What the next run should know, as JSON values, oldest first."""
        newest = list(self._parties)[-MOST_KEPT:]
        return [
            [*key, self._at[key], *self._parties[key]] for key in newest if self._is_kept(key, now)
        ]

    def _is_kept(self, key: tuple[str, str], now: float) -> bool:
        return abs(now - self._at[key]) < KEPT_FOR_S

    @classmethod
    def of(cls, kept: object, now: float) -> PageDecisions:
        """What `kept` returned in an earlier run; whatever is no such thing is left out."""
        made = cls()
        for entry in kept if isinstance(kept, Iterable) else ():
            match entry:
                case [str(moment), str(root), int() | float() as at, *parties] if all(
                    isinstance(party, str) for party in parties
                ):
                    key = (moment, root)
                    made._parties[key], made._at[key] = list(parties), float(at)
                    if not made._is_kept(key, now):
                        del made._parties[key], made._at[key]
                case _:
                    pass
        return made
