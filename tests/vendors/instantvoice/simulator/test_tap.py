from cti_desk.simulator.clock import SimulatedTime
from cti_desk.simulator.faults import Faults
from cti_desk.vendors.instantvoice.simulator.tap import Logins, StompTap

CONNECT = b"CONNECT\nlogin:x\npasscode:y\n\n\0"


def tap() -> tuple[StompTap, Logins, Faults]:
    logins, faults = Logins(), Faults(SimulatedTime(frozen_at=0))
    return StompTap(logins, faults), logins, faults


def test_logins_are_counted_by_the_brokers_answer() -> None:
    one, logins, faults = tap()
    assert one.client_sent(CONNECT[:9]) is one.client_sent(CONNECT[9:]) is None
    one.server_sent(b"CONNECTED\nversion:1.2\n\n\0MESSAGE\n\n\0")
    other = StompTap(logins, faults)
    other.client_sent(CONNECT)
    other.server_sent(b"ERROR\nmessage:Bad CONNECT\n\n\0")
    assert (logins.attempts, logins.accepted, logins.refused) == (2, 1, 1)


def test_a_refused_login_never_reaches_the_broker() -> None:
    one, logins, faults = tap()
    faults.add("refuse", {"what": "login", "count": 1})
    answer = one.client_sent(CONNECT)
    assert answer is not None
    assert answer.startswith(b"ERROR\n")
    assert (logins.attempts, logins.refused) == (1, 1)
    assert one.client_sent(CONNECT) is None


def test_subscriptions_are_followed_until_they_end() -> None:
    one, _, _ = tap()
    one.client_sent(b"SUBSCRIBE\nid:1\ndestination:/topic/iv.agents.#\n\n\0")
    assert one.hears("/topic/iv.agents.default_1001")
    assert not one.hears("/topic/key")
    one.client_sent(b"UNSUBSCRIBE\nid:1\n\n\0")
    assert not one.hears("/topic/iv.agents.default_1001")


def test_what_is_no_stomp_is_passed_on_for_the_broker_to_judge() -> None:
    one, logins, _ = tap()
    assert one.client_sent(b"GET / HTTP/1.1\nno colon\n\n\0") is None
    assert one.client_sent(CONNECT) is None
    one.server_sent(b"whatever")
    assert logins.attempts == 0
    one.closed()
