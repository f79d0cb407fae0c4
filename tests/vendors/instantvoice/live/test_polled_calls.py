"""Calls known from the lines alone: begun, followed, told apart, ended."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cti_desk.core.model import Call, Direction
from cti_desk.core.model import ConnectionState as C
from cti_desk.vendors.instantvoice.live.polled_calls import REQUEST_S, PolledBook
from cti_desk.vendors.instantvoice.messages.records import Line
from tests.support.instantvoice import AGENT


class Telephone:
    """A book, and the lines it is shown."""

    def __init__(self) -> None:
        self.book = PolledBook(AGENT)
        self.now = 1_000.0

    def shows(self, *statuses: str | None, **uniqueids: str) -> tuple[Call, ...]:
        lines = [
            Line(str(number), status=status, uniqueid=uniqueids.get(f"line{number}"))
            for number, status in enumerate(statuses, 1)
        ]
        self.now += 1
        return self.book.resynchronise(lines, self.book.question(), self.now, after_cut=False)


@pytest.fixture
def phone() -> Telephone:
    return Telephone()


@pytest.mark.parametrize("status", ["IDLE", "", None, "n/a", "LOGOFF", "Wrap-Up", "PAUSED"])
def test_lines_without_a_call(phone: Telephone, status: str | None) -> None:
    assert phone.shows(status) == ()
    assert not phone.book.busy


@pytest.mark.parametrize(
    ("status", "direction", "local", "remote"),
    [
        ("RINGING", Direction.INBOUND, C.ALERTING, C.CONNECTED),
        ("DIALING", Direction.OUTBOUND, C.CONNECTED, None),
        ("ONCALL", None, C.CONNECTED, None),
        ("HOLD", None, C.HELD, None),
        ("WHATEVER", None, C.CONNECTED, None),
    ],
)
def test_what_a_status_says_of_a_call(
    phone: Telephone, status: str, direction: Direction | None, local: C, remote: C | None
) -> None:
    (call,) = phone.shows(status)
    assert (call.direction, call.local_state, call.remote_state) == (direction, local, remote)
    assert call.id_source == "derived"
    assert call.remote.number is None
    assert phone.book.is_derived(call.id)


def test_a_call_keeps_its_id_from_ringing_to_its_end(phone: Telephone) -> None:
    (rings,) = phone.shows("RINGING")
    (talks,) = phone.shows("ONCALL")
    assert talks.id == rings.id
    assert (talks.local_state, talks.remote_state) == (C.CONNECTED, C.CONNECTED)
    assert talks.answered_at == phone.now
    (held,) = phone.shows("HOLD")
    assert (held.id, held.local_state, held.answered_at) == (rings.id, C.HELD, talks.answered_at)
    assert phone.shows("IDLE") == ()
    (another,) = phone.shows("RINGING")
    assert another.id != rings.id


def test_a_line_that_rings_after_a_talk_has_another_call(phone: Telephone) -> None:
    (first,) = phone.shows("ONCALL")
    (second,) = phone.shows("RINGING")
    assert second.id != first.id


def test_two_lines_are_two_calls(phone: Telephone) -> None:
    (first,) = phone.shows("ONCALL", "IDLE")
    one, two = phone.shows("ONCALL", "RINGING")
    assert one.id == first.id != two.id
    (left,) = phone.shows("IDLE", "ONCALL")
    assert left.id == two.id


def test_what_was_dialled_from_here_is_the_next_call(phone: Telephone) -> None:
    phone.book.requested("6100", "9999", phone.now)
    (call,) = phone.shows("RINGING")
    assert (call.direction, call.remote.number) == (Direction.OUTBOUND, "6100")
    assert (call.local_state, call.remote_state) == (C.ALERTING, None)
    assert call.correlation_id == "9999"
    (up,) = phone.shows("ONCALL")
    assert (up.local_state, up.remote_state) == (C.CONNECTED, None)
    _, other = phone.shows("ONCALL", "RINGING")
    assert other.correlation_id is None


def test_what_was_dialled_is_guessed_at_by_nobody(phone: Telephone) -> None:
    phone.book.requested("6100", "9999", phone.now)
    both = phone.shows("RINGING", "RINGING")
    assert [call.correlation_id for call in both] == [None, None]
    phone.shows("IDLE", "IDLE")
    phone.book.requested("6100", "9999", phone.now)
    phone.now += REQUEST_S
    (late,) = phone.shows("RINGING", "IDLE")
    assert late.correlation_id is None
    phone.book.requested("6101", "1", phone.now)
    phone.book.request_refused()
    assert phone.shows("RINGING", "RINGING")[1].correlation_id is None


def test_a_uniqueid_is_the_calls_own(phone: Telephone) -> None:
    (call,) = phone.shows("RINGING", line1="17.2.5")
    assert (call.id, call.id_source) == ("17.2.5", "vendor")
    assert not phone.book.is_derived(call.id)
    (same,) = phone.shows("ONCALL", line1="17.2.5")
    assert same.id == call.id
    (next_one,) = phone.shows("ONCALL", line1="17.2.6")
    assert next_one.id == "17.2.6"


def test_a_call_that_instantvoice_does_not_know_any_more_is_gone(phone: Telephone) -> None:
    (call,) = phone.shows("ONCALL", line1="17.2.5")
    phone.book.forget(call.id)
    assert phone.book.calls == ()
    assert phone.shows("IDLE") == ()


@given(
    st.lists(
        st.lists(
            st.sampled_from(["IDLE", "RINGING", "ONCALL", "DIALING", "HOLD", "", "x"]), max_size=3
        ),
        max_size=12,
    )
)
def test_there_are_as_many_calls_as_busy_lines_and_no_id_twice(days: list[list[str]]) -> None:
    phone = Telephone()
    ended: set[str] = set()
    before: set[str] = set()
    for statuses in days:
        ids = [call.id for call in phone.shows(*statuses)]
        assert len(ids) == len(set(ids)) == sum(one not in ("IDLE", "") for one in statuses)
        ended |= before - set(ids)
        assert not ended & set(ids)
        before = set(ids)
