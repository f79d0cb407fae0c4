"""Makes text from outside valid, once, where it comes in. Pure.

Other people and programs write names, numbers, pause reasons, queue names and messages. After
`clean` a text is valid Unicode on one line: it can be stored, sent, drawn and printed into a
terminal. Its meaning is left alone: ``<b>`` stays ``<b>``, because nothing here draws markup.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

LONGEST_NAME: Final = 200  # people, queues, reasons, numbers
LONGEST_TEXT: Final = 1_000  # messages, and the raw fields of a call
LONGEST_DATA: Final = 10_000  # one text of what a program asked a vendor for
DEEPEST: Final = 24  # of lists and mappings inside each other
LONGEST_INTEGER: Final = 1_024  # bits: Python refuses to write those of 4,300 digits
_CUT: Final = "…"
_REPLACEMENT: Final = "\ufffd"

_ODD: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb\ufffe\uffff]"
)
# ECMA-48: control strings (a window's title, ...), control sequences (colours, the cursor) and
# sequences with intermediate bytes. Those that begin with a C1 byte are left out on purpose: in
# text that was decoded wrongly such bytes are halves of letters.
_SEQUENCES: Final = re.compile(
    "\x1b[]PX^_][^\x07\x1b]*(?:\x07|\x1b\\\\)|\x1b\\[[0-?]*[ -/]*[@-~]|\x1b[ -/]+[0-~]"
)
_BREAKS: Final = re.compile("[\t-\r\x1c-\x1f\x85\u2028\u2029][ \t-\r\x1c-\x1f\x85\u2028\u2029]*")
# Controls, deprecated format characters, annotation marks and the byte order mark.
_DROPPED: Final = re.compile("[\x00-\x1f\x7f-\x9f\u206a-\u206f\ufeff\ufff9-\ufffb]")
_NO_CHARACTER: Final = re.compile("[\ufffe\uffff]")
_SURROGATES: Final = re.compile("[\ud800-\udfff]")

# UAX #9: embeddings and overrides end with PDF, isolates with PDI.
_DIRECTIONS: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")
_EMBEDDINGS: Final = frozenset("\u202a\u202b\u202d\u202e")
_ISOLATES: Final = frozenset("\u2066\u2067\u2068")
_PDF: Final = "\u202c"
_PDI: Final = "\u2069"


def clean(text: str, longest: int = LONGEST_NAME) -> str:
    """Return ``text`` as valid Unicode on one line, of at most ``longest`` characters.

    Halves of surrogate pairs are joined, or replaced by U+FFFD. Escape sequences and control
    characters are removed, line breaks and tabs become a space. Marks that change the direction of
    writing are kept where they are balanced. What is too long ends in "…".
    """
    if len(text) <= longest and _ODD.search(text) is None:
        return text
    return _cleaned(text[: 4 * longest], longest, cut=len(text) > 4 * longest)


def printable(text: str) -> str:
    """Return ``text``, however long, as a terminal may get it; only line ends and tabs stay."""
    if _ODD.search(text) is None:
        return text
    return "\n".join(
        "\t".join(_balanced(_valid(cell)) for cell in line.split("\t")) for line in text.split("\n")
    )


def oddity(text: str) -> str | None:
    """What `clean` would change in a text besides its length, as the end of a sentence."""
    if clean(text, len(text)) == text:
        return None
    found = _DIRECTIONS.search(text) or _ODD.search(text)
    mark = found.group() if found else text[0]
    kind = "an unbalanced mark of direction" if _DIRECTIONS.match(mark) else "a control character"
    return f"has {kind} (U+{ord(mark):04X})"


def clean_values(value: Any, longest: int = LONGEST_TEXT) -> Any:
    """Return decoded JSON or the like with every text in it cleaned, keys included.

    What lies deeper than `DEEPEST` becomes ``None``; so does a whole number that takes more than
    `LONGEST_INTEGER` bits. What is no text, list or mapping is returned as it is.
    """
    return _clean_values(value, longest, DEEPEST)


def _clean_values(value: Any, longest: int, depth: int) -> Any:
    if isinstance(value, str):
        return clean(value, longest)
    if isinstance(value, int):
        return value if value.bit_length() <= LONGEST_INTEGER else None
    if not isinstance(value, Mapping | list | tuple):
        return value
    if depth == 0:
        return None
    if isinstance(value, Mapping):
        return {
            clean(key) if isinstance(key, str) else key: _clean_values(inner, longest, depth - 1)
            for key, inner in value.items()
        }
    inside = [_clean_values(inner, longest, depth - 1) for inner in value]
    return inside if isinstance(value, list) else tuple(inside)


def _cleaned(text: str, longest: int, cut: bool) -> str:
    text = _valid(text).strip()
    if cut or len(text) > longest:
        text = text[: longest - len(_CUT)] + _CUT
    return _balanced(text).strip()


def _valid(text: str) -> str:
    if _SURROGATES.search(text):
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    text = _BREAKS.sub(" ", _SEQUENCES.sub("", text))
    return _NO_CHARACTER.sub(_REPLACEMENT, _DROPPED.sub("", text))


def _balanced(text: str) -> str:
    """Drop each mark of direction that has no partner."""
    if _DIRECTIONS.search(text) is None:
        return text
    kept: set[int] = set()
    opened: list[int] = []
    for found in _DIRECTIONS.finditer(text):
        at, mark = found.start(), found.group()
        if mark not in (_PDF, _PDI):
            opened.append(at)
            continue
        partner = _partner(text, opened, mark)
        if partner is not None:
            kept |= {partner, at}
    return _DIRECTIONS.sub(lambda found: found.group() if found.start() in kept else "", text)


def _partner(text: str, opened: list[int], end: str) -> int | None:
    """Take the mark that ``end`` closes off ``opened``; an isolate's end closes what is in it."""
    if end == _PDF:
        return opened.pop() if opened and text[opened[-1]] in _EMBEDDINGS else None
    isolate = next((i for i in reversed(range(len(opened))) if text[opened[i]] in _ISOLATES), None)
    if isolate is None:
        return None
    partner = opened[isolate]
    del opened[isolate:]
    return partner
