"""Subscriptions and events: what is ready, what is published, what is neither."""

from __future__ import annotations

from xml.etree.ElementTree import Element, fromstring

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cti_desk.vendors.compass.messages import pubsub as p
from cti_desk.vendors.compass.messages.elements import Unreadable, make
from cti_desk.vendors.compass.messages.notifications import QueueDestroy
from tests.support.compass_xml import IDS, NOTIFICATIONS, TREES, over_the_wire, tried

JID = "user@uc.example.com/desk"


@pytest.mark.parametrize(("expire", "told"), [(True, "presence"), (False, None)])
def test_a_subscription_may_expire_with_presence(expire: bool, told: str | None) -> None:
    asked = over_the_wire(p.build_subscribe("15", JID, expire=expire))
    assert p.parse_subscribe(asked) == (p.Subscription("15", JID), told)


def test_the_option_is_a_form_of_the_standard() -> None:
    asked = p.build_subscribe("15", JID)
    values = {
        field.get("var"): (field.get("type"), field[0].text)
        for field in asked.iter(f"{{{p.FORM}}}field")
    }
    assert values == {
        "FORM_TYPE": ("hidden", p.OPTIONS),
        "pubsub#expire": (None, "presence"),
    }


@pytest.mark.shows(
    "compass",
    "XMPP session: subscribed in the answer itself",
)
def test_only_subscribed_is_ready() -> None:
    for state, ready in (("pending", False), ("subscribed", True), ("", False)):
        told = p.Subscription("15", JID, state)
        assert p.parse_subscription(over_the_wire(p.build_subscription(told))) == told
        assert told.ready is ready


def test_the_news_of_a_subscription_comes_as_an_event() -> None:
    told = p.Subscription("15", JID, p.SUBSCRIBED)
    message = make("message", "jabber:client")
    message.append(p.build_subscription_event(told))
    assert p.parse_event(over_the_wire(message)).subscription == told


def test_an_item_that_cannot_be_read_hides_no_other() -> None:
    event = p.build_event("15", (p.Item("1", QueueDestroy("2")), p.Item("2", QueueDestroy("3"))))
    broken = event[0][0][0]
    broken.remove(broken[0])
    told = p.parse_event(event)
    assert [item.id for item in told.items] == ["2"]
    assert told.unreadable == ("A notification lacks queueId.",)


def test_a_message_of_something_else_is_an_empty_event() -> None:
    assert p.parse_event(fromstring("<message><body>hello</body></message>")) == p.Event()


def test_the_headers_name_the_company() -> None:
    assert p.build_headers("8323266")[0].text == "8323266"


@given(TREES)
def test_any_tree_is_some_event(tree: Element) -> None:
    assert isinstance(p.parse_event(tree), p.Event)
    asked = tried(p.parse_subscribe, tree)
    assert asked is None or isinstance(asked[0], p.Subscription)
    told = tried(p.parse_subscription, tree)
    assert told is None or isinstance(told, p.Subscription)


def test_what_is_no_subscription_is_refused() -> None:
    for parse in (p.parse_subscribe, p.parse_subscription):
        with pytest.raises(Unreadable, match="subscription"):
            parse(make("pubsub", p.PUBSUB))


ITEMS = st.lists(st.builds(p.Item, IDS, st.one_of(*NOTIFICATIONS.values())), max_size=3).map(tuple)


@given(IDS, ITEMS)
def test_what_is_published_is_read_back(node: str, items: tuple[p.Item, ...]) -> None:
    told = p.parse_event(over_the_wire(p.build_event(node, items)))
    assert told == p.Event(node, items)


def test_which_subscriptions_there_are_can_be_asked() -> None:
    asked = over_the_wire(p.build_subscriptions("15"))
    assert p.parse_subscriptions_wanted(asked) == "15"
    assert p.parse_subscriptions_wanted(p.build_subscribe("15", JID)) is None
    listed = (p.Subscription("15", JID, p.SUBSCRIBED), p.Subscription("15", "b@c/d", p.PENDING))
    assert p.parse_subscription_list(over_the_wire(p.build_subscription_list(listed))) == listed
    assert p.parse_subscription_list(p.build_subscription_list(())) == ()
    with pytest.raises(Unreadable):
        p.parse_subscription_list(p.build_subscription(listed[0]))


def test_the_company_may_stand_once_for_all_subscriptions_of_a_list() -> None:
    told = fromstring(
        f"<pubsub xmlns='{p.PUBSUB}'><subscriptions node='15'><subscription jid='{JID}'/>"
        "</subscriptions></pubsub>"
    )
    assert p.parse_subscription_list(told) == (p.Subscription("15", JID),)
