"""Which reply belongs to which request."""

from __future__ import annotations

from cti_desk.vendors.instantvoice.client.correlation import Correlation
from cti_desk.vendors.instantvoice.messages.bodies import Reply


def test_identifiers_are_unique_and_start_at_random() -> None:
    one, other = Correlation[str](), Correlation[str]()
    made = [one.new_identifier(), one.new_identifier(), other.new_identifier()]
    assert len(set(made)) == 3
    assert made[0].rpartition("-")[0] != made[2].rpartition("-")[0]


def test_a_reply_goes_to_its_request_once() -> None:
    book = Correlation[str]("me")
    book.opened("me-1", "AgentInfo", "first")
    book.opened("me-2", "AgentInfo", "second")
    assert book.take(Reply(0, None, "me-2")) == "second"
    assert book.take(Reply(0, None, "me-2")) is None
    assert book.take(Reply(0, None, "foreign-2")) is None
    assert book.echoes("AgentInfo")


def test_a_reply_without_identifier_needs_a_single_request() -> None:
    book = Correlation[str]("me")
    assert book.take(Reply(0)) is None
    book.opened("me-1", "AgentInfo", "first")
    assert book.take(Reply(0)) == "first"
    book.opened("me-2", "AgentInfo", "second")
    book.opened("me-3", "AgentPause", "third")
    assert book.take(Reply(0)) is None


def test_once_a_method_echoes_a_bare_reply_is_not_its_own() -> None:
    book = Correlation[str]("me")
    book.opened("me-1", "AgentPause", "first")
    book.take(Reply(0, None, "me-1"))
    book.opened("me-2", "AgentPause", "second")
    assert book.take(Reply(0)) is None
    book.opened("me-3", "AgentInfo", "reading")
    assert book.take(Reply(0)) == "reading"


def test_given_up_requests_take_nothing() -> None:
    book = Correlation[str]("me")
    book.opened("me-1", "AgentInfo", "first")
    book.gave_up("me-1")
    book.gave_up("me-1")
    assert book.take(Reply(0, None, "me-1")) is None
    book.opened("me-2", "AgentInfo", "second")
    assert book.take_all() == ["second"]
    assert book.take_all() == []
