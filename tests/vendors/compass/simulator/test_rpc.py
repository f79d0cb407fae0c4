from typing import Any
from xml.etree.ElementTree import Element, fromstring

import pytest

from cti_desk.vendors.compass.messages.elements import make
from cti_desk.vendors.compass.messages.requests import (
    Request,
    build_request,
    get,
    get_company,
    parse_company,
    parse_found,
)
from cti_desk.vendors.compass.messages.session import build_ping
from cti_desk.vendors.compass.simulator.rpc import Refusal, Rpc
from tests.support.compass_schema import problems
from tests.support.compass_sim import ANNA, Company

ANNAS = "1001@uc.compass.localhost"
RESELLERS = "reseller@uc.compass.localhost"


class Asker(Company):
    def __init__(self) -> None:
        super().__init__()
        self.rpc = Rpc(self.platform, self.chronicle, self.variants)

    def ask(self, request: Request, user: str = ANNAS) -> Element:
        payload = self.rpc.answer(build_request(request), user).payload
        assert payload is not None
        assert problems(payload) == []
        return payload

    def refusal(self, payload: Element, user: str = ANNAS) -> tuple[str, str]:
        with pytest.raises(Refusal) as caught:
            self.rpc.answer(payload, user)
        return caught.value.kind, caught.value.condition


def test_the_company_of_who_asks() -> None:
    assert parse_company(Asker().ask(get_company())).id == "15"


def test_who_has_no_company_is_told_so() -> None:
    asker = Asker()
    assert asker.refusal(build_request(get_company()), RESELLERS) == ("cancel", "item-not-found")
    assert asker.refusal(build_request(get("user")), "nobody@x") == ("cancel", "item-not-found")
    asker.variants.company = False
    assert asker.refusal(build_request(get_company())) == ("cancel", "item-not-found")


def test_users_queues_and_calls_are_as_the_last_view_has_them() -> None:
    asker = Asker()
    asker.in_queue(ANNA)
    asker.ring("7012")
    view = asker.chronicle.view
    for what in ("user", "queue", "call"):
        found = parse_found(asker.ask(get(what)))
        assert found.unreadable == 0
        assert getattr(found, f"{what}s") == tuple(getattr(view, f"{what}s").values())


def test_one_object_is_found_by_its_id() -> None:
    asker = Asker()
    assert [user.id for user in parse_found(asker.ask(get("user", ANNA))).users] == [ANNA]
    assert parse_found(asker.ask(get("queue", "1"))).queues == ()


def test_ended_calls_come_with_the_history_only() -> None:
    asker = Asker()
    call = asker.ring(ANNA)
    asker.exchange.calls.hang_up(call.id, "caller")
    assert parse_found(asker.ask(get("call"))).calls == ()
    (past,) = parse_found(asker.ask(get("call", history=True))).calls
    assert (past.id, past.state) == (call.id, "DISCONNECTED")


def test_a_ping_has_an_empty_answer() -> None:
    reply = Asker().rpc.answer(build_ping(), ANNAS)
    assert (reply.method, reply.payload) == ("ping", None)


@pytest.mark.parametrize(
    ("payload", "condition"),
    [
        (build_request(Request("ACTION")), "feature-not-implemented"),
        (build_request(Request("GET", "callpoint")), "feature-not-implemented"),
        (build_request(Request("GET", "colour")), "bad-request"),
        (build_request(Request("GET_COMPANY", company="16")), "forbidden"),
        (make("request"), "bad-request"),
        (make("question"), "service-unavailable"),
        (fromstring("<request xmlns='urn:other' type='GET'/>"), "service-unavailable"),
    ],
)
def test_what_cannot_be_answered_is_refused(payload: Any, condition: str) -> None:
    assert Asker().refusal(payload)[1] == condition
