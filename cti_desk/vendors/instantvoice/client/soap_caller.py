"""One generic caller for InstantVoice's methods over SOAP (IVWS), usable alone::

    import asyncio
    from cti_desk.vendors.instantvoice.client.broker import Host
    from cti_desk.vendors.instantvoice.client.soap_caller import SoapCaller
    from cti_desk.vendors.instantvoice.client.web_service import WebService

    async def main() -> None:
        service = WebService((Host("acd.example.com", 7789),), ca_file="site-ca.pem")
        async with await SoapCaller.connect(service, key="...") as caller:
            print(await caller.call("AgentList", accountcode="default"))
            await caller.call(
                "AgentPause", accountcode="default", user="default_1001", reason="1"
            )

    asyncio.run(main())

It takes the arguments that the STOMP caller takes and answers what that answers, as far as SOAP
carries it. There are no events. A call is sent once, on a connection of its own.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from cti_desk.core.errors import CtiError, NoLink, OutcomeUnknown, RefusedByVendor
from cti_desk.declarations.methods import Method
from cti_desk.switch_kit.link_failure import LinkFailure
from cti_desk.switch_kit.server_text import one_line, scrub
from cti_desk.vendors.instantvoice.client.broker import Host
from cti_desk.vendors.instantvoice.client.failures import expects_tls
from cti_desk.vendors.instantvoice.client.http_exchange import Answer, Exchange
from cti_desk.vendors.instantvoice.client.soap_replies import (
    TRANSPORT,
    NotSoap,
    SoapFault,
    read_reply,
)
from cti_desk.vendors.instantvoice.client.typed import TypedCalls
from cti_desk.vendors.instantvoice.client.web_service import WSDL_PATH, WebService
from cti_desk.vendors.instantvoice.messages.bodies import Reply

if TYPE_CHECKING:
    from cti_desk.vendors.instantvoice.client.zeep_shim import Request, Wsdl

_log = logging.getLogger(__name__)

_BAD_REQUEST: Final = 400

ANSWER_S: Final = 5.0
"""From the connection to the end of the answer (the COM methods may block no longer)."""

OPEN_S: Final = 15.0
"""For the WSDL with all that it imports."""


class SoapCaller(TypedCalls):
    """Requests to one host of the web service.

    `call` and `request` raise, beside what they raise over STOMP, `NotOffered` for a method that
    the server's WSDL does not list.
    """

    def __init__(self, key: str, answer_s: float = ANSWER_S) -> None:
        self._key = key
        self._answer_s = answer_s
        self._service: WebService | None = None
        self._host: Host | None = None
        self._wsdl: Wsdl | None = None
        self._exchanges: set[Exchange] = set()

    @classmethod
    async def connect(cls, service: WebService, key: str) -> SoapCaller:
        """Read the WSDL of the first host that answers; raise the last host's `LinkFailure`."""
        caller = cls(key)
        last = LinkFailure("unreachable", "No address of the web service is set.")
        for index in range(len(service.hosts)):
            try:
                await caller.open(service, index)
            except LinkFailure as failure:
                last = failure
            else:
                return caller
        raise last

    async def __aenter__(self) -> SoapCaller:
        return self

    async def __aexit__(self, *_: object) -> None:
        self.close()

    async def open(self, service: WebService, index: int = 0) -> None:
        """Read the WSDL of one of the hosts; raise `LinkFailure`."""
        self._service, self._host = service, service.hosts[index]
        try:
            async with asyncio.timeout(OPEN_S):
                self._wsdl = await asyncio.to_thread(self._read_wsdl)
        except TimeoutError:
            raise LinkFailure(
                "timeout", f"The WSDL of {self._host} did not come within {OPEN_S:g} s."
            ) from None
        finally:
            self._give_up()

    async def request(self, method: Method, arguments: dict[str, Any]) -> Reply:
        """Send a request with checked arguments and return the reply, whatever its code."""
        service, host, wsdl = self._service, self._host, self._wsdl
        if service is None or host is None or wsdl is None:
            raise NoLink(f"{method.name} was not sent: there is no link to InstantVoice.")
        items = {arg.name: arg.item for arg in method.arguments if arg.kind == "records"}
        spelt = method.spell(arguments, TRANSPORT)
        request = wsdl.build(method.name, self._key, spelt, items)
        _log.debug("asking %s %s", method.name, method.mask(arguments))
        exchange = Exchange(service, host, self._answer_s)
        self._exchanges.add(exchange)
        asking = _Asking(exchange, request, method, arguments, host, self._key)
        try:
            async with asyncio.timeout(self._answer_s):
                await asyncio.to_thread(asking.run)
        except TimeoutError:
            exchange.give_up()
            late = LinkFailure("timeout", f"{host} did not answer within {self._answer_s:g} s")
            raise _failed(method, exchange, late) from None
        except LinkFailure as failure:
            raise _failed(method, exchange, failure) from failure
        finally:
            exchange.give_up()
            self._exchanges.discard(exchange)
        # By its code alone: the data may carry secrets.
        _log.debug("%s was answered with code %s", method.name, asking.reply.code)
        return asking.reply

    def close(self) -> None:
        """End the link; what is still open has an unknown outcome."""
        self._wsdl = None
        self._give_up()

    def _give_up(self) -> None:
        for exchange in list(self._exchanges):
            exchange.give_up()

    # -- on a worker thread

    def _read_wsdl(self) -> Wsdl:
        from cti_desk.vendors.instantvoice.client.zeep_shim import Wsdl

        assert self._service is not None
        assert self._host is not None
        return Wsdl(self._service.url(self._host, WSDL_PATH), str(self._host), self._load)

    def _load(self, url: str) -> bytes:
        """A document of the WSDL."""
        assert self._service is not None
        assert self._host is not None
        parts = urlsplit(url)
        path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
        exchange = Exchange(self._service, self._host, self._answer_s)
        self._exchanges.add(exchange)
        try:
            answer = exchange.run("GET", path, b"", {})
        finally:
            self._exchanges.discard(exchange)
        if answer.status != 200:
            words = _no_service(self._host, path, answer)
            if answer.status == _BAD_REQUEST:  # what web servers answer to clear text at a TLS port
                words += expects_tls(self._host, self._service.encryption)
            raise LinkFailure("protocol", words)
        return answer.body


class _Asking:
    """One request on a worker thread.

    The loop's debug log tells what a thread is given and what it returns, so that this is given
    nothing and returns nothing: requests carry the key, replies secrets.
    """

    def __init__(
        self,
        exchange: Exchange,
        request: Request,
        method: Method,
        arguments: dict[str, Any],
        host: Host,
        key: str,
    ) -> None:
        self._exchange = exchange
        self._request = request
        self._method = method
        self._arguments = arguments
        self._host = host
        self._key = key
        self.reply: Reply

    def run(self) -> None:
        """Send, and read the answer into ``reply``; raises a core error or `LinkFailure`."""
        request, method = self._request, self._method
        answer = self._exchange.run("POST", request.path, request.body, request.headers)
        try:
            self.reply = read_reply(method, self._arguments, answer.body, answer.charset)
        except NotSoap as error:
            raise self._not_soap(answer, error) from error
        except SoapFault as fault:
            raise self._fault(fault) from fault

    def _not_soap(self, answer: Answer, error: NotSoap) -> CtiError:
        name = self._method.name
        if 300 <= answer.status < 500:
            said = _no_service(self._host, "the request", answer)
            return NoLink(f"{name} was not taken: {said}", vendor="instantvoice")
        return _unknown(self._method, f"{self._host} answered {name} with {error}")

    def _fault(self, fault: SoapFault) -> CtiError:
        said = one_line(scrub(fault.said, (self._key,)))
        name = self._method.name
        words = f"InstantVoice's web service answered {name} with a fault: {said}"
        if self._method.acting and not fault.by_client:
            words = f"{words}. Whether it has happened is not known."
            return OutcomeUnknown(words, vendor="instantvoice")
        return RefusedByVendor(words, vendor="instantvoice")


def _failed(method: Method, exchange: Exchange, failure: LinkFailure) -> CtiError:
    why = failure.message.rstrip(".")
    if exchange.sent:
        return _unknown(method, f"{why} ({method.name})")
    return NoLink(f"{method.name} was not sent: {why}.", vendor="instantvoice")


def _unknown(method: Method, words: str) -> OutcomeUnknown:
    # A server that has received a request and is slow cannot be told to forget it.
    doubt = ": it may or may not have happened, or still happen" if method.acting else ""
    return OutcomeUnknown(f"{words}{doubt}.", vendor="instantvoice")


def _no_service(host: Host, path: str, answer: Answer) -> str:
    """An HTTP status that no web service of InstantVoice answers with."""
    elsewhere = f" (to {one_line(answer.location, 80)})" if answer.location else ""
    status = f"{answer.status} {one_line(answer.reason, 40)}".strip()
    return (
        f"{host} answers {path} with HTTP {status}{elsewhere}: "
        "is InstantVoice's web service (IVWS) there?"
    )
