"""Who is on the other side, in words."""

from __future__ import annotations

from msgspec import Struct

from cti_desk.core.model import Remote
from cti_desk.desktop.words import tr


class WhoView(Struct, frozen=True):
    """``name`` is the big line, ``number`` the small one ("" where it says nothing new)."""

    name: str
    number: str = ""


def who_view(remote: Remote) -> WhoView:
    """A name where one is known (a guess says so), else the number, else what is known of it."""
    number = "" if remote.withheld else remote.display or remote.number or ""
    if remote.name:
        name = tr("perhaps {name}", name=remote.name) if remote.guess else remote.name
        return WhoView(name, number or (tr("Number withheld") if remote.withheld else ""))
    if remote.withheld:
        return WhoView(tr("Number withheld"))
    return WhoView(number or tr("Unknown number"))
