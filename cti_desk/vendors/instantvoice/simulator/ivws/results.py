"""METHODResult: what the platform answered, as the manual's XML examples show it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from cti_desk.declarations.methods import Method
from cti_desk.vendors.instantvoice.simulator.ivws.envelope import Call
from cti_desk.vendors.instantvoice.simulator.ivws.names import XS, XSI, XSI_1999, ivws
from cti_desk.vendors.instantvoice.simulator.ivws.shapes import TUPLED, Part, array_type, parts
from cti_desk.vendors.instantvoice.simulator.ivws.xml_shim import Node
from cti_desk.vendors.instantvoice.simulator.platform import Platform
from cti_desk.vendors.instantvoice.simulator.variants import Variants

MISSPELT_PREFIXES: Final = ("AgentInfo", "AgentQueueList")
"""The replies that the manual prints with ``mlns:`` for ``xmlns:``."""


def response(method: Method, data: Any, variants: Variants) -> Node:
    """The whole answer. ``data`` is a return code, or what `retold` gives."""
    result = _result(ivws(f"{method.name}Result"), method, data, variants)
    return Node(ivws(f"{method.name}Response"), children=(result,))


def retold(platform: Platform, call: Call, data: Any) -> Any:
    """STOMP's data with what SOAP tells besides, or otherwise."""
    if call.method.reply == "text":
        return {"code": 0, "location": data}
    if call.method.name == "AgentLineList":
        return [{**line, "accountcode": call.values["accountcode"]} for line in data]
    if call.method.name == "SipUserInfo":
        kept = platform.sip_users[data["name"]]
        otherwise = ("description", "ipaddr", "useclientcode", "qualify")
        return {**data, **{name: kept[name] for name in otherwise}}
    return data


def _result(name: str, method: Method, data: Any, variants: Variants) -> Node:
    if method.reply == "none":
        # Inferred: the manual shows no answer of a method that acts.
        return _typed(name, str(data), "xs:integer", variants)
    told = parts(method, variants)
    if method.reply in ("record", "text"):
        return Node(name, children=_members(told, data, variants))
    if method.reply == "records":
        item = ivws(method.item)
        children = tuple(Node(item, children=_members(told, one, variants)) for one in data)
    else:
        (part,) = told
        children = tuple(_name(method, part, one, variants) for one in data)
    kind = {"type": f"tns:{array_type(method, variants)}"} if variants.soap_array_types else {}
    return Node(name, kind, children=children)


def _members(
    told: tuple[Part, ...], data: Mapping[str, Any], variants: Variants
) -> tuple[Node, ...]:
    return tuple(_member(part, data[part.member], variants) for part in told)


def _member(part: Part, value: Any, variants: Variants) -> Node:
    name = ivws(part.element)
    if part.nillable and value in ("", None, 0) and not (part.whole_number and _zero_says(part)):
        # The manual has the attribute in the namespace of XML Schema itself: a variant.
        attribute, yes = ("xsi", "true") if variants.soap_nil == "xsi" else ("xs", "1")
        space = _instance(variants) if attribute == "xsi" else XS
        return Node(name, {f"{{{space}}}nil": yes})
    text = str(int(value)) if part.whole_number else str("" if value is None else value)
    return _typed(name, text.rpartition("_")[2] if part.bare else text, part.type, variants)


def _zero_says(part: Part) -> bool:
    """0 is a value everywhere but where it stands for a time that never was."""
    return not part.member.endswith("statusts")


def _name(method: Method, part: Part, name: Any, variants: Variants) -> Node:
    if method.name == TUPLED and variants.soap_sip_names == "tuples":
        return _typed(ivws(part.element), repr((str(name),)), "xs:integer", variants)
    # As whole numbers they lose their leading zeros, as in the manual.
    text = str(int(name)) if part.whole_number else str(name)
    return _typed(ivws(part.element), text, part.type, variants)


def _typed(name: str, text: str, kind: str, variants: Variants) -> Node:
    return Node(name, {f"{{{_instance(variants)}}}type": kind}, text)


def _instance(variants: Variants) -> str:
    return XSI_1999 if variants.soap_old_instance else XSI
