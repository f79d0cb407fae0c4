"""What is written in a text that should be one telephone number: its digits and its extension.

People type, paste and click numbers in many forms. Links are read as RFC 3966 and RFC 3261 say,
and as browsers and mail programs write them. Nothing here knows a country.

+49 (0)30 123-456          →  +49 and 30123456, or 030123456: the reader chooses
tel:+49-30-123456;ext=12   →  +4930123456, extension 12
030 123456, 0171 1234567   →  two numbers: refused
"""

from __future__ import annotations

import re
import unicodedata
from contextlib import suppress
from typing import Final
from urllib.parse import unquote

from msgspec import Struct

from cti_desk.core.errors import UsageError

_LONGEST_TEXT: Final = 300

_SEPARATORS: Final = frozenset("-./()[]~·−⋅")
_SEPARATOR_KINDS: Final = frozenset({"Zs", "Pd", "Cc", "Zl", "Zp"})
# Direction marks, soft hyphens, variation selectors: web pages and mails bring them along.
_INVISIBLE_KINDS: Final = frozenset({"Cf", "Mn", "Me"})

_LINK: Final = re.compile(
    r"(?P<scheme>tel|callto|sips?|skype|phone|dial|call|ciscotel)\s*:\s*/{0,2}(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_PREFIX: Final = re.compile(r"\+[0-9().\-]+")
_PARAMETER: Final = re.compile(r";\s*(?:phone-context|isub|ext)\s*=", re.IGNORECASE)
_IN_BRACKETS: Final = re.compile(r"<\s*((?:tel|callto|sips?)\s*:[^>]*)>", re.IGNORECASE)
_PERCENT: Final = re.compile(r"%[0-9A-Fa-f]{2}")
_LABEL: Final = re.compile(
    r"(?:telefon(?:nummer)?|telephone|téléphone|telefone|telefoon|tel|phone|fon|fone|mobile?|mobil"
    r"|mobiel|handy|cell|celular|gsm|call)\b[.:\s]*(?=[+0-9(])",
    re.IGNORECASE,
)
# The word must stand behind a digit, and nothing but its digits behind it.
_EXTENSION: Final = re.compile(
    r"(?<=[0-9\s)\]])[\s,;(\-/]*"
    r"(?:;?\s*ext(?:ension)?\s*=|e?xt(?:ension|ensión|n)?|extensão|ramal|durchwahl|dw|nst"
    r"|nebenstelle|apparat|app|poste|toestel|tst|interno|int|anexo|доб|x)"
    r"[\s.:#]*(?P<digits>[0-9]{1,9})\s*[)#]?\s*$",
    re.IGNORECASE,
)
_PAUSE: Final = re.compile(r"(?<=[0-9])\s*(?:[,;]{1,2}|\s#)\s*(?P<digits>[0-9]{1,5})#?\s*$")
_HASH: Final = re.compile(r"(?<=[0-9])\s*#(?P<digits>[0-9]{1,7})$")

_BETWEEN_NUMBERS: Final = re.compile(
    r"[,;|&]|\b(?:and|or|und|oder|bzw|et|ou|e|en|of|y|o|e/ou|and/or)\b", re.IGNORECASE
)
_PERHAPS_BETWEEN_NUMBERS: Final = re.compile(
    r"[/·⋅•\n\r\t\v\f\x1c-\x1e\x85\u2028\u2029]|\s-\s|\s{2,}"
)
_WRITTEN_TRUNK: Final = re.compile(r"(?<=[0-9])([^0-9+]*)\(\s*(0[0-9]?)\s*\)")
_STRANGE: Final = re.compile(r"[^0-9*#+]|(?<!^)\+|^\+(?=.*[*#])")
_USUAL: Final = re.compile(
    r"(?!\+[ ().\-]*0[ ().\-]*0)"  # +00 is no usual way of writing an international prefix
    r"\+?\(?[0-9](?: ?[().\-]? ?[0-9]){2,16}"
)
_LEAST_NUMBER: Final = 6  # digits from which a part of a text may be a number of its own

_KEYPAD: Final = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "22233344455566677778889999")
_VANITY: Final = re.compile(r"\+?[0-9]{2,}[0-9A-Z]*[A-Z]{2}[0-9A-Z]*")
_MOST_VANITY_DIGITS: Final = 7  # 0049 800 and the word


class Written(Struct, frozen=True):
    """One number as it is written: ``+`` or none, then digits, ``*`` and ``#`` only.

    ``without_trunk`` is the number without a zero that was written in brackets behind the country
    code. ``vanity``: its letters have been read as those of a keypad, which is right only if the
    number exists.
    """

    number: str
    extension: str | None = None
    without_trunk: str | None = None
    vanity: bool = False

    @property
    def is_code(self) -> bool:
        """Whether it is a code for the telephone system, as ``*8`` or ``#31#6100``."""
        return "*" in self.number or "#" in self.number


def parse_written(text: str) -> Written:
    """Read a text that should be one number.

    Raises `UsageError` when there is nothing to dial, for letters and other foreign characters,
    and for several numbers.
    """
    if len(text) > _LONGEST_TEXT:
        raise UsageError("This text is too long for a telephone number.")
    plain, context = _without_link(_plain(_decoded(text)))
    main, extension = _without_extension(plain)
    _refuse_several(main, text)
    written = _one_number(main, extension, text)
    if context and not written.is_code and not written.number.startswith("+"):
        return Written(context + written.number, extension)
    return written


def digits_of(text: str) -> str:
    """The digits of a number as written in a list, without its extension: cheap, for an index."""
    if not is_plain(text):
        with suppress(UsageError):
            text = parse_written(text).number
    return "".join(c for c in text if c in "0123456789")


def is_plain(text: str) -> bool:
    """Whether this is one number in the usual writing: digits, blanks, dots, dashes, brackets."""
    return _USUAL.fullmatch(text) is not None


# -- the text as plain characters


def _decoded(text: str) -> str:
    """Without the percent encoding of a link, also where it was encoded twice."""
    for _ in range(3):
        if not _PERCENT.search(text):
            break
        text = unquote(text)
    return text


def _plain(text: str) -> str:
    """Full-width and other scripts' digits become ASCII digits; what cannot be seen is dropped."""
    kept = []
    for character in text:
        kind = unicodedata.category(character)
        if kind == "Nd":
            kept.append(str(unicodedata.decimal(character)))
        elif kind == "No":  # a footnote's ² is no digit of the number
            kept.append(character)
        elif kind not in _INVISIBLE_KINDS and (kind != "Cc" or character.isspace()):
            kept.append(unicodedata.normalize("NFKC", character))
    plain = "".join(kept).strip()
    while plain and unicodedata.category(plain[0]) == "So":  # ☎ 030 123456
        plain = plain[1:].lstrip()
    return plain


def _without_link(text: str) -> tuple[str, str]:
    """The number of a link, and the prefix that RFC 3966 calls its context (``+49``)."""
    if inside := _IN_BRACKETS.search(text):
        text = inside[1].strip()
    link = _LINK.fullmatch(text)
    while link is not None and (inner := _LINK.fullmatch(link["rest"].strip())):
        link = inner  # callto:sip:…
    if link is None and _PARAMETER.search(text):
        link = _LINK.fullmatch(f"tel:{text}")
    if link is None:
        return _LABEL.sub("", text, count=1) if _LABEL.match(text) else text, ""
    rest = link["rest"].partition("?")[0]
    if link["scheme"].lower().startswith("sip"):
        rest = _user_of(rest)
    elif link["scheme"].lower() == "skype":
        rest = rest.partition("@")[0]
    number, *parameters = re.split(r";(?=\s*[A-Za-z][A-Za-z0-9-]*\s*(?:=|;|$))", rest)
    named = {
        name.strip().lower(): value.strip()
        for name, _, value in (each.partition("=") for each in parameters)
    }
    context = named.get("phone-context", "")
    extension = "".join(c for c in named.get("ext", "") if c in "0123456789")
    if extension:
        number = f"{number.strip()};ext={extension}"
    is_prefix = _PREFIX.fullmatch(context) is not None  # else a domain, which says nothing here
    return number.strip(), "+" + re.sub(r"\D", "", context) if is_prefix else ""


def _user_of(address: str) -> str:
    """The user part of a SIP address; one without a host is a user part alone."""
    user, at, _host = address.rpartition("@")
    name, _colon, _password = (user if at else address).partition(":")
    return "" if not at and "." in name else name  # 192.168.1.5 is nobody's number


def _without_extension(text: str) -> tuple[str, str | None]:
    found = _EXTENSION.search(text)
    if found is None and "*" not in text:
        number = text[: pause.start()] if (pause := _PAUSE.search(text)) else ""
        # In the house a comma stands between two numbers: 6100, 6101.
        if pause is not None and sum(c.isdigit() for c in number) >= _LEAST_NUMBER:
            found = pause
        elif (hash_ := _HASH.search(text)) and "#" not in text[: hash_.start()]:
            number = text[: hash_.start()]
            found = hash_ if sum(c.isdigit() for c in number) > _LEAST_NUMBER else None
    if found is None:
        return text, None
    return text[: found.start()].rstrip(" ,;(-"), found["digits"]


# -- one number or several


def _refuse_several(text: str, original: str) -> None:
    if "*" in text or "#" in text:
        return
    parts = [part for part in _BETWEEN_NUMBERS.split(text) if _count(part)]
    pluses = [part for part in re.split(r"(?=\+)", text) if _count(part) >= _LEAST_NUMBER]
    several = len(parts) > 1 and all(_count(part) >= 3 for part in parts)
    if several or len(pluses) > 1:
        raise UsageError(f"“{_short(original)}” holds more than one number: choose one of them.")


def parts_of(text: str) -> list[str]:
    """The parts of a text that may each be a number of its own, or be one number together."""
    plain, _context = _without_link(_plain(_decoded(text)))
    main, _extension = _without_extension(plain)
    parts = [part.strip() for part in _PERHAPS_BETWEEN_NUMBERS.split(main)]
    return [part for part in parts if _count(part)]


def several(original: str) -> UsageError:
    """The error for a text with more than one number."""
    return UsageError(f"“{_short(original)}” holds more than one number: choose one of them.")


def _count(text: str) -> int:
    return sum(c.isdigit() for c in text)


# -- its characters


def _one_number(text: str, extension: str | None, original: str) -> Written:
    without = (
        _WRITTEN_TRUNK.sub(r"\1", text, count=1) if text.startswith(("+", "00", "(")) else text
    )
    number, vanity = _characters(text, original)
    if not number.strip("+"):
        raise UsageError("There is no number to dial.")
    shorter = _characters(without, original)[0] if without != text else None
    return Written(number, extension, shorter, vanity)


def _characters(text: str, original: str) -> tuple[str, bool]:
    kept = "".join(c for c in text if not _is_separator(c))
    if kept.startswith("+00"):  # both ways of writing the international prefix at once
        kept = "+" + kept[3:]
    vanity = False
    if any(c.isalpha() for c in kept):
        kept = _keypad(kept, original)
        vanity = True
    if strange := _STRANGE.search(kept):
        raise UsageError(f"“{_short(original)}” cannot be dialled: “{strange[0]}” is out of place.")
    return kept, vanity


def _keypad(text: str, original: str) -> str:
    """0800FLOWERS as a keypad has it; a word behind a whole number is no part of it."""
    upper = text.upper()
    if not _VANITY.fullmatch(upper) or _count(text) > _MOST_VANITY_DIGITS:
        raise letters(original)
    return upper.translate(_KEYPAD)


def letters(original: str) -> UsageError:
    """The error for a text with letters that are no keypad's."""
    return UsageError(f"“{_short(original)}” cannot be dialled: it contains letters.")


def _is_separator(character: str) -> bool:
    return character in _SEPARATORS or unicodedata.category(character) in _SEPARATOR_KINDS


def _short(original: str) -> str:
    shown = " ".join(original.split())
    return shown if len(shown) <= 60 else shown[:59] + "…"
