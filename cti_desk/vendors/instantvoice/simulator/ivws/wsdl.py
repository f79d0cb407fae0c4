"""The WSDL: written from the declared methods, document/literal wrapped, SOAP 1.1.

Inferred throughout: the manual names its address only. Arguments are texts, for the manual sends
those that are not set as empty elements; the order of a record's members is free, for the manual's
is arbitrary; the children of ``lines`` and ``queues`` are unqualified, as in its examples.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cti_desk.declarations.arguments import Argument
from cti_desk.declarations.methods import Method
from cti_desk.vendors.instantvoice.methods import METHODS
from cti_desk.vendors.instantvoice.simulator.ivws.names import IVWS, XS
from cti_desk.vendors.instantvoice.simulator.ivws.shapes import TUPLED, Part, array_type, parts
from cti_desk.vendors.instantvoice.simulator.ivws.xml_shim import Node, write
from cti_desk.vendors.instantvoice.simulator.variants import Variants

_WSDL: Final = "http://schemas.xmlsoap.org/wsdl/"
_SOAP: Final = "http://schemas.xmlsoap.org/wsdl/soap/"
_HTTP: Final = "http://schemas.xmlsoap.org/soap/http"
_PREFIXES: Final[dict[str | None, str]] = {
    "wsdl": _WSDL,
    "soap": _SOAP,
    "xs": XS,
    "tns": IVWS,
}
RECORDS_NAMED: Final = 32
"""How many of ``line1``, ``line2`` … have a name in the schema; more are taken all the same."""


def wsdl(address: str, variants: Variants) -> bytes:
    """The document, for a service at this URL."""
    return write(
        _w(
            "definitions",
            _w("types", _schema(variants)),
            *(message for name in METHODS for message in _messages(name)),
            _w("portType", *(_operation(name) for name in METHODS), name="IvwsPortType"),
            _w(
                "binding",
                _s("binding", style="document", transport=_HTTP),
                *(_bound(name) for name in METHODS),
                name="IvwsBinding",
                type="tns:IvwsPortType",
            ),
            _w(
                "service",
                _w(
                    "port",
                    _s("address", location=address),
                    name="IvwsPort",
                    binding="tns:IvwsBinding",
                ),
                name="Ivws",
            ),
            name="Ivws",
            targetNamespace=IVWS,
        ),
        _PREFIXES,
    )


def _messages(name: str) -> Iterator[Node]:
    for message in (name, f"{name}Response"):
        part = _w("part", name="parameters", element=f"tns:{message}")
        yield _w("message", part, name=message)


def _operation(name: str) -> Node:
    return _w(
        "operation",
        _w("documentation", text=METHODS[name].help),
        _w("input", message=f"tns:{name}"),
        _w("output", message=f"tns:{name}Response"),
        name=name,
    )


def _bound(name: str) -> Node:
    literal = _s("body", use="literal")
    return _w(
        "operation",
        _s("operation", soapAction=name, style="document"),
        _w("input", literal),
        _w("output", literal),
        name=name,
    )


def _schema(variants: Variants) -> Node:
    types: dict[str, Node] = {}
    for method in METHODS.values():
        types |= {node.attributes["name"]: node for node in _types(method, variants)}
    return _x(
        "schema",
        *(
            element
            for method in METHODS.values()
            for element in (_request(method), _response(method, variants))
        ),
        *types.values(),
        targetNamespace=IVWS,
        elementFormDefault="qualified",
    )


def _request(method: Method) -> Node:
    arguments = (_argument(one) for one in method.arguments if one.spellings("soap"))
    children = (_element("key", "xs:string"), *arguments)
    return _x("element", _x("complexType", _x("sequence", *children)), name=method.name)


def _argument(argument: Argument) -> Node:
    kind = f"tns:{argument.name}" if argument.kind == "records" else "xs:string"
    return _element(argument.spellings("soap")[0], kind, minOccurs="0", nillable="true")


def _response(method: Method, variants: Variants) -> Node:
    if method.reply == "none":
        kind = "xs:integer"
    elif method.reply in ("names", "records"):
        kind = f"tns:{array_type(method, variants)}"
    else:
        kind = f"tns:{method.name}Record"
    result = _element(f"{method.name}Result", kind)
    name = f"{method.name}Response"
    return _x("element", _x("complexType", _x("sequence", result)), name=name)


def _types(method: Method, variants: Variants) -> Iterator[Node]:
    for argument in method.arguments:
        if argument.kind == "records":
            yield from _records(argument)
    match method.reply:
        case "record" | "text":
            yield _record(f"{method.name}Record", parts(method, variants))
        case "records":
            yield _record(method.item, parts(method, variants))
            yield _array(array_type(method, variants), method.item, f"tns:{method.item}")
        case "names":
            (part,) = parts(method, variants)
            tupled = method.name == TUPLED and variants.soap_sip_names == "tuples"
            kind = "xs:integer" if tupled else part.type
            yield _array(array_type(method, variants), part.element, kind)


def _records(argument: Argument) -> Iterator[Node]:
    """``lines`` holds ``line1``, ``line2`` …, each a record."""
    fields = (
        _element(field.spellings("soap")[0], "xs:string", minOccurs="0", form="unqualified")
        for field in argument.fields
    )
    yield _x("complexType", _x("sequence", *fields), name=argument.item)
    numbered = (
        _element(
            f"{argument.item}{number}", f"tns:{argument.item}", minOccurs="0", form="unqualified"
        )
        for number in range(1, RECORDS_NAMED + 1)
    )
    yield _x("complexType", _x("sequence", *numbered), name=argument.name)


def _record(name: str, told: tuple[Part, ...]) -> Node:
    members = (
        _element(one.element, one.type, **({"nillable": "true"} if one.nillable else {}))
        for one in told
    )
    return _x("complexType", _x("all", *members), name=name)


def _array(name: str, item: str, kind: str) -> Node:
    items = _element(item, kind, minOccurs="0", maxOccurs="unbounded")
    return _x("complexType", _x("sequence", items), name=name)


def _element(name: str, kind: str, **more: str) -> Node:
    return _x("element", name=name, type=kind, **more)


def _w(local: str, *children: Node, text: str = "", **attributes: str) -> Node:
    return Node(f"{{{_WSDL}}}{local}", attributes, text, children)


def _s(local: str, **attributes: str) -> Node:
    return Node(f"{{{_SOAP}}}{local}", attributes)


def _x(local: str, *children: Node, **attributes: str) -> Node:
    return Node(f"{{{XS}}}{local}", attributes, "", children)
