from xml.etree.ElementTree import fromstring

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cti_desk.vendors.compass.messages.elements import Unreadable
from cti_desk.vendors.compass.messages.notifications import CallEnd
from cti_desk.vendors.compass.messages.pubsub import Item, build_event, parse_event
from cti_desk.vendors.compass.messages.requests import Company, build_company, parse_company
from cti_desk.vendors.compass.simulator import stanzas
from cti_desk.vendors.compass.simulator.pubsub import Message
from cti_desk.vendors.compass.simulator.rpc import Refusal

EVENT = build_event("15", (Item("1", CallEnd("a.1", "SOURCE_HANGUP", timestamp=7.0)),))


def test_a_result_carries_its_payload() -> None:
    text = stanzas.result("9:a&b", "phone.uc", "o'neil@uc/x", build_company(Company("15", "A <B>")))
    found = fromstring(text)
    assert (found.get("id"), found.get("to")) == ("9:a&b", "o'neil@uc/x")
    assert parse_company(found[0]) == Company("15", "A <B>")
    assert len(fromstring(stanzas.result("1", "a", "b", None))) == 0


def test_an_error_says_its_condition_and_words() -> None:
    found = fromstring(stanzas.error("1", "a", "b", Refusal("cancel", "item-not-found", "No <x>")))
    assert (found.get("type"), found[0].get("type")) == ("error", "cancel")
    assert [one.tag.rpartition("}")[2] for one in found[0]] == ["item-not-found", "text"]
    assert found[0][1].text == "No <x>"
    assert len(fromstring(stanzas.error("1", "a", "b", Refusal("cancel", "gone")))[0]) == 1


def test_events_are_headlines() -> None:
    found = fromstring(stanzas.message("pubsub", Message("a@b/c", (EVENT,), headline=True)))
    assert found.get("type") == "headline"
    assert parse_event(found).items[0].notification.timestamp == 7.0
    assert fromstring(stanzas.message("pubsub", Message("a@b/c", ()))).get("type") == "normal"


@given(st.text())
def test_any_text_can_be_sent(text: str) -> None:
    told = CallEnd(f"a{text}", text, timestamp=1.0)
    payload = build_event("15", (Item("1", told),))
    sent = stanzas.message("pubsub", Message("a@b/c", (payload,)))
    (item,) = parse_event(fromstring(sent.encode())).items
    assert isinstance(item.notification, CallEnd)


def test_what_is_garbled_is_still_xml_but_says_nothing() -> None:
    broken = parse_event(stanzas.garbled(EVENT))
    assert broken.items == ()
    assert len(broken.unreadable) == 1
    with pytest.raises(Unreadable):
        parse_company(stanzas.garbled(build_company(Company("15", "A"))))
