"""Makes the desk's arguments of what programs pass: Visual Basic passes numbers for text."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

from cti_desk.ipc.com.errors import DISP_E_BADPARAMCOUNT, DISP_E_TYPEMISMATCH, ComError

LEFT_OUT: Final = -2147352572
"""DISP_E_PARAMNOTFOUND: what Automation puts where an argument was left out."""

LONGEST: Final = 1000


def texts(method: str, given: Sequence[Any], names: Sequence[str]) -> list[str]:
    """One text for each of the method's arguments, "" for what is missing, empty or null.

    Raises `ComError` for too many arguments and for what is no text (a list, an object, a date).
    """
    check_count(method, given, names)
    found = [text(method, name, value) for name, value in zip(names, given, strict=False)]
    return found + [""] * (len(names) - len(found))


def check_count(method: str, given: Sequence[Any], names: Sequence[str]) -> None:
    """Raises `ComError` for more arguments than the method has."""
    if len(given) > len(names):
        takes = f"at most {len(names)}: {', '.join(names)}" if names else "none"
        raise ComError(
            DISP_E_BADPARAMCOUNT, f"{method} was given {len(given)} arguments. It takes {takes}."
        )


def is_missing(value: Any) -> bool:
    """Whether the argument was left out, or is Empty, Null or Nothing."""
    return value is None or (isinstance(value, int) and value == LEFT_OUT)


def text(method: str, name: str, value: Any) -> str:
    """One argument as text: 1001, 1001.0 and "1001" are the same."""
    if is_missing(value):
        return ""
    if isinstance(value, str):
        return _clean(method, name, value)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, float | Decimal) and _finite(value):
        whole = int(value)
        return str(whole) if whole == value else str(value)
    kind = type(value).__name__
    raise ComError(DISP_E_TYPEMISMATCH, f"{method}: {name} is a text, not a value of type {kind}.")


def _finite(value: float | Decimal) -> bool:
    return value.is_finite() if isinstance(value, Decimal) else math.isfinite(value)


def _clean(method: str, name: str, value: str) -> str:
    if len(value) > LONGEST:
        raise ComError(
            DISP_E_TYPEMISMATCH, f"{method}: {name} is longer than {LONGEST} characters."
        )
    # A BSTR may hold half a character, which no JSON carries.
    return value.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").strip()
