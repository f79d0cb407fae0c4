"""The link and its standing warnings in words."""

from __future__ import annotations

from datetime import datetime
from typing import Final, Literal

from msgspec import Struct

from cti_desk.core.capabilities import CapabilityTable
from cti_desk.core.model import Link, LinkState
from cti_desk.desktop.presenters.times import length
from cti_desk.desktop.words import tr

Tone = Literal["calm", "warning", "stopped"]


class MarkView(Struct, frozen=True):
    """A standing warning: a picture, a word for it, and the whole sentence."""

    icon: str
    short: str
    text: str


class LinkView(Struct, frozen=True):
    """``text`` explains the link; ``marks`` stand beside it as long as they are true."""

    tone: Tone
    text: str
    marks: tuple[MarkView, ...] = ()

    @property
    def spoken(self) -> str:
        """All of it, a sentence a line."""
        return "\n".join([self.text, *(mark.text for mark in self.marks)])


# The sentences come from vendors; these words in them choose a picture, nothing more.
_PICTURES: Final = (
    (("simulator",), "flask-conical", "Simulator"),
    (("default password", "password"), "key-round", "Password"),
    (("encrypt", "plain text", "tls"), "lock-open", "Not encrypted"),
)


def link_view(link: Link, table: CapabilityTable, simulator: bool, now: float) -> LinkView:
    """The link mark with everything that stands beside it."""
    marks = [_mark(text) for text in (*link.marks, *table.warnings)]
    if simulator and not any(mark.icon == "flask-conical" for mark in marks):
        words = tr("Simulator: this is not a real telephone system.")
        marks.insert(0, _mark(words))
    return LinkView(_tone(link), _text(link, table, now), tuple(marks))


def _mark(text: str) -> MarkView:
    lower = text.lower()
    for words, icon, short in _PICTURES:
        if any(word in lower for word in words):
            return MarkView(icon, tr(short), text)
    return MarkView("triangle-alert", tr("Warning"), text)


def _tone(link: Link) -> Tone:
    if link.state is LinkState.STOPPED:
        return "stopped"
    return "calm" if link.state is LinkState.UP else "warning"


def _text(link: Link, table: CapabilityTable, now: float) -> str:
    name = table.vendor or tr("the telephone system")
    why = f" {link.reason}" if link.reason else ""
    if link.state is LinkState.UP:
        if link.read_at is None:
            return tr("Connected to {name}.", name=name)
        at = f"{datetime.fromtimestamp(link.read_at):%H:%M:%S}"
        return tr("Connected to {name}. What you see was read at {time}.", name=name, time=at)
    if link.state is LinkState.STOPPED:
        return tr("Not connected to {name}, and not trying again.", name=name) + why
    if link.state is LinkState.CONNECTING:
        return tr("Connecting to {name}…", name=name) + why
    if link.lost_at is None:
        return tr("No link to {name}.", name=name) + why
    lost = length(now - link.lost_at)
    return tr("No link to {name} for {time}.", name=name, time=lost) + why
