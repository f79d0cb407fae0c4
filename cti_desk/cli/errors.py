"""How the command line says what went wrong: in words, on standard error."""

from __future__ import annotations

import sys

from cti_desk.core.errors import CtiError


def report(error: CtiError) -> None:
    """Print the error, the vendor's code, and what could be chosen instead."""
    print(f"cti-desk: {error}{_code(error)}", file=sys.stderr)
    for candidate in _candidates(error):
        print(f"  {candidate}", file=sys.stderr)


def _code(error: CtiError) -> str:
    if error.code is None:
        return ""
    return f" ({error.vendor} code {error.code})" if error.vendor else f" (code {error.code})"


def _candidates(error: CtiError) -> list[str]:
    """The calls, reasons or names that an error lists."""
    lists = [value for value in error.details.values() if isinstance(value, list)]
    return [_line(item) for items in lists for item in items]


def _line(item: object) -> str:
    if not isinstance(item, dict):
        return str(item)
    return "  ".join(str(value) for value in item.values() if value not in (None, ""))
