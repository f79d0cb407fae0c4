import pytest

from cti_desk.vendors.compass.messages.elements import make
from cti_desk.vendors.compass.messages.notifications import CallEnd
from cti_desk.vendors.compass.messages.pubsub import (
    PUBSUB,
    build_subscribe,
    build_subscriptions,
    parse_event,
    parse_subscription,
    parse_subscription_list,
)
from cti_desk.vendors.compass.simulator.pubsub import PubSub
from cti_desk.vendors.compass.simulator.rpc import Refusal
from cti_desk.vendors.compass.simulator.variants import Variants
from tests.support.compass_sim import Company

JID = "1001@uc.compass.localhost/desk"
NEWS = CallEnd("a.1", "SOURCE_HANGUP")


def service(**variants: bool) -> PubSub:
    return PubSub(Company().platform, Variants(**variants))  # type: ignore[arg-type]


def test_a_subscription_is_pending_and_confirmed_by_a_message() -> None:
    pubsub = service()
    reply, (message,) = pubsub.answer(build_subscribe("15", JID), JID)
    assert reply.payload is not None
    assert parse_subscription(reply.payload).state == "pending"
    confirmed = parse_event(message.payloads[0]).subscription
    assert confirmed is not None
    assert (confirmed.ready, confirmed.jid, message.to) == (True, JID, JID)


def test_or_subscribed_at_once() -> None:
    reply, messages = service(subscribed_at_once=True).answer(build_subscribe("15", JID), JID)
    assert reply.payload is not None
    assert parse_subscription(reply.payload).ready
    assert messages == []


def test_events_reach_who_is_subscribed_and_present() -> None:
    pubsub = service()
    pubsub.answer(build_subscribe("15", JID), JID)
    assert pubsub.publish(NEWS) == []
    pubsub.available(JID)
    pubsub.available("1002@uc.compass.localhost/desk")
    (message,) = pubsub.publish(NEWS)
    event = parse_event(message.payloads[0])
    assert (event.node, event.items[0].notification) == ("15", NEWS)
    assert message.payloads[1][0].text == "15"
    assert message.headline


def test_who_goes_must_subscribe_again() -> None:
    pubsub = service()
    pubsub.answer(build_subscribe("15", JID), JID)
    pubsub.available(JID)
    pubsub.gone(JID)
    pubsub.available(JID)
    assert pubsub.publish(NEWS) == []
    pubsub.answer(build_subscribe("15", JID), JID)
    assert pubsub.hearers() == [JID]
    pubsub.clear()
    assert pubsub.hearers() == []


def test_the_option_to_expire_may_be_refused() -> None:
    pubsub = service(expire=False)
    with pytest.raises(Refusal, match="not supported"):
        pubsub.answer(build_subscribe("15", JID), JID)
    pubsub.answer(build_subscribe("15", JID, expire=False), JID)


@pytest.mark.parametrize(
    ("payload", "jid", "condition"),
    [
        (build_subscribe("16", JID), JID, "item-not-found"),
        (build_subscribe("15", "x@y/z"), "x@y/z", "item-not-found"),
        (build_subscribe("15", JID), JID + "2", "bad-request"),
        (make("pubsub", PUBSUB), JID, "feature-not-implemented"),
        (make("query", PUBSUB), JID, "service-unavailable"),
    ],
)
def test_other_wishes_are_refused(payload, jid: str, condition: str) -> None:
    with pytest.raises(Refusal) as caught:
        service().answer(payload, jid)
    assert caught.value.condition == condition


def test_it_lists_the_subscription_of_who_asks_until_it_forgets() -> None:
    pubsub = service()
    pubsub.answer(build_subscribe("15", JID), JID)
    pubsub.available(JID)

    def listed(jid: str = JID) -> list[str]:
        reply, messages = pubsub.answer(build_subscriptions("15"), jid)
        assert reply.payload is not None
        assert messages == []
        return [one.jid for one in parse_subscription_list(reply.payload)]

    assert listed() == [JID]
    assert listed("1002@uc.compass.localhost/desk") == []
    pubsub.forget()
    assert listed() == []
    assert pubsub.publish(NEWS) == []


def test_or_lists_nothing() -> None:
    with pytest.raises(Refusal, match="feature"):
        service(list_subscriptions=False).answer(build_subscriptions("15"), JID)
