"""pywin32 with types: the only module that imports it, and only ever on Windows.

pywin32 turns COM's calls into calls of a *policy*; `Shown` is ours for objects, `_Point` the one
for the connection point through which programs ask for events.
"""

from __future__ import annotations

import logging
import sys
import weakref
from collections.abc import Callable, Mapping
from typing import Any, Final, Protocol

# Multithreaded: a call that waits for the desk must not keep another program's waiting. It is read
# when pythoncom is first imported.
vars(sys)["coinit_flags"] = 0

import pythoncom  # noqa: E402
import pywintypes  # noqa: E402
from win32com.server import policy  # noqa: E402
from win32com.server.exception import COMException  # noqa: E402
from win32com.server.util import NewEnum  # noqa: E402

from cti_desk.ipc.com.errors import DISP_E_MEMBERNOTFOUND, E_FAIL, ComError  # noqa: E402
from cti_desk.ipc.com.sinks import SinkGone, Sinks  # noqa: E402

_log = logging.getLogger(__name__)

_DISP_E_UNKNOWNNAME: Final = 0x80020006
_DISP_E_BADINDEX: Final = 0x8002000B
_CONNECT_E_NOCONNECTION: Final = 0x80040200
_E_NOTIMPL: Final = 0x80004001
_METHOD: Final = 1
_PROPERTY_GET: Final = 2

_GONE: Final = frozenset(
    # RPC_E_DISCONNECTED, CO_E_OBJNOTCONNECTED, RPC_S_SERVER_UNAVAILABLE, RPC_S_CALL_FAILED(_DNE),
    # RPC_E_SERVER_DIED(_DNE)
    code - (1 << 32)
    for code in (
        0x80010108,
        0x800401FD,
        0x800706BA,
        0x800706BE,
        0x800706BF,
        0x80010007,
        0x80010012,
    )
)


class Exposed(Protocol):
    """An object as COM shows it: ``members`` by their numbers, and whether each is a property."""

    progid: str
    members: Mapping[int, tuple[str, bool]]
    sinks: Sinks | None
    events_interface: str
    type_library: str
    interface: str

    def invoke(self, name: str, given: tuple[Any, ...]) -> Any: ...

    def close(self) -> None: ...


Make = Callable[[], Exposed]
_makers: dict[str, Make] = {}


def _refusal(error: ComError, source: str = "CTI Desk") -> COMException:
    return COMException(description=error.words, scode=error.signed, source=source)


def _plain(scode: int) -> COMException:
    return COMException(scode=scode - (1 << 32))


class Shown(policy.BasicWrapPolicy):  # type: ignore[misc]
    """One object of one program."""

    def __init__(self, _nothing: object = None) -> None:
        self._exposed: Exposed

    def _CreateInstance_(self, clsid: Any, iid: Any) -> Any:
        exposed = self._exposed = _makers[str(clsid).upper()]()
        self._numbers = {name.lower(): number for number, (name, _) in exposed.members.items()}
        weakref.finalize(self, exposed.close)
        return pythoncom.WrapObject(self, iid)

    # -- IUnknown and IDispatch, as pywin32 asks for them

    def _QueryInterface_(self, iid: Any) -> int:
        return int(iid == pythoncom.IID_IConnectionPointContainer and self._has_events)

    def _GetIDsOfNames_(self, names: tuple[str, ...], _lcid: int) -> tuple[int, ...]:
        if len(names) > 1:  # arguments are given by position
            raise _plain(_DISP_E_UNKNOWNNAME)
        return (self._GetDispID_(names[0], 0),)

    def _GetDispID_(self, name: str, _how: int) -> int:
        """The same for IDispatchEx, which scripting languages prefer."""
        number = self._numbers.get(name.lower())
        if number is None:
            raise _plain(_DISP_E_UNKNOWNNAME)
        return number

    def _GetMemberName_(self, number: int) -> str:
        try:
            return self._exposed.members[number][0]
        except KeyError:
            raise _plain(DISP_E_MEMBERNOTFOUND) from None

    def _GetNextDispID_(self, _how: int, number: int) -> int:
        following = [each for each in sorted(self._exposed.members) if each > number]
        if not following:
            raise COMException(scode=1)  # S_FALSE: these were all
        return following[0]

    def _Invoke_(self, number: int, _lcid: int, flags: int, given: tuple[Any, ...]) -> Any:
        return 0, -1, self._call(number, flags, given)

    def _InvokeEx_(
        self, number: Any, _lcid: int, flags: int, given: tuple[Any, ...], _names: Any, _from: Any
    ) -> Any:
        if isinstance(number, str):  # a method of another interface
            return getattr(self, number)(*given)
        return self._call(number, flags, given)

    def _call(self, number: int, flags: int, given: tuple[Any, ...]) -> Any:
        name, is_property = self._exposed.members.get(number, ("", False))
        fitting = _PROPERTY_GET if is_property else _METHOD
        if not name or not flags & fitting:
            raise _plain(DISP_E_MEMBERNOTFOUND)
        try:
            return self._exposed.invoke(name, given)
        except ComError as error:
            raise _refusal(error, self._exposed.progid) from None
        except Exception:
            _log.exception("%s.%s failed inside", self._exposed.progid, name)
            words = f"{name} failed inside; the log of CTI Desk's COM server says more."
            raise _refusal(ComError(E_FAIL, words), self._exposed.progid) from None

    def _GetTypeInfoCount_(self) -> int:
        return int(bool(self._exposed.type_library))

    def _GetTypeInfo_(self, index: int, _lcid: int) -> Any:
        if index or not self._exposed.type_library:
            raise _plain(_DISP_E_BADINDEX)
        library = pythoncom.LoadTypeLib(self._exposed.type_library)
        return 0, library.GetTypeInfoOfGuid(pywintypes.IID(self._exposed.interface))

    # -- IConnectionPointContainer

    @property
    def _has_events(self) -> bool:
        return self._exposed.sinks is not None

    def EnumConnectionPoints(self) -> Any:
        return NewEnum([self._point()], iid=pythoncom.IID_IEnumConnectionPoints)

    def FindConnectionPoint(self, iid: Any) -> Any:
        if iid != pywintypes.IID(self._exposed.events_interface):
            raise _plain(_CONNECT_E_NOCONNECTION)
        return self._point()

    def _point(self) -> Any:
        point = _Point(self)
        wanted = pythoncom.IID_IConnectionPoint
        return pythoncom.WrapObject(point, wanted, wanted)


class _Point(policy.BasicWrapPolicy):  # type: ignore[misc]
    """Where programs say that they want an object's events. It keeps its object alive."""

    def __init__(self, shown: Shown) -> None:
        self._shown = shown
        self._exposed = shown._exposed

    @property
    def _sinks(self) -> Sinks:
        assert self._exposed.sinks is not None
        return self._exposed.sinks

    def _QueryInterface_(self, iid: Any) -> int:
        return int(iid == pythoncom.IID_IConnectionPoint)

    def _InvokeEx_(
        self, name: Any, _lcid: int, _flags: int, given: tuple[Any, ...], _names: Any, _from: Any
    ) -> Any:
        return getattr(self, name)(*given)

    def GetConnectionInterface(self) -> Any:
        return pywintypes.IID(self._exposed.events_interface)

    def GetConnectionPointContainer(self) -> Any:
        wanted = pythoncom.IID_IConnectionPointContainer
        return pythoncom.WrapObject(self._shown, wanted, wanted)

    def Advise(self, program: Any) -> int:
        for iid in (pywintypes.IID(self._exposed.events_interface), pythoncom.IID_IDispatch):
            try:
                dispatch = program.QueryInterface(iid, pythoncom.IID_IDispatch)
            except pythoncom.com_error:
                continue
            return self._sinks.advise(_DispatchSink(dispatch))
        raise _plain(0x80040202)  # CONNECT_E_CANNOTCONNECT

    def Unadvise(self, cookie: int) -> None:
        if not self._sinks.unadvise(cookie):
            raise _plain(_CONNECT_E_NOCONNECTION)

    def EnumConnections(self) -> Any:
        raise _plain(_E_NOTIMPL)


class _DispatchSink:
    """A program's sink, called from the feed's thread."""

    def __init__(self, dispatch: Any) -> None:
        self._dispatch = dispatch

    def invoke(self, dispid: int, arguments: tuple[Any, ...]) -> None:
        try:
            self._dispatch.Invoke(dispid, 0, _METHOD, False, *arguments)
        except pythoncom.com_error as error:
            if error.hresult in _GONE:
                raise SinkGone(str(error)) from None
            _log.debug("a program made nothing of an event: %s", error)


def offer(makers: Mapping[str, Make]) -> Callable[[], None]:
    """Let programs make objects of these classes (by CLSID); returns what ends that."""
    _makers.update({clsid.upper(): make for clsid, make in makers.items()})
    policy.DefaultPolicy = Shown  # pywin32 asks it for whatever no registry names a policy for
    flags = pythoncom.REGCLS_MULTIPLEUSE | pythoncom.REGCLS_SUSPENDED
    offered = [
        pythoncom.CoRegisterClassObject(
            pywintypes.IID(clsid),
            pythoncom.MakePyFactory(pywintypes.IID(clsid)),
            pythoncom.CLSCTX_LOCAL_SERVER,
            flags,
        )
        for clsid in makers
    ]
    pythoncom.CoResumeClassObjects()

    def end() -> None:
        while offered:
            pythoncom.CoRevokeClassObject(offered.pop())

    return end


def within_com(work: Callable[[], None]) -> None:
    """Run something on a thread of its own that calls COM."""
    pythoncom.CoInitializeEx(pythoncom.COINIT_MULTITHREADED)
    try:
        work()
    finally:
        pythoncom.CoUninitialize()


# -- type libraries, as far as `cti_desk.ipc.com.type_library` makes one


def guid(text: str) -> Any:
    return pywintypes.IID(text)


def new_type_library(path: str) -> Any:
    """An ICreateTypeLib2 that saves itself at ``path``."""
    sys_win64 = 3
    return pythoncom.CreateTypeLib2(sys_win64, path)


def dispatch_type() -> Any:
    """The ITypeInfo of IDispatch, which every other interface of ours is based on."""
    automation = pythoncom.LoadRegTypeLib(
        pywintypes.IID("{00020430-0000-0000-C000-000000000046}"), 2, 0, 0
    )
    return automation.GetTypeInfoOfGuid(pythoncom.IID_IDispatch)


def type_info(made: Any) -> Any:
    """What was made (an ICreateTypeInfo) as something that can be referred to."""
    return made.QueryInterface(pythoncom.IID_ITypeInfo)


def function() -> Any:
    """An empty FUNCDESC."""
    return pythoncom.FUNCDESC()
