"""The type library of `CtiDesk.Application`: what Visual Basic reads to know members and events.

Made from `members` on the computer it is for, so no compiler of another system is needed.
"""

from __future__ import annotations

import os
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import msgspec

from cti_desk.ipc.com.identity import (
    APPLICATION,
    APPLICATION_INTERFACE,
    EVENTS_INTERFACE,
    TYPE_LIBRARY,
    TYPE_LIBRARY_VERSION,
)
from cti_desk.ipc.com.members import EVENTS, MEMBERS

if TYPE_CHECKING:
    from collections.abc import Sequence

# oaidl.h
_BSTR: Final = 8
_BOOL: Final = 11
_VARIANT: Final = 12
_VOID: Final = 24
_IN: Final = 0x01
_OPTIONAL: Final = 0x10
_FUNC_DISPATCH: Final = 4
_CC_STDCALL: Final = 4
_INVOKE_FUNC: Final = 1
_INVOKE_GET: Final = 2
_DISPATCHABLE: Final = 0x1000
_CAN_CREATE: Final = 0x02
_DEFAULT: Final = 0x01
_SOURCE: Final = 0x02
_KIND_DISPATCH: Final = 4
_KIND_COCLASS: Final = 5

Function = tuple[str, int, int, list[tuple[str, int, int]], int, str]
"""Name, number, how it is invoked, parameters (name, type, flags), type of the result, words."""


def library_path(folder: Path) -> Path:
    """Where the library of these members lies: under another name when they have changed, for a
    program may have the old one open.
    """
    described = msgspec.json.encode([MEMBERS, EVENTS])
    return folder / f"cti-desk-{zlib.crc32(described):08x}.tlb"


def default_folder() -> Path:
    """The user's own folder for it."""
    base = os.environ.get("LOCALAPPDATA") or os.path.expanduser("~")
    return Path(base, "CTI Desk", "com")


def methods() -> list[Function]:
    """The members of the object."""
    return [
        (
            member.name,
            member.dispid,
            _INVOKE_GET if member.is_property else _INVOKE_FUNC,
            [
                (one.name, _VARIANT, _IN if one.required else _IN | _OPTIONAL)
                for one in member.parameters
            ],
            _BSTR,
            member.doc,
        )
        for member in MEMBERS
    ]


def events() -> list[Function]:
    """The events that it sends."""
    return [
        (
            event.name,
            event.dispid,
            _INVOKE_FUNC,
            [(name, _BOOL if name == "running" else _BSTR, _IN) for name in event.arguments],
            _VOID,
            event.doc,
        )
        for event in EVENTS
    ]


def make_type_library(folder: Path) -> Path:
    """Make the library, unless it is there, and return its path. Windows only."""
    path = library_path(folder)
    if path.exists():
        return path
    from cti_desk.ipc.com import pywin32_shim as com

    folder.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(f".{os.getpid()}")
    library = com.new_type_library(str(unfinished))
    library.SetName("CtiDesk")
    library.SetGuid(com.guid(TYPE_LIBRARY))
    library.SetVersion(*TYPE_LIBRARY_VERSION)
    library.SetLcid(0)
    library.SetDocString("CTI Desk")
    main = _interface(library, "ICtiDesk", APPLICATION_INTERFACE, methods())
    source = _interface(library, "_ICtiDeskEvents", EVENTS_INTERFACE, events())
    coclass = library.CreateTypeInfo("Application", _KIND_COCLASS)
    coclass.SetGuid(com.guid(APPLICATION.clsid))
    coclass.SetTypeFlags(_CAN_CREATE)
    for index, (interface, flags) in enumerate(((main, _DEFAULT), (source, _DEFAULT | _SOURCE))):
        known = com.type_info(interface)
        coclass.AddImplType(index, coclass.AddRefTypeInfo(known))
        coclass.SetImplTypeFlags(index, flags)
    coclass.LayOut()
    library.SaveAllChanges()
    del library, main, source, coclass, interface, known
    os.replace(unfinished, path)
    return path


def _interface(library: Any, name: str, iid: str, functions: Sequence[Function]) -> Any:
    from cti_desk.ipc.com import pywin32_shim as com

    made = library.CreateTypeInfo(name, _KIND_DISPATCH)
    made.SetGuid(com.guid(iid))
    made.SetVersion(*TYPE_LIBRARY_VERSION)
    made.SetTypeFlags(_DISPATCHABLE)
    made.AddImplType(0, made.AddRefTypeInfo(com.dispatch_type()))
    for index, (called, dispid, kind, parameters, result, words) in enumerate(functions):
        described = com.function()
        described.memid = dispid
        described.funckind = _FUNC_DISPATCH
        described.invkind = kind
        described.callconv = _CC_STDCALL
        described.cParamsOpt = sum(1 for _, _, flags in parameters if flags & _OPTIONAL)
        described.args = [(kind_of, flags, None) for _, kind_of, flags in parameters]
        described.rettype = (result, 0, None)
        made.AddFuncDesc(index, described)
        made.SetFuncAndParamNames(index, (called, *(one for one, _, _ in parameters)))
        made.SetFuncDocString(index, words)
    made.LayOut()
    return made
