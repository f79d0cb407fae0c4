"""Queues: each change told once; one that is no longer listed has been left."""

from __future__ import annotations

from msgspec.structs import replace

from cti_desk.core.events import EventType
from cti_desk.core.model import AgentState, Queue, QueueMember, Waiting
from cti_desk.core.queue_book import QueueBook

SUPPORT = Queue("7012", "Support", member=True)
SALES = Queue("7013", "Sales", member=True)


def test_a_change_is_told_once() -> None:
    book = QueueBook()
    [event] = book.report(SUPPORT)
    assert (event.event, event.queue) == (EventType.QUEUE_CHANGED, SUPPORT)
    assert book.report(SUPPORT) == []
    assert book.queues == (SUPPORT,)


def test_the_event_says_what_about_the_queue_changed() -> None:
    book = QueueBook()
    book.report(SUPPORT)
    busier = Queue("7012", "Support", member=True, waiting=(Waiting("2198765456", 5.0),))
    [event] = book.report(busier, EventType.WAITING_CALL)
    assert (event.event, event.queue) == (EventType.WAITING_CALL, busier)
    assert book.queues == (busier,)


def test_a_queue_that_is_no_longer_listed_has_been_left() -> None:
    book = QueueBook()
    book.read((SUPPORT, SALES))
    [event] = book.read((SALES,))
    assert event.event is EventType.QUEUE_MEMBERSHIP_CHANGED
    assert event.queue == Queue("7012", "Support", member=False)
    assert book.queues == (SALES,)


def test_reading_the_same_again_tells_nothing() -> None:
    book = QueueBook()
    assert [event.queue for event in book.read((SUPPORT, SALES))] == [SUPPORT, SALES]
    assert book.read((SUPPORT, SALES)) == []


def test_reading_again_is_no_news_but_the_age_follows() -> None:
    book = QueueBook()
    member = QueueMember("1", state=AgentState.READY, read_at=5.0)
    book.report(Queue("7012", waiting_count=5, members=(member,), read_at=5.0))
    again = Queue("7012", waiting_count=5, members=(replace(member, read_at=9.0),), read_at=10.0)
    assert book.report(again) == []
    assert book.queues == (again,)
    [event] = book.report(replace(again, waiting_count=8, read_at=15.0))
    assert event.queue is not None
    assert event.queue.waiting_count == 8
