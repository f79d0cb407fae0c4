"""SOAP requests to a simulated InstantVoice, written by hand, and what comes back."""

from __future__ import annotations

import http.client
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from xml.sax.saxutils import escape

from cti_desk.simulator.faults import Faults
from cti_desk.vendors.instantvoice.methods import METHODS
from cti_desk.vendors.instantvoice.simulator.ivws.envelope import read_call
from cti_desk.vendors.instantvoice.simulator.ivws.http_server import IvwsServer
from cti_desk.vendors.instantvoice.simulator.ivws.names import IVWS, SOAP, ivws, soap
from cti_desk.vendors.instantvoice.simulator.ivws.service import Answer, Ivws
from cti_desk.vendors.instantvoice.simulator.ivws.xml_shim import Node, parse
from cti_desk.vendors.instantvoice.simulator.service import Service
from tests.support.instantvoice_bench import ACCOUNT, KEY, Bench
from tests.support.instantvoice_manual import FIXTURES

AS_PRINTED = {
    "soap_prefixes": "mlns",
    "soap_old_instance": True,
    "soap_nil": "xs",
    "soap_array_types": True,
    "soap_sip_names": "tuples",
    "soap_requiresendinfo": "requisendinfo",
}
"""The variants that make a reply what the manual prints."""

MANUALS_KEYS = ("1234", "f054bbd2f5ebab9", "mykey")


def call(method: str, key: str = KEY, /, **arguments: Any) -> bytes:
    """An envelope. Records are lists of dictionaries, their elements unprefixed."""
    told = "".join(
        _element(f"i:{name}", value) for name, value in {"key": key, **arguments}.items()
    )
    return body(f'<i:{method} xmlns:i="{IVWS}">{told}</i:{method}>')


def body(content: str, header: str = "") -> bytes:
    """An envelope around anything."""
    text = f'<s:Envelope xmlns:s="{SOAP}">{header}<s:Body>{content}</s:Body></s:Envelope>'
    return text.encode()


def example(method: str) -> tuple[bytes, dict[str, Any]]:
    """The manual's request for a method, and its arguments that are not empty."""
    data = (FIXTURES / f"{method}.request.xml").read_bytes()
    values = read_call(parse(data)).values
    return data, {name: value for name, value in values.items() if value}


def numbered(method: str, arguments: dict[str, Any]) -> dict[str, Any]:
    """Lists of records as the WSDL has them: ``line1``, ``line2`` …"""
    items = {one.name: one.item for one in METHODS[method].arguments if one.kind == "records"}
    return {
        name: {f"{items[name]}{n}": record for n, record in enumerate(value, 1)}
        if name in items
        else value
        for name, value in arguments.items()
    }


def printed_reply(method: str) -> Node:
    """METHODResult of the manual's reply, its misspelt declarations put right."""
    data = (FIXTURES / f"{method}.reply.xml").read_bytes()
    (told,) = _content(data.replace(b" mlns", b" xmlns").replace(b"\nmlns", b"\nxmlns")).children
    return told


def result(answer: Answer) -> Any:
    """What METHODResult holds: a text, a list, or a dictionary of texts."""
    assert answer.status == 200, answer.body
    content = _content(answer.body)
    (told,) = content.children
    assert content.name == ivws(f"{answer.method}Response")
    assert told.name == ivws(f"{answer.method}Result")
    if not told.children:
        return told.text
    names = [child.local for child in told.children]
    if len(set(names)) == len(names) and not told.children[0].children and names != ["integer"]:
        return _texts(told)
    return [_texts(child) if child.children else child.text for child in told.children]


def refusal(answer: Answer) -> tuple[str, str, str | None]:
    """The code, the words and InstantVoice's code of a fault."""
    assert answer.status == 500, answer.body
    content = _content(answer.body)
    assert content.name == soap("Fault")
    code, words, *rest = content.children
    assert [code.name, words.name] == ["faultcode", "faultstring"]
    detail = rest[0].find(ivws("code")) if rest else None
    return code.text.removeprefix("SOAP-ENV:"), words.text, detail.text if detail else None


class IvwsBench(Bench):
    """The web service without its HTTP, over a seeded platform whose time stands still."""

    def __init__(self) -> None:
        super().__init__()
        self.faults = Faults(self.exchange.time)
        self.service = Service(self.platform, self.faults)
        self.service.rights |= dict.fromkeys((KEY, *MANUALS_KEYS))
        self.ivws = Ivws(self.platform, self.service)

    def soap(self, method: str, key: str = KEY, /, **arguments: Any) -> Any:
        """What a call answers that must not be refused by a fault."""
        return result(self.ivws.answer(call(method, key, **arguments)))

    def fault(self, data: bytes) -> tuple[str, str, str | None]:
        return refusal(self.ivws.answer(data))


@contextmanager
def served(bench: IvwsBench, patience_s: float = 10.0) -> Iterator[IvwsServer]:
    later = bench.exchange.time.call_later
    server = IvwsServer(bench.ivws, bench.faults, later, patience_s=patience_s)
    server.start()
    try:
        yield server
    finally:
        server.stop()


def as_the_manual_has_it() -> IvwsBench:
    """A platform on which everything that the manual's requests name exists, and can be done."""
    bench = IvwsBench()
    for name in ("1111", "1010"):
        bench.data("SipUserAdd", ACCOUNT, name=name)
    bench.data("SipUserDelete", ACCOUNT, name="1010")
    for queue in ("1", "5", "1000", "8787"):
        bench.data("QueueAdd", ACCOUNT, name=queue)
    return bench


def carried_out(bench: IvwsBench, request: Callable[[str], Any]) -> None:
    """Let ``request`` make each of the manual's requests, in an order that makes sense."""
    exchange = bench.exchange
    request("AgentLogin")
    taken = exchange.calls.incoming("default_1001", "2198765456", "")
    exchange.calls.answer(taken.id)
    request("BlindTransfer")
    asked = exchange.calls.incoming("default_1001", "2198765456", "")
    exchange.world.calls["1286208779.1.30"] = asked
    request("Hangup")
    del exchange.world.calls["1286208779.1.30"]
    for name in ("AgentPause", "AgentUnpause", "NewCall"):
        request(name)
    first = ("AgentLogin", "BlindTransfer", "Hangup", "AgentPause", "AgentUnpause", "NewCall")
    later = sorted(METHODS.keys() - set(first), key=_makes_sense)
    for name in later:
        request(name)


def _makes_sense(name: str) -> tuple[int, bool, str]:
    """Added, then changed, then looked at, then deleted; an agent last of all."""
    stages = (("Add", 0), ("Modify", 1), ("Delete", 3))
    stage = next((at for word, at in stages if word in name), 2)
    return stage, name == "AgentDelete", name


def post(address: str, data: bytes, **headers: str) -> tuple[int, str, bytes]:
    """Post to ``address``: the status, the content type and the body that came back."""
    return ask(address, "POST", "/", data, **{"Content-Type": "text/xml", **headers})


def ask(
    address: str, verb: str, path: str, data: bytes | None = None, **headers: str
) -> tuple[int, str, bytes]:
    host, _, port = address.rpartition(":")
    connection = http.client.HTTPConnection(host, int(port), timeout=20)
    try:
        connection.request(verb, path, data, headers)
        reply = connection.getresponse()
        return reply.status, reply.headers.get("Content-Type", ""), reply.read()
    finally:
        connection.close()


def _element(name: str, value: Any) -> str:
    if isinstance(value, list):
        item = name.removeprefix("i:").removesuffix("s")
        value = "".join(
            f"<{item}{number}>{''.join(_element(n, v) for n, v in record.items())}</{item}{number}>"
            for number, record in enumerate(value, 1)
        )
        return f"<{name}>{value}</{name}>"
    return f"<{name}>{escape(str(value))}</{name}>"


def _content(data: bytes) -> Node:
    envelope = parse(data)
    (content,) = envelope.find(soap("Body")).children  # type: ignore[union-attr]
    return content


def _texts(node: Node) -> dict[str, str | None]:
    return {child.local: child.text if not _nil(child) else None for child in node.children}


def _nil(node: Node) -> bool:
    return any(name.endswith("}nil") for name in node.attributes)
