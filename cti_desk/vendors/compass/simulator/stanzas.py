"""Stanzas of a component as text, and garbled."""

from __future__ import annotations

import re
from collections.abc import Iterable
from copy import deepcopy
from xml.etree.ElementTree import Element, tostring
from xml.sax.saxutils import escape, quoteattr

from cti_desk.vendors.compass.simulator.pubsub import Message
from cti_desk.vendors.compass.simulator.rpc import Refusal

_UNSENDABLE = re.compile("[^\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")
_STANZA_ERRORS = "urn:ietf:params:xml:ns:xmpp-stanzas"


def result(iq_id: str, sender: str, to: str, payload: Element | None) -> str:
    return _stanza("iq", sender, to, "result", [payload] if payload is not None else [], iq_id)


def error(iq_id: str, sender: str, to: str, refusal: Refusal) -> str:
    text = f"<text xmlns='{_STANZA_ERRORS}'>{escape(refusal.text)}</text>" if refusal.text else ""
    inside = (
        f"<error type={quoteattr(refusal.kind)}>"
        f"<{refusal.condition} xmlns='{_STANZA_ERRORS}'/>{text}</error>"
    )
    return _framed("iq", sender, to, "error", inside, iq_id)


def message(sender: str, told: Message) -> str:
    kind = "headline" if told.headline else "normal"
    return _stanza("message", sender, told.to, kind, told.payloads)


def garbled(payload: Element) -> Element:
    """The same with nothing in its innermost element that has something to say."""
    broken = deepcopy(payload)
    for element in broken.iter():
        if element.tag.endswith(("}notification", "}result", "}subscription")):
            attributes = dict(element.attrib)
            element.clear()
            element.attrib.update(attributes)
            element.text = "\N{REPLACEMENT CHARACTER}"
    return broken


def _stanza(
    name: str, sender: str, to: str, kind: str, payloads: Iterable[Element], iq_id: str = ""
) -> str:
    # What XML cannot carry would end the component's own stream.
    written = "".join(tostring(payload, "unicode") for payload in payloads)
    inside = _UNSENDABLE.sub("\N{REPLACEMENT CHARACTER}", written)
    return _framed(name, sender, to, kind, inside, iq_id)


def _framed(name: str, sender: str, to: str, kind: str, inside: str, iq_id: str = "") -> str:
    number = f" id={quoteattr(iq_id)}" if iq_id else ""
    return (
        f"<{name} from={quoteattr(sender)} to={quoteattr(to)} type={quoteattr(kind)}{number}>"
        f"{inside}</{name}>"
    )
