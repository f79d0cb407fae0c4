"""What an Automation program is told when a call cannot be served: an HRESULT and a sentence."""

from __future__ import annotations

from typing import Final

from cti_desk.core.errors import CtiError

# winerror.h
DISP_E_MEMBERNOTFOUND: Final = 0x80020003
DISP_E_TYPEMISMATCH: Final = 0x80020005
DISP_E_BADPARAMCOUNT: Final = 0x8002000E
E_FAIL: Final = 0x80004005
E_INVALIDARG: Final = 0x80070057

CTI_E: Final = 0x80040200
"""The first HRESULT that an interface may define for itself. To it the error's number is added:
the last digit of the JSON-RPC codes −32001…−32007 (docs/contracts.md §3)."""


class ComError(Exception):
    """``scode`` is an unsigned HRESULT, ``words`` a sentence for the program's author or user."""

    def __init__(self, scode: int, words: str) -> None:
        super().__init__(words)
        self.scode = scode
        self.words = words

    @property
    def signed(self) -> int:
        """The HRESULT as COM's languages write it: a negative number."""
        return self.scode - (1 << 32)


def com_error(error: CtiError) -> ComError:
    """The desk's error as COM tells it, with the vendor's code in its words."""
    words = str(error)
    if error.code is not None and f"code {error.code}" not in words:
        words += f" ({error.vendor or 'vendor'} code {error.code})"
    if type(error) is CtiError:
        return ComError(E_FAIL, words)
    return ComError(CTI_E + error.exit_code, words)
