"""One SOAP request: read, carried out by the platform, answered."""

from __future__ import annotations

import logging
from typing import Any

from msgspec import Struct

from cti_desk.declarations.methods import Method
from cti_desk.vendors.instantvoice.simulator import wire
from cti_desk.vendors.instantvoice.simulator.ivws.envelope import (
    BadRequest,
    Call,
    FaultCode,
    enveloped,
    fault,
    read_call,
)
from cti_desk.vendors.instantvoice.simulator.ivws.names import (
    FAULT_PREFIXES,
    REPLY_PREFIXES,
    XSI_1999,
)
from cti_desk.vendors.instantvoice.simulator.ivws.results import (
    MISSPELT_PREFIXES,
    response,
    retold,
)
from cti_desk.vendors.instantvoice.simulator.ivws.wsdl import wsdl
from cti_desk.vendors.instantvoice.simulator.ivws.xml_shim import (
    CannotCarry,
    Node,
    NotXml,
    parse,
    write,
)
from cti_desk.vendors.instantvoice.simulator.platform import Platform
from cti_desk.vendors.instantvoice.simulator.service import Service

_log = logging.getLogger(__name__)


class Answer(Struct, frozen=True):
    """What goes back; ``method`` is what was called, if that could be read."""

    status: int
    body: bytes
    method: str | None = None


class Ivws:
    """The web service without its HTTP."""

    def __init__(self, platform: Platform, service: Service) -> None:
        self._platform = platform
        self._service = service
        self._variants = platform.variants

    def wsdl(self, address: str) -> bytes:
        return wsdl(address, self._variants)

    def answer(self, body: bytes, encoding: str | None = None) -> Answer:
        """Answer a request, with SOAP's fault (status 500) if it is none or is refused."""
        try:
            call = read_call(parse(body, encoding))
        except NotXml as error:
            self._service.count("(unreadable)")
            return self._fault(fault(str(error), "Client"))
        except BadRequest as error:
            self._service.count("(unreadable)")
            return self._fault(fault(str(error), error.code))
        try:
            return self._told(call)
        except Exception:
            _log.exception("the answer of %s failed", call.method.name)
            return self._refused(call, wire.INTERNAL, wire.NAMES[wire.INTERNAL])

    def _told(self, call: Call) -> Answer:
        method = call.method
        with self._platform.exchange.time.lock:
            code, data = self._service.answer(method.name, call.key, call.values, "soap")
            if method.reply == "none":
                data = code
            elif code != wire.SUCCESS:
                return self._refused(call, code, data)
            else:
                data = retold(self._platform, call, data)
        try:
            return self._content(method, data)
        except CannotCarry as error:
            # What STOMP's JSON can tell and XML cannot: inferred, like every refusal.
            return self._refused(call, wire.INTERNAL, f"{error}, which XML cannot carry")

    def _refused(self, call: Call, code: int, words: str) -> Answer:
        method = call.method
        if method.reply == "none":
            return self._content(method, code)
        if method.reply == "text" and self._variants.soap_permission_refusal == "code":
            return self._content(method, {"code": code, "location": ""})
        who: FaultCode = "Server" if code == wire.INTERNAL else "Client"
        return self._fault(fault(f"{code} {words}", who, code), method.name)

    def _content(self, method: Method, data: Any) -> Answer:
        """A good answer; raises `CannotCarry`."""
        prefixes = dict(REPLY_PREFIXES)
        if self._variants.soap_old_instance:
            prefixes["xsi"] = XSI_1999
        body = write(enveloped(response(method, data, self._variants)), prefixes)
        if self._variants.soap_prefixes == "mlns" and method.name in MISSPELT_PREFIXES:
            start, end, rest = body.partition(b">")
            body = start.replace(b" xmlns", b" mlns") + end + rest
        return Answer(200, body, method.name)

    @staticmethod
    def _fault(content: Node, method: str | None = None) -> Answer:
        return Answer(500, write(enveloped(content), FAULT_PREFIXES), method)
