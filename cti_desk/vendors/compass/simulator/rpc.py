"""The component that answers requests: the company, its users, queues and calls, and pings."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from msgspec import Struct

from cti_desk.vendors.compass.messages.elements import COMPASS, Unreadable, local_name, namespace
from cti_desk.vendors.compass.messages.requests import (
    GET,
    GET_COMPANY,
    Company,
    Found,
    Request,
    build_company,
    build_found,
    parse_request,
)
from cti_desk.vendors.compass.messages.session import PING
from cti_desk.vendors.compass.simulator.chronicle import Chronicle
from cti_desk.vendors.compass.simulator.platform import Platform
from cti_desk.vendors.compass.simulator.variants import Variants


class Refusal(Exception):
    """An iq error: ``kind`` and ``condition`` as XMPP has them."""

    def __init__(self, kind: str, condition: str, text: str = "") -> None:
        super().__init__(text or condition)
        self.kind = kind
        self.condition = condition
        self.text = text


class Reply(Struct, frozen=True):
    """What to answer: ``payload`` or an empty result; ``method`` is what faults call it."""

    method: str
    payload: Element | None = None


class Rpc:
    """Answers the payload of an iq. Stateless; takes the exchange's lock."""

    def __init__(self, platform: Platform, chronicle: Chronicle, variants: Variants) -> None:
        self._platform = platform
        self._chronicle = chronicle
        self._variants = variants

    def answer(self, payload: Element, user: str) -> Reply:
        """``user`` is the bare JID of who asks. Raises Refusal."""
        if local_name(payload) == "ping" and namespace(payload) == PING:
            return Reply("ping")
        if local_name(payload) != "request" or namespace(payload) != COMPASS:
            raise Refusal("cancel", "service-unavailable")
        try:
            request = parse_request(payload)
        except Unreadable as error:
            raise Refusal("modify", "bad-request", str(error)) from error
        return Reply(request.type, self._result(request, user))

    def _result(self, request: Request, user: str) -> Element:
        with self._platform.exchange.time.lock:
            account = self._platform.at(user)
            known = account is not None and account.in_company
            if not known or not self._variants.company:
                raise Refusal("cancel", "item-not-found", "The user has no company.")
            company = Company(self._platform.company_id, self._platform.company_name)
            if request.company not in (None, company.id):
                raise Refusal("auth", "forbidden", "That is another company.")
            if request.type == GET_COMPANY:
                return build_company(company)
            if request.type != GET:
                raise Refusal("cancel", "feature-not-implemented")
            return build_found(self._found(request))

    def _found(self, request: Request) -> Found:
        view, wanted = self._chronicle.view, request.filter_id
        match request.filter_type:
            case "user":
                return Found(users=tuple(u for u in view.users.values() if wanted in (None, u.id)))
            case "queue":
                queues = tuple(q for q in view.queues.values() if wanted in (None, q.id))
                return Found(queues=queues)
            case "call":
                past = self._chronicle.history if request.history else ()
                calls = tuple(c for c in (*view.calls.values(), *past) if wanted in (None, c.id))
                return Found(calls=calls)
            case "company" | "callpoint":
                raise Refusal("cancel", "feature-not-implemented")
            case other:
                raise Refusal("modify", "bad-request", f"There is no filter {other!r}.")
