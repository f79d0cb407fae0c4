"""The typed face of zeep: a WSDL read, and requests built from it.

zeep (with lxml) is imported when the first WSDL is read, on a worker thread. Replies are not its
business: it would refuse those of the manual (see `lenient_xml`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from lxml import etree
from msgspec import Struct
from zeep import Client, Settings
from zeep.exceptions import Error as ZeepError
from zeep.wsdl.bindings import Soap11Binding

from cti_desk.core.errors import NotOffered, UsageError
from cti_desk.switch_kit.link_failure import LinkFailure
from cti_desk.switch_kit.server_text import one_line
from cti_desk.vendors.instantvoice.messages.values import normalise_key

KEY: Final = "key"
MOST_DOCUMENTS: Final = 20

Load = Callable[[str], bytes]


class Request(Struct, frozen=True):
    """An HTTP request: where to, and what."""

    path: str
    headers: dict[str, str]
    body: bytes


class Wsdl:
    """What a server's WSDL says. ``where`` names the server in words for people.

    ``load(url)`` is asked for the WSDL and what it imports from the same server; what it raises
    passes. Raises `LinkFailure` for a WSDL that cannot be used.
    """

    def __init__(self, url: str, where: str, load: Load) -> None:
        self._where = where
        settings = Settings(strict=True, forbid_dtd=True, forbid_entities=True)
        try:
            documents = _Documents(url, where, load)
            self._client = Client(url, transport=documents, settings=settings)  # type: ignore[no-untyped-call]
            self._port = self._soap_port()
            self._operations = dict(self._port.binding.all())
            address = urlsplit(self._port.binding_options["address"])
        except LinkFailure:
            raise
        except (ZeepError, etree.LxmlError) as error:
            raise self._unusable(str(error)) from error
        except Exception as error:  # zeep stumbles over odd documents in its own ways
            raise self._unusable(f"{type(error).__name__}: {error}") from error
        self._service = self._client.bind(self._port_of.name, self._port.name)
        query = f"?{address.query}" if address.query else ""
        # The address itself is not taken: the key goes to the host of the profile and to no other.
        self._path = f"{address.path or '/'}{query}"
        if not self._path.isascii() or not self._path.isprintable() or " " in self._path:
            raise self._unusable("its address is no URL")

    @property
    def methods(self) -> frozenset[str]:
        """The names of all methods that the WSDL lists."""
        return frozenset(self._operations)

    def build(
        self, method: str, key: str, arguments: Mapping[str, Any], items: Mapping[str, str]
    ) -> Request:
        """Build a request with arguments in their SOAP spelling.

        ``items`` names, for an argument that is a list of records, what each is called before its
        number. What is not given is left out, or empty where the WSDL wants the element. Raises
        `NotOffered` for a method and `UsageError` for an argument that the WSDL does not have.
        """
        operation = self._operations.get(method)
        if operation is None:
            raise NotOffered(
                f"The web service of {self._where} has no method {method}: its WSDL lists none.",
                vendor="instantvoice",
            )
        elements = _elements(operation)
        names = {normalise_key(name): name for name in elements}
        values: dict[str, Any] = {
            name: _nothing(element)
            for name, element in elements.items()
            if element.min_occurs and not element.nillable
        }
        records: dict[str, tuple[str, list[Mapping[str, Any]]]] = {}
        for argument, value in {KEY: key, **arguments}.items():
            name = names.get(normalise_key(argument))
            if name is None:
                raise UsageError(
                    f"The web service of {self._where} takes no “{argument}” in {method}: "
                    f"its WSDL lists {', '.join(elements) or 'nothing'}."
                )
            if argument in items:
                records[name] = (items[argument], value)
                value = _nothing(elements[name])
            values[name] = value
        return self._request(operation, values, records)

    def _request(
        self,
        operation: Any,
        values: dict[str, Any],
        records: Mapping[str, tuple[str, list[Mapping[str, Any]]]],
    ) -> Request:
        try:
            create = self._client.create_message
            envelope = create(self._service, operation.name, **values)  # type: ignore[no-untyped-call]
            for name, (item, listed) in records.items():
                _fill(envelope, name, item, listed)
        except ZeepError as error:
            raise UsageError(
                f"The web service of {self._where} does not take {operation.name} so: "
                f"{one_line(str(error))}."
            ) from error
        except ValueError as error:
            raise UsageError(
                f"An argument of {operation.name} has characters that XML cannot carry."
            ) from error
        headers = {
            "Content-Type": "text/xml; charset=utf-8",
            "SOAPAction": f'"{operation.soapaction or ""}"',
        }
        body: bytes = etree.tostring(envelope, xml_declaration=True, encoding="utf-8")
        return Request(self._path, headers, body)

    def _soap_port(self) -> Any:
        for service in self._client.wsdl.services.values():
            for port in service.ports.values():
                if isinstance(port.binding, Soap11Binding):
                    self._port_of = service
                    return port
        raise self._unusable("it names no SOAP 1.1 service")

    def _unusable(self, why: str) -> LinkFailure:
        return LinkFailure(
            "protocol", f"The WSDL of {self._where} cannot be used: {one_line(why)}."
        )


class _Documents:
    """What zeep calls a transport: gives it documents of one server and no other."""

    def __init__(self, url: str, where: str, load: Load) -> None:
        self._origin = urlsplit(url)[:2]
        self._where = where
        self._load = load
        self._loaded = 0

    def load(self, url: str) -> bytes:
        self._loaded += 1
        if urlsplit(url)[:2] != self._origin or self._loaded > MOST_DOCUMENTS:
            raise LinkFailure(
                "protocol",
                f"The WSDL of {self._where} cannot be used: it needs {one_line(url, 80)}, "
                "which is not asked.",
            )
        return self._load(url)


def _elements(operation: Any) -> dict[str, Any]:
    """The request's elements by their names."""
    body = operation.input.body
    kind = getattr(body, "type", None)
    return dict(getattr(kind, "elements", None) or ())


def _nothing(element: Any) -> Any:
    """What an element that has to be there holds when nothing is to be said."""
    return {} if getattr(element.type, "elements", None) is not None else ""


def _fill(envelope: Any, name: str, item: str, records: list[Mapping[str, Any]]) -> None:
    """Put numbered records below an element: they have no namespace, as the manual shows them."""
    (owner,) = envelope.xpath("//*[local-name() = $name]", name=name)
    owner.text = None
    for number, record in enumerate(records, 1):
        one = etree.SubElement(owner, f"{item}{number}")
        for field, value in record.items():
            etree.SubElement(one, field).text = str(value)
