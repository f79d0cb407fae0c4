"""The examples of InstantVoice's manual: as fixtures, and in the manual where it is at hand.

A fixture is named ``SECTION.KIND.json`` or ``.xml``: the manual's section, then request, reply or
events.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from cti_desk.vendors.instantvoice.methods import METHODS

FIXTURES = Path(__file__).parents[1] / "vendors" / "instantvoice" / "fixtures"
MANUAL = Path(__file__).parents[3] / "shared" / "seeds" / "004_69b839ff2dc46c84.txt"

BROKEN = frozenset(
    f"{method}.request.json"
    for method in ("AgentQueueAdd", "NewCallBack", "SipUserAdd", "SipUserModify")
)
"""Examples that are no JSON, nor near it: commas missing, quotes mixed."""

_OTHER_SECTIONS = {"PollEvents": "PollEvents", "Identifier": "Identifier"}
_EVENTS = "Receiving Call Events"


class Example(NamedTuple):
    section: str
    kind: str
    text: str
    form: str = "json"

    @property
    def file(self) -> str:
        return f"{self.section}.{self.kind}.{self.form}"


def examples(manual: str) -> Iterator[Example]:
    """Every JSON example of the manual's text, in its order."""
    section, block = "", ""
    for line in manual.splitlines():
        word = line.strip()
        if not block and word in METHODS:
            section = word
        elif not block and word in _OTHER_SECTIONS:
            section = _OTHER_SECTIONS[word]
        elif not block and word == _EVENTS:
            section = "CallEvents"
        if block or line[:1] in ("[", "{"):
            block += f"{line}\n"
            if _balanced(block):
                yield Example(section, _kind(block), block)
                block = ""


def xml_examples(manual: str) -> Iterator[Example]:
    """Every XML example of the manual's text, in its order."""
    section, block = "", ""
    for line in manual.splitlines():
        word = line.strip()
        if not block and word in METHODS:
            section = word
        if block or word.lower().startswith(("<soapenv:envelope", "<soap-env:envelope")):
            block += f"{line}\n"
        if word.lower() in ("</soapenv:envelope>", "</soap-env:envelope>"):
            kind = "reply" if "<SOAP-ENV:" in block else "request"
            yield Example(section, kind, block, "xml")
            block = ""


def squeezed(text: str) -> str:
    """A message without the white space that only lays it out."""
    return re.sub(r"\s+", "", text)


def _balanced(text: str) -> bool:
    return text.count("[") + text.count("{") == text.count("]") + text.count("}")


def _kind(text: str) -> str:
    if re.match(r'\[\s*"', text):
        return "request"
    return "reply" if re.match(r"\[\s*\d", text) else "events"
