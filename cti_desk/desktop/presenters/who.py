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
    """A name where one is known (a guess says so), else the number, else what is known of it.

    Of several who have the number, none is named alone.
    """
    number = "" if remote.withheld else remote.display or remote.number or ""
    if remote.name:
        name = _name(remote)
        return WhoView(name, number or (tr("Number withheld") if remote.withheld else ""))
    if remote.withheld:
        return WhoView(tr("Number withheld"))
    return WhoView(number or tr("Unknown number"))


def _name(remote: Remote) -> str:
    if not remote.name or not remote.guess:
        return remote.name or ""
    if len(remote.candidates) < 2:
        return tr("perhaps {name}", name=remote.name)
    first, second, *others = remote.candidates
    if others:
        people = tr(
            "{first}, {second} or {count} more", first=first, second=second, count=len(others)
        )
    else:
        people = tr("{first} or {second}", first=first, second=second)
    is_company = not remote.name.startswith(first)
    return tr("{company}: {people}", company=remote.name, people=people) if is_company else people
