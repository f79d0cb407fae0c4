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
    if error.code is None or f"code {error.code}" in str(error):
        return ""
    return f" ({error.vendor} code {error.code})" if error.vendor else f" (code {error.code})"


def _candidates(error: CtiError) -> list[str]:
    """The calls, reasons or names that an error lists, but its sentence does not."""
    lists = [value for value in error.details.values() if isinstance(value, list)]
    words = [_words(item) for items in lists for item in items]
    return ["  ".join(each) for each in words if not all(word in str(error) for word in each)]


def _words(item: object) -> list[str]:
    values = item.values() if isinstance(item, dict) else [item]
    return [str(value) for value in values if value not in (None, "")]
