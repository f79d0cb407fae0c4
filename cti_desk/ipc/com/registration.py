"""Which objects of this user's belong to CTI Desk: written to the registry, and taken back.

All of it lies in the user's own classes, so it needs no rights of an administrator, and Windows
prefers it to what is installed for everybody: an IVClient there is left as it is, and shows again
when ours is gone. What this user had under the same names before is kept, and put back.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Final, Protocol

import msgspec
from msgspec import Struct, field

from cti_desk.ipc.com.identity import (
    APPLICATION,
    APPLICATION_INTERFACE,
    CLASSES,
    EVENTS_INTERFACE,
    TYPE_LIBRARY,
    TYPE_LIBRARY_VERSION,
    ComClass,
)

_CLASSES: Final = "Classes"
# A 32 bit program looks below this key, a 64 bit one beside it. The server serves both.
_VIEWS: Final = (_CLASSES, rf"{_CLASSES}\Wow6432Node")
_KEPT: Final = r"CTI Desk\COM"
_MARK: Final = "CTI Desk"
_DISPATCH_PROXY: Final = "{00020420-0000-0000-C000-000000000046}"
TEXT: Final = 1  # REG_SZ


class Value(Struct, frozen=True):
    """A value of any type of the registry: ``kind`` is its number, ``raw`` its data where that is
    neither text nor number.
    """

    kind: int
    data: str | int | list[str] | None = None
    raw: bytes | None = None


class Key(Struct):
    """A key of the registry with all that is below it; the value "" is its default."""

    values: dict[str, Value] = field(default_factory=dict)
    keys: dict[str, Key] = field(default_factory=dict)


class Tree(Protocol):
    """A part of the registry; paths are relative to it. Raises `OSError`."""

    def read(self, path: str) -> Key | None:
        """Everything at and below a path; None when there is nothing."""
        ...

    def write(self, path: str, key: Key) -> None:
        """Make this all that there is at and below a path, and the keys above it."""
        ...

    def remove(self, path: str) -> None:
        """Remove a key with all below it, if it is there."""
        ...


class _Kept(Struct):
    """What has to be put back: what was there, and which keys above it were not."""

    replaced: dict[str, Key] = field(default_factory=dict)
    made: list[str] = field(default_factory=list)


def register(software: Tree, server: str, type_library: str, say: Callable[[str], None]) -> None:
    """Register both objects; ``server`` is the command line of their server. May be repeated.

    ``software`` is the user's ``HKEY_CURRENT_USER\\Software``.
    """
    kept = _read_kept(software)
    wanted = _wanted(server, type_library)
    for path in (*wanted, _KEPT):
        found = software.read(path)
        if path != _KEPT and found is not None and not _is_ours(found):
            kept.replaced[path] = found
            say(f"Kept what was registered before: {path}")
        for above in _above(path):
            if above not in kept.made and software.read(above) is None:
                kept.made.append(above)
    # Before anything is overwritten: whatever happens now, it can be put back.
    text = json.dumps(msgspec.to_builtins(kept))
    software.write(_KEPT, Key(values={"Kept": Value(TEXT, text)}))
    for path, key in wanted.items():
        software.write(path, key)
    for com_class in CLASSES:
        say(f"Registered {com_class.progid} for you, for 64 and 32 bit programs.")


def unregister(software: Tree, say: Callable[[str], None]) -> None:
    """Take the registration back, and put back what was there. May be repeated."""
    kept = _read_kept(software)
    registered, found = software.read(_KEPT) is not None, 0
    for path in _wanted("", ""):
        key = software.read(path)
        if key is not None and not _is_ours(key):
            if not registered:
                continue
            say(f"Left alone, because another program has registered it since: {path}")
            kept.replaced.pop(path, None)
            continue
        found += key is not None
        software.remove(path)
        if path in kept.replaced:
            software.write(path, kept.replaced[path])
            say(f"Put back what was registered before: {path}")
    software.remove(_KEPT)
    for above in sorted(kept.made, key=len, reverse=True):
        if software.read(above) == Key():
            software.remove(above)
    say("CTI Desk's objects are registered no more." if found else "Nothing was registered.")


def is_registered(software: Tree) -> bool:
    """Whether programs of this user find our objects."""
    keys = [software.read(rf"{_CLASSES}\CLSID\{each.clsid}") for each in CLASSES]
    return all(key is not None and _is_ours(key) for key in keys)


# -- what stands there


def _wanted(server: str, type_library: str) -> dict[str, Key]:
    """Every key that is ours, whole, by its path."""
    wanted: dict[str, Key] = {}
    for com_class in CLASSES:
        wanted[rf"{_CLASSES}\{com_class.progid}"] = _marked(
            com_class.title, CLSID=_text(com_class.clsid)
        )
        for view in _VIEWS:
            wanted[rf"{view}\CLSID\{com_class.clsid}"] = _class(com_class, server)
    version = ".".join(map(str, TYPE_LIBRARY_VERSION))
    wanted[rf"{_CLASSES}\TypeLib\{TYPE_LIBRARY}"] = _marked(
        "",
        **{version: _type_library(type_library)},
    )
    for view in _VIEWS:
        for interface, name in (
            (APPLICATION_INTERFACE, "ICtiDesk"),
            (EVENTS_INTERFACE, "_ICtiDeskEvents"),
        ):
            wanted[rf"{view}\Interface\{interface}"] = _interface(name, version)
    return wanted


def _class(com_class: ComClass, server: str) -> Key:
    keys = {
        "LocalServer32": _text(server),
        "ProgID": _text(com_class.progid),
        "VersionIndependentProgID": _text(com_class.progid),
        "Programmable": Key(),
    }
    if com_class is APPLICATION:
        keys["TypeLib"] = _text(TYPE_LIBRARY)
    return _marked(com_class.title, **keys)


def _type_library(path: str) -> Key:
    languages = Key(keys={"win64": _text(path), "win32": _text(path)})
    return Key(values={"": Value(TEXT, "CTI Desk")}, keys={"0": languages, "FLAGS": _text("0")})


def _interface(name: str, version: str) -> Key:
    library = _text(TYPE_LIBRARY)
    library.values["Version"] = Value(TEXT, version)
    return _marked(name, ProxyStubClsid32=_text(_DISPATCH_PROXY), TypeLib=library)


def _text(text: str) -> Key:
    return Key(values={"": Value(TEXT, text)})


def _marked(title: str, **keys: Key) -> Key:
    return Key(values={"": Value(TEXT, title), _MARK: Value(TEXT, "1")}, keys=keys)


def _is_ours(key: Key) -> bool:
    return _MARK in key.values


# -- what was there


def _above(path: str) -> Sequence[str]:
    """The keys above a path, the highest first."""
    parts = path.split("\\")
    return ["\\".join(parts[:depth]) for depth in range(1, len(parts))]


def _read_kept(software: Tree) -> _Kept:
    key = software.read(_KEPT)
    found = key.values.get("Kept") if key is not None else None
    if found is None or not isinstance(found.data, str):
        return _Kept()
    return msgspec.convert(json.loads(found.data), _Kept)
