"""The forms that an argument's value may have to have: a test for each, and words for people."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

LONGEST_NUMBER: Final = 30

_INTEGER: Final = re.compile(rf"-?[0-9]{{1,{LONGEST_NUMBER}}}")
_MAC: Final = re.compile(r"[0-9A-Fa-f]{2}(?:([:-]?)[0-9A-Fa-f]{2})(?:\1[0-9A-Fa-f]{2}){4}")
_SETTING: Final = re.compile(r"[^=\s]+=.*")


class Form(NamedTuple):
    """``fits`` never raises; ``words`` follow “must be”."""

    fits: Callable[[str], bool]
    words: str


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def _is_network(text: str) -> bool:
    """``192.168.0.7``, ``192.168.0.0/24`` or ``192.168.0.0/255.255.255.0``."""
    try:
        ipaddress.ip_network(text, strict=False)
    except ValueError:
        return False
    return True


FORMS: Final[Mapping[str, Form]] = {
    "integer": Form(lambda text: _INTEGER.fullmatch(text) is not None, "a whole number"),
    "yes_no": Form(lambda text: text in ("yes", "no"), "yes or no"),
    "flag": Form(lambda text: text in ("0", "1"), "1 (yes) or 0 (no)"),
    "address": Form(_is_address, "an IP address"),
    "network": Form(_is_network, "an IP address or a network such as 10.0.0.0/255.0.0.0"),
    "mac": Form(
        lambda text: _MAC.fullmatch(text) is not None, "a MAC address such as 00:1a:2b:3c:4d:5e"
    ),
    "setting": Form(lambda text: _SETTING.fullmatch(text) is not None, "written as variable=value"),
}
