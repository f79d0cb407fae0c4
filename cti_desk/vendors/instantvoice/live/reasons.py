"""Pause reasons: InstantVoice takes a number and tells a text, and cannot list either.

The profile maps numbers to texts; what is seen on the wire is learned and kept.
"""

from __future__ import annotations

from collections.abc import Sequence

from cti_desk.core.model import Reason
from cti_desk.core.ports import Memory


class Reasons:
    """Number ↔ text. ``key`` is where learned texts are kept in ``memory``."""

    def __init__(self, configured: Sequence[Reason], memory: Memory, key: str) -> None:
        self._configured = {reason.code: reason.text for reason in configured}
        self._memory = memory
        self._key = key
        known = memory.get(key, {})
        self._learned: dict[str, str] = (
            {str(code): str(text) for code, text in known.items()}
            if isinstance(known, dict)
            else {}
        )

    @property
    def all(self) -> tuple[Reason, ...]:
        """The reasons to choose from: the profile's, then the learned ones."""
        choices = [
            Reason(code, text or self._learned.get(code or ""))
            for code, text in self._configured.items()
        ]
        choices += [
            Reason(code, text)
            for code, text in self._learned.items()
            if code not in self._configured
        ]
        return tuple(choices)

    def text_of(self, code: str) -> str | None:
        return self._configured.get(code) or self._learned.get(code)

    def code_of(self, text: str) -> str | None:
        """The number of a text as InstantVoice sends it (its own words win over the profile's)."""
        wanted = text.casefold()
        for known in (self._learned, self._configured):
            for code, said in known.items():
                if said and said.casefold() == wanted:
                    return code
        return text if text in self._configured else None

    def find(self, given: str) -> str:
        """The number for what an agent or a program asked for: a number, or a text."""
        if given in self._configured or given in self._learned:
            return given
        return self.code_of(given) or given

    def learn(self, code: str, text: str) -> bool:
        """Keep what InstantVoice calls a number; return whether that was news."""
        if not text or text == code or self._learned.get(code) == text:
            return False
        self._learned[code] = text
        self._memory.set(self._key, dict(self._learned))
        return True

    def seen(self, text: str | None, asked: str | None = None) -> Reason | None:
        """The reason that a pause told with ``text`` has; ``asked`` is the number we asked for."""
        text = text or None
        code = self.code_of(text) if text else None
        if code is None and asked is not None and (text is None or not self._named(asked, text)):
            code = asked
            if text:
                self.learn(asked, text)
        if code is None and text is None:
            return None
        return Reason(code, (self.text_of(code) if code else None) or text)

    def _named(self, code: str, text: str) -> bool:
        """Whether InstantVoice itself has called this number something else before."""
        return self._learned.get(code, text) != text
