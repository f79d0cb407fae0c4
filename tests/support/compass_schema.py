"""Whether an element is as the manual's printed schemas want it, and where that cannot be.

`problems` is for what is sent (ours and the simulator's): by the printed schema and what later
releases added to it, except for `EXCEPTIONS`.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final
from xml.etree.ElementTree import Element, tostring

from lxml import etree

from cti_desk.vendors.compass.messages.elements import COMPASS, local_name, xsi_type
from tests.support.compass_manual import SCHEMA

PRINTED: Final = "compass.xsd"
LATER: Final = "later.xsd"

EXCEPTIONS: Final = {
    r"endReason': \[facet 'enumeration'\] The value 'REPLACE'": "named by the prose on transfers, "
    "missing in the printed type",
    r"}result'.*: Missing child element\(s\)": "a company without calls is answered with an empty "
    "result, as in the manual's example; the printed type wants one at least",
    r"}notification'.*: Missing child element\(s\). Expected is \( \{[^}]*\}propertyChange": "the "
    "vendor's own tests have updates of members without a change",
}
"""Part of what the validator says -> why it must be allowed."""


def problems(element: Element, schema: str = LATER) -> list[str]:
    """What is wrong with a user, queue, call, request, result or notification."""
    validator = _schema(schema)
    if validator.validate(_as_sent(element)):
        return []
    said = [str(error.message) for error in validator.error_log]
    return [words for words in said if not any(re.search(each, words) for each in EXCEPTIONS)]


def said(element: Element, schema: str = PRINTED) -> list[str]:
    """All that the validator says, without exceptions."""
    validator = _schema(schema)
    validator.validate(_as_sent(element))
    return [str(error.message).replace(f"{{{COMPASS}}}", "") for error in validator.error_log]


@cache
def _schema(name: str) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(SCHEMA / name))


def _as_sent(element: Element) -> etree._Element:
    """As XMPP sends it: with the payload's namespace as the default one, for `xsi:type`."""
    text = tostring(element, encoding="unicode")
    prefix = re.search(rf'xmlns:(\w+)="{re.escape(COMPASS)}"', text)
    if prefix is not None:
        text = re.sub(rf"(</?){prefix[1]}:", r"\1", text).replace(f"xmlns:{prefix[1]}=", "xmlns=")
    sent = etree.fromstring(text)
    if local_name(element) == "request" and not xsi_type(element) and len(element):
        # Without a type a request has no content by the schema; the manual leaves it optional.
        sent.set("{http://www.w3.org/2001/XMLSchema-instance}type", "getRequest")
    return sent
