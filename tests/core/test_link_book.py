"""The link: announced when it comes and goes, stale from the moment it was lost."""

from __future__ import annotations

import pytest

from cti_desk.core.events import EventType
from cti_desk.core.link_book import LinkBook
from cti_desk.core.model import LinkState
from cti_desk.core.reports import LinkChanged

CONNECTING, UP, DOWN, STOPPED = LinkState

COME = EventType.LINK_UP
GONE = EventType.LINK_DOWN


@pytest.mark.parametrize(
    ("state", "can_act", "takes"),
    [
        (UP, False, True),
        (UP, True, True),
        (DOWN, False, False),
        (DOWN, True, True),
        (CONNECTING, True, True),
        (STOPPED, True, False),
    ],
)
def test_commands_may_have_a_way_of_their_own(state: LinkState, can_act: bool, takes: bool) -> None:
    book = LinkBook()
    book.report(LinkChanged(state, can_act=can_act), 1.0)
    assert book.link.takes_commands is takes


def report(book: LinkBook, now: float, state: LinkState, reason: str | None = None) -> list[str]:
    return [event.event for event in book.report(LinkChanged(state, reason), now)]


@pytest.mark.parametrize(
    ("before", "after", "reason", "told"),
    [
        (CONNECTING, CONNECTING, None, []),
        (CONNECTING, UP, None, [COME]),
        (CONNECTING, DOWN, "refused", [GONE]),
        (CONNECTING, STOPPED, "wrong password", [GONE]),
        (UP, UP, None, []),
        (UP, DOWN, "closed", [GONE]),
        (UP, CONNECTING, "closed", [GONE]),
        (UP, STOPPED, "key revoked", [GONE]),
        (DOWN, CONNECTING, None, []),
        (DOWN, DOWN, None, []),
        (DOWN, DOWN, "another reason", [GONE]),
        (DOWN, UP, None, [COME]),
        (DOWN, STOPPED, None, [GONE]),
        (STOPPED, CONNECTING, None, []),
        (STOPPED, STOPPED, None, []),
    ],
)
def test_what_is_told_of_a_change(
    before: LinkState, after: LinkState, reason: str | None, told: list[str]
) -> None:
    book = LinkBook()
    report(book, 1.0, before)
    assert report(book, 2.0, after, reason) == told
    assert book.link.state is after
    assert book.up is (after is UP)


def test_what_was_read_ages_from_then_also_when_the_link_is_lost() -> None:
    book = LinkBook()
    report(book, 10.0, UP)
    assert book.link.read_at is None
    book.read(11.0)
    book.read(16.0)
    report(book, 17.0, UP)
    assert book.link.read_at == 16.0
    report(book, 21.0, DOWN)
    assert (book.link.lost_at, book.link.read_at) == (16.0, None)
    report(book, 30.0, UP)
    assert book.link.read_at is None


def test_it_is_stale_from_the_moment_it_was_lost_until_it_is_back() -> None:
    book = LinkBook()
    report(book, 10.0, UP)
    assert book.link.lost_at is None
    report(book, 20.0, DOWN)
    report(book, 25.0, CONNECTING)
    report(book, 30.0, DOWN)
    assert book.link.lost_at == 20.0
    report(book, 40.0, UP)
    assert book.link.lost_at is None


def test_a_link_that_never_was_has_not_been_lost() -> None:
    book = LinkBook()
    report(book, 10.0, DOWN, "no such host")
    assert book.link.lost_at is None


def test_since_dates_the_state_not_the_report() -> None:
    book = LinkBook()
    report(book, 10.0, DOWN, "one")
    report(book, 20.0, DOWN, "two")
    assert book.link.since == 10.0
    assert book.link.reason == "two"


def test_the_event_says_why_in_words() -> None:
    book = LinkBook()
    [event] = book.report(LinkChanged(DOWN, "The server closed the link.", retry_at=15.0), 10.0)
    assert event.text == "The server closed the link."
    assert event.link == book.link
    assert book.link.retry_at == 15.0


def test_standing_warnings_stay_until_others_are_given() -> None:
    book = LinkBook()
    book.report(LinkChanged(UP, marks=("not encrypted",)), 1.0)
    book.report(LinkChanged(DOWN), 2.0)
    assert book.link.marks == ("not encrypted",)
    book.report(LinkChanged(UP, marks=()), 3.0)
    assert book.link.marks == ()
