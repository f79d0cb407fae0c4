"""SOAP 1.1's envelope: the call in a request, and the fault that tells a refusal."""

from __future__ import annotations

from typing import Any, Final, Literal

from msgspec import Struct

from cti_desk.declarations.arguments import Argument
from cti_desk.declarations.methods import Method
from cti_desk.vendors.instantvoice.methods import METHODS
from cti_desk.vendors.instantvoice.simulator.ivws.names import IVWS, SOAP_12, XSI, ivws, soap
from cti_desk.vendors.instantvoice.simulator.ivws.xml_shim import Node, carriable

FaultCode = Literal["VersionMismatch", "MustUnderstand", "Client", "Server"]

_WHITE: Final = " \t\r\n"
_YES: Final = ("1", "true")


class BadRequest(Exception):
    """A request that names no method to carry out; `str()` is the fault's words."""

    def __init__(self, words: str, code: FaultCode = "Client") -> None:
        super().__init__(words)
        self.code: FaultCode = code


class Call(Struct, frozen=True):
    """A method called, its arguments as SOAP spells them; those that are empty are empty texts."""

    method: Method
    key: str
    values: dict[str, Any]


def read_call(root: Node) -> Call:
    """The call of a request; raises `BadRequest`."""
    if root.name != soap("Envelope"):
        raise _no_envelope(root)
    _check_header(root.find(soap("Header")))
    body = root.find(soap("Body"))
    if body is None:
        raise BadRequest("The envelope has no Body.")
    if len(body.children) != 1:
        raise BadRequest(f"The Body holds {len(body.children)} elements, not one call.")
    (element,) = body.children
    if element.namespace != IVWS:
        where = f"the namespace {element.namespace}" if element.namespace else "no namespace"
        raise BadRequest(f"{element.local} is in {where}, the methods are in {IVWS}.")
    if element.local not in METHODS:
        raise BadRequest(f"There is no method {element.local}.")
    method = METHODS[element.local]
    values = _values(method, element)
    key = values.pop("key", "")
    return Call(method, key if isinstance(key, str) else "", values)


def enveloped(content: Node) -> Node:
    return Node(soap("Envelope"), children=(Node(soap("Body"), children=(content,)),))


def fault(words: str, code: FaultCode, vendor_code: int | None = None) -> Node:
    """What SOAP says instead of an answer. Inferred: the manual shows no refusal.

    A code of InstantVoice begins the words, and stands in the detail besides.
    """
    parts = [
        Node("faultcode", text=f"SOAP-ENV:{code}"),
        Node("faultstring", text=carriable(words)),
    ]
    if vendor_code is not None:
        detail = Node(ivws("code"), text=str(vendor_code))
        parts.append(Node("detail", children=(detail,)))
    return Node(soap("Fault"), children=tuple(parts))


def _no_envelope(root: Node) -> BadRequest:
    if root.local != "Envelope":
        return BadRequest(f"This is no SOAP envelope but <{root.local}>.")
    version = "SOAP 1.2" if root.namespace == SOAP_12 else f"the namespace {root.namespace!r}"
    return BadRequest(f"The envelope is of {version}, IVWS speaks SOAP 1.1.", "VersionMismatch")


def _check_header(header: Node | None) -> None:
    for block in header.children if header is not None else ():
        if block.attributes.get(soap("mustUnderstand")) in _YES:
            raise BadRequest(
                f"IVWS does not understand the header {block.local}.", "MustUnderstand"
            )


def _values(method: Method, element: Node) -> dict[str, Any]:
    """The children that the manual's examples show unprefixed are taken either way."""
    declared = {name: one for one in method.arguments for name in one.spellings("soap")}
    values: dict[str, Any] = {}
    for child in element.children:
        if child.namespace not in ("", IVWS):
            continue
        if child.local in values:
            raise BadRequest(f"{method.name} names {child.local} twice.")
        values[child.local] = _value(child, declared.get(child.local))
    return values


def _value(element: Node, argument: Argument | None) -> Any:
    if element.attributes.get(f"{{{XSI}}}nil") in _YES:
        return ""
    if not element.children:
        return _text(element)
    if argument is not None and argument.kind == "records":
        names = [child.local.removeprefix(argument.item) for child in element.children]
        if all(name == "" or (name.isascii() and name.isdigit()) for name in names):
            return [_record(child) for child in element.children]
    # Something that has no text: whoever reads it will say that it makes no sense.
    return {}


def _record(element: Node) -> dict[str, Any]:
    return {child.local: _text(child) for child in element.children}


def _text(element: Node) -> str:
    """Without the white space around it: the manual's QueueAdd pads its accountcode."""
    return element.text.strip(_WHITE)
