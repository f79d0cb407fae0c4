"""Cuts XML text where a parser has nothing left to wait for: behind complete markup.

Expat may not look again at an unfinished tag before much more of it has come ("reparse deferral",
since 2.6 and in Debian's security updates of 2.5), and not every Python can ask it to
(`XMLParser.flush`). A stanza would then be kept back until the next byte arrives. A parser that is
only ever given complete markup has no unfinished tag.
"""

from __future__ import annotations

import codecs
import re
from enum import Enum, auto
from typing import Any, Final
from xml.etree.ElementTree import XMLPullParser

_UNITS: Final = re.compile(r"""(?:[^<]*<[^!?>"'][^>"']*(?:"[^"]*"[^>"']*|'[^']*'[^>"']*)*>)*""")
"""Text and the tag behind it, as often as both are complete."""

_IN_TAG: Final = re.compile("""[>"']""")


class _State(Enum):
    TEXT = auto()
    OPENING = auto()  # a "<" has come, and what it begins is not clear yet
    TAG = auto()
    QUOTED = auto()  # in a tag, where a ">" ends nothing
    SECTION = auto()  # a comment, a CDATA section or an instruction


_SECTIONS: Final = {"<!--": "-->", "<![CDATA[": "]]>", "<?": "?>"}


class Markup:
    """Takes text in pieces and returns it in pieces that end behind markup.

    Each character is looked at once, into however many pieces it was cut.
    """

    def __init__(self) -> None:
        self._kept: list[str] = []
        self._state = _State.TEXT
        self._seen = ""  # what decides about the state, if it was cut
        self._until = ""  # what ends a quoted value or a section
        self._begun = False

    def feed(self, text: str) -> str:
        """Return all that is complete with this piece; it may be empty.

        What begins with other text than markup is no XML, and is returned as it is.
        """
        if not self._begun:
            if (start := text.lstrip()) and not start.startswith("<"):
                return text
            self._begun = bool(start)
        end = at = self._skip_tags(text, 0)
        while at < len(text):
            at, complete = self._step(text, at)
            if complete:
                self._state = _State.TEXT
                end = at = self._skip_tags(text, at)
        if end == 0:
            self._kept.append(text)
            return ""
        done = "".join((*self._kept, text[:end]))
        self._kept = [text[end:]] if end < len(text) else []
        return done

    def _skip_tags(self, text: str, at: int) -> int:
        """The usual case, quickly."""
        if self._state is not _State.TEXT:
            return at
        found = _UNITS.match(text, at)
        return at if found is None else found.end()

    def _step(self, text: str, at: int) -> tuple[int, bool]:
        """Look at one thing; return where it ends, and whether that completes markup."""
        match self._state:
            case _State.TEXT:
                return self._text(text, at), False
            case _State.OPENING:
                return self._opening(text, at), False
            case _State.TAG:
                return self._tag(text, at)
            case _State.QUOTED:
                return self._quoted(text, at), False
            case _State.SECTION:
                return self._section(text, at)

    def _text(self, text: str, at: int) -> int:
        found = text.find("<", at)
        if found < 0:
            return len(text)
        self._state, self._seen = _State.OPENING, "<"
        return found + 1

    def _opening(self, text: str, at: int) -> int:
        seen = self._seen + text[at]
        if not any(opening.startswith(seen) for opening in _SECTIONS):
            self._state = _State.TAG
            return at
        self._seen = seen
        if seen in _SECTIONS:
            self._state, self._until, self._seen = _State.SECTION, _SECTIONS[seen], ""
        return at + 1

    def _tag(self, text: str, at: int) -> tuple[int, bool]:
        found = _IN_TAG.search(text, at)
        if found is None:
            return len(text), False
        if found[0] == ">":
            return found.end(), True
        self._state, self._until = _State.QUOTED, found[0]
        return found.end(), False

    def _quoted(self, text: str, at: int) -> int:
        found = text.find(self._until, at)
        if found < 0:
            return len(text)
        self._state = _State.TAG
        return found + 1

    def _section(self, text: str, at: int) -> tuple[int, bool]:
        """Its end may be cut, too: what was seen of it stands before the text."""
        rest = self._seen + text[at:]
        found = rest.find(self._until)
        if found < 0:
            self._seen = rest[1 - len(self._until) :]
            return len(text), False
        end = at + found + len(self._until) - len(self._seen)
        return end, True


class PromptPullParser(XMLPullParser):  # type: ignore[type-arg]
    """For slixmpp's own streams: what is complete is told with its last byte."""

    def __init__(self) -> None:
        super().__init__(("start", "end"))
        self._markup = Markup()
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")

    def feed(self, data: Any) -> None:
        """Take text, or bytes of UTF-8."""
        text = data if isinstance(data, str) else self._decoder.decode(data)
        if complete := self._markup.feed(text):
            super().feed(complete)
