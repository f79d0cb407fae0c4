"""The one tree of errors, and what each means to a program.

    CtiError
    ├── RefusedByVendor     the vendor said no (its code and words are kept)
    │   ├── UnknownToVendor   the vendor does not know the call or agent named
    │   └── RepeatedCommand   the same was asked before, and is still under way
    ├── UsageError          the command cannot be understood or misses something
    ├── DeskNotRunning      nobody serves the local API
    ├── NotOffered          this vendor, agent or call does not have that command
    ├── OutcomeUnknown      no answer in time: it may or may not have happened
    ├── NoLink              the telephone system cannot be reached
    ├── AmbiguousCall       several calls can be meant (they are listed)
    └── SettingsError       a settings file or secret is wrong (see cti_desk.settings)

The codes are those of the JSON-RPC errors and, from their last digit, of the exit codes.
"""

from __future__ import annotations

from typing import Any, ClassVar


class CtiError(Exception):
    """Base of all errors; `str()` is a sentence that a person can act on."""

    rpc_code: ClassVar[int] = -32603
    exit_code: ClassVar[int] = 1

    def __init__(
        self,
        message: str,
        *,
        vendor: str | None = None,
        code: str | int | None = None,
        details: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.vendor = vendor
        self.code = code
        self.details = details or {}

    def __str__(self) -> str:
        return self.message

    def data(self) -> dict[str, Any]:
        """The JSON-RPC ``data`` member: vendor, code, message and any candidates."""
        return {
            "vendor": self.vendor,
            "code": self.code,
            "message": self.message,
            **self.details,
        }


class RefusedByVendor(CtiError):
    rpc_code = -32001
    exit_code = 1


class UnknownToVendor(RefusedByVendor):
    """The vendor does not know the call or agent that was named, or not any more."""


class RepeatedCommand(RefusedByVendor):
    """Not passed on to the vendor: the same was asked before, and is still under way."""


class UsageError(CtiError):
    rpc_code = -32002
    exit_code = 2


class DeskNotRunning(CtiError):
    rpc_code = -32003
    exit_code = 3


class NotOffered(CtiError):
    rpc_code = -32004
    exit_code = 4


class OutcomeUnknown(CtiError):
    rpc_code = -32005
    exit_code = 5


class NoLink(CtiError):
    rpc_code = -32006
    exit_code = 6


class AmbiguousCall(CtiError):
    rpc_code = -32007
    exit_code = 7


class SettingsError(CtiError):
    rpc_code = -32002
    exit_code = 2


BY_RPC_CODE: dict[int, type[CtiError]] = {
    kind.rpc_code: kind
    for kind in (
        RefusedByVendor,
        UsageError,
        DeskNotRunning,
        NotOffered,
        OutcomeUnknown,
        NoLink,
        AmbiguousCall,
    )
}
