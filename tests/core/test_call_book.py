"""A list of calls: none overwrites another, none that ended comes back."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from cti_desk.core.call_book import REMEMBERED_ENDS, CallBook, event_of
from cti_desk.core.events import EventType
from cti_desk.core.model import Call, ConnectionState, Direction, QueueRef, Remote
from cti_desk.core.reports import Identified, Recalled
from tests.support.play import ALERTING, CONNECTED, HELD, dialled, ringing, talking

INITIATED = ConnectionState.INITIATED
QUEUED = ConnectionState.QUEUED


def book_of(*calls: Call) -> CallBook:
    book = CallBook()
    for call in calls:
        book.put(call, 100.0)
    return book


def only(book: CallBook) -> Call:
    [call] = book.calls
    return call


# -- which calls there are


def test_a_second_call_stands_beside_the_first() -> None:
    book = book_of(talking("c1"), ringing("c2"))
    assert [call.id for call in book.calls] == ["c1", "c2"]
    assert book.get("c2") == book.calls[1]


def test_a_call_that_ended_never_comes_back() -> None:
    book = book_of(talking("c1"))
    assert book.end(Call("c1")) is not None
    assert book.put(ringing("c1"), 101.0) is None
    assert book.read(ringing("c1"), 101.0) is None
    assert book.calls == ()


def test_an_end_that_overtook_its_call_counts() -> None:
    book = CallBook()
    assert book.end(Call("c1")) is None
    assert book.put(ringing("c1"), 100.0) is None


def test_the_last_known_of_a_call_is_returned_when_it_ends() -> None:
    book = book_of(talking("c1", "2198765456"))
    last = book.end(Call("c1"))
    assert last is not None
    assert last.remote.number == "2198765456"


def test_the_memory_of_ended_calls_is_bounded() -> None:
    book = CallBook()
    for number in range(REMEMBERED_ENDS + 10):
        book.end(Call(str(number)))
    assert book.put(ringing("9"), 100.0) is not None
    assert book.put(ringing("10"), 100.0) is None


# -- what is known of a call


def test_knowledge_is_added_not_lost() -> None:
    book = book_of(
        ringing(
            parent="w1",
            called="0800",
            queue=QueueRef("7012", "Support"),
            waited_s=3.0,
            correlation_id="order-7",
            raw={"type": "NEWCALL"},
        )
    )
    book.put(Call("c1", local_state=CONNECTED, remote_state=CONNECTED), 105.0)
    call = only(book)
    assert call.local_state is CONNECTED
    assert (call.parent, call.direction, call.called) == ("w1", Direction.INBOUND, "0800")
    assert (call.queue, call.waited_s) == (QueueRef("7012", "Support"), 3.0)
    assert (call.correlation_id, call.raw) == ("order-7", {"type": "NEWCALL"})
    assert call.remote.number == "2198765456"


def test_a_call_is_dated_once() -> None:
    book = book_of(ringing())
    assert only(book).since == 100.0
    book.put(talking(since=50.0), 105.0)
    book.put(talking(), 120.0)
    assert (only(book).since, only(book).answered_at) == (100.0, 105.0)
    dated = book_of(talking(since=40.0, answered_at=45.0))
    assert (only(dated).since, only(dated).answered_at) == (40.0, 45.0)


def on_hold(call_id: str, **more: Any) -> Call:
    return replace(talking(call_id, **more), local_state=HELD)


def test_a_hold_is_dated_once_and_anew_each_time() -> None:
    book = book_of(talking("c1"))
    assert only(book).held_since is None
    book.put(on_hold("c1"), 130.0)
    book.put(on_hold("c1", queue=QueueRef("7012")), 140.0)
    assert only(book).held_since == 130.0
    book.put(talking("c1"), 150.0)
    assert only(book).held_since is None
    book.put(on_hold("c1", held_since=155.0), 160.0)
    assert only(book).held_since == 155.0, "the vendor's own time"
    assert only(book).since == 100.0


def test_a_call_found_on_hold_is_held_since_it_was_found() -> None:
    assert only(book_of(on_hold("c1"))).held_since == 100.0


def test_a_call_is_answered_only_when_both_sides_are_there() -> None:
    book = book_of(dialled())
    book.put(_off_hook("d1", INITIATED), 101.0)
    assert only(book).answered_at is None
    book.put(_off_hook("d1", CONNECTED), 102.0)
    assert only(book).answered_at == 102.0


def _off_hook(call_id: str, remote_state: ConnectionState | None, **more: Any) -> Call:
    return Call(call_id, None, Direction.OUTBOUND, CONNECTED, remote_state, **more)


@pytest.mark.parametrize(
    ("known", "new", "merged"),
    [
        (Remote("1", name="Maria"), Remote(), Remote("1", name="Maria")),
        (Remote("1"), Remote("1", name="Maria"), Remote("1", name="Maria")),
        (Remote("1", name="Mari?", guess=True), Remote("1"), Remote("1", name="Mari?", guess=True)),
        (Remote("1", name="M?", guess=True), Remote("1", name="Maria"), Remote("1", name="Maria")),
        (Remote("1", name="Maria"), Remote("2"), Remote("2")),
        (Remote(name="Maria"), Remote("1"), Remote("1", name="Maria")),
        (Remote(withheld=True), Remote(), Remote(withheld=True)),
        (Remote(withheld=True), Remote("1"), Remote("1")),
        (Remote("1", "+1", "+1 1"), Remote("1"), Remote("1", "+1", "+1 1")),
    ],
)
def test_what_is_known_of_the_other_party(known: Remote, new: Remote, merged: Remote) -> None:
    book = book_of(ringing(remote=known))
    book.put(ringing(remote=new), 101.0)
    assert only(book).remote == merged


# -- names from the contacts


@pytest.mark.parametrize(
    ("known", "who", "after"),
    [
        (Remote("1"), Identified("c1", name="Maria"), Remote("1", name="Maria")),
        (
            Remote("1"),
            Identified("c1", "+551", "+55 1", "A / B", guess=True, candidates=("A", "B")),
            Remote("1", "+551", "+55 1", "A / B", guess=True, candidates=("A", "B")),
        ),
        (
            Remote("1", name="Sent by vendor"),
            Identified("c1", "+551", "+55 1", "Maria", guess=True),
            Remote("1", "+551", "+55 1", "Sent by vendor"),
        ),
        (
            Remote("1", name="M?", guess=True),
            Identified("c1", name="Maria"),
            Remote("1", name="Maria"),
        ),
        (Remote("1", name="Maria"), Identified("c1"), None),
        (Remote("1", name="M?", guess=True), Identified("c1"), None),
        (Remote("1"), Identified("c1", guess=True), None),
        (Remote("1"), Identified("c1", name="Maria", number="1"), Remote("1", name="Maria")),
        (Remote("2"), Identified("c1", name="Maria", number="1"), None),
        (Remote("1"), Identified("gone", name="Maria"), None),
    ],
)
def test_a_name_from_the_contacts_never_overrides_the_vendors(
    known: Remote, who: Identified, after: Remote | None
) -> None:
    book = book_of(ringing(remote=known))
    changed = book.identify(who)
    assert (changed and changed.remote) == after
    assert only(book).remote == (after or known)


def test_a_name_from_the_vendor_overrides_the_contacts() -> None:
    book = book_of(ringing())
    book.identify(Identified("c1", name="Maria"))
    book.put(ringing(remote=Remote("2198765456", name="Sent by vendor")), 101.0)
    assert only(book).remote.name == "Sent by vendor"


# -- differences found by reading back


@pytest.mark.parametrize(
    ("known", "new", "event"),
    [
        (None, ringing(), EventType.DELIVERED),
        (None, talking(), EventType.ESTABLISHED),
        (None, _off_hook("d1", None), EventType.ORIGINATED),
        (None, dialled(), EventType.SERVICE_INITIATED),
        (None, Call("c1", local_state=INITIATED), EventType.SERVICE_INITIATED),
        (None, Call("c1", direction=Direction.INBOUND, local_state=QUEUED), EventType.QUEUED),
        (ringing(), ringing(), None),
        (ringing(), talking(), EventType.ESTABLISHED),
        (ringing(), Call("c1", None, Direction.INBOUND, HELD, CONNECTED), EventType.ESTABLISHED),
        (dialled(), _off_hook("d1", INITIATED), EventType.ORIGINATED),
        (_off_hook("d1", INITIATED), _off_hook("d1", ALERTING), EventType.DELIVERED),
        (_off_hook("d1", ALERTING), _off_hook("d1", CONNECTED), EventType.ESTABLISHED),
        (talking(), Call("c1", None, Direction.INBOUND, HELD, CONNECTED), EventType.HELD),
        (Call("c1", None, Direction.INBOUND, HELD, CONNECTED), talking(), EventType.RETRIEVED),
        (Call("c1", local_state=HELD), Call("c1", local_state=QUEUED), EventType.CALL_INFORMATION),
        (
            talking(),
            Call("c1", local_state=CONNECTED, remote_state=HELD),
            EventType.CALL_INFORMATION,
        ),
        (ringing(), ringing(number="other"), EventType.CALL_INFORMATION),
    ],
)
def test_a_difference_is_told_by_the_event_that_explains_it(
    known: Call | None, new: Call, event: EventType | None
) -> None:
    assert event_of(known, new) is event


def test_the_raw_fields_of_a_reading_are_no_difference() -> None:
    book = book_of(talking(raw={"type": "CONNECT"}))
    known = only(book)
    found = book.read(talking(raw={"linestatus": "BUSY"}), 105.0)
    assert found == (None, known)
    assert only(book).raw == {"type": "CONNECT"}


def test_a_call_first_seen_by_reading_keeps_what_was_read() -> None:
    book = CallBook()
    found = book.read(talking(raw={"linestatus": "BUSY"}), 105.0)
    assert found is not None
    assert found[0] is EventType.ESTABLISHED
    assert only(book).raw == {"linestatus": "BUSY"}


def test_those_that_are_up_are_known_without_looking_at_all() -> None:
    book = book_of(talking("c1"), ringing("c2"))
    assert [call.id for call in book.up] == ["c1"]
    book.put(talking("c2"), 101.0)
    assert [call.id for call in book.up] == ["c1", "c2"]
    book.identify(Identified("c1", name="Anna"))
    assert [call.remote.name for call in book.up] == ["Anna", None]
    book.end(talking("c1"))
    assert [call.id for call in book.up] == ["c2"]
    assert len(book) == 1


def test_calls_are_listed_anew_only_after_a_change() -> None:
    book = book_of(ringing("c1"))
    assert book.calls is book.calls
    listed = book.calls
    book.put(talking("c1"), 101.0)
    assert book.calls is not listed
    assert book.calls == (book.get("c1"),)


# -- the other party may change


BOB = Remote("201", "+3120201", "201", "Bob", guess=True)


@pytest.mark.parametrize(
    "new",
    [
        Remote("0612345678"),
        Remote("0612345678", name="Customer"),
        Remote(withheld=True),
        Remote(withheld=True, name="Anonymous"),
    ],
)
def test_of_another_party_nothing_stays(new: Remote) -> None:
    book = book_of(replace(talking("c1"), remote=BOB))
    merged = book.put(replace(talking("c1"), remote=new), 101.0)
    assert merged is not None
    assert merged.remote == new


@pytest.mark.parametrize("new", [Remote(), Remote(name="Voicemail"), Remote("202")])
def test_nothing_stays_either_where_the_vendor_says_all_there_is(new: Remote) -> None:
    book = book_of(replace(talking("c1"), remote=BOB))
    assert book.put(replace(talking("c1"), remote=new), 101.0, remote_complete=True)
    assert only(book).remote == new
    book = book_of(replace(talking("c1"), remote=BOB))
    found = book.read(replace(talking("c1"), remote=new), 101.0, remote_complete=True)
    assert found is not None
    assert (found[0], only(book).remote) == (EventType.CALL_INFORMATION, new)


def test_what_contacts_added_to_the_same_number_stays() -> None:
    book = book_of(replace(talking("c1"), remote=BOB))
    book.put(replace(talking("c1"), remote=Remote("201")), 101.0, remote_complete=True)
    assert only(book).remote == BOB


def test_a_withheld_party_whose_place_another_takes_is_withheld_no_more() -> None:
    book = book_of(replace(talking("c1"), remote=Remote(withheld=True)))
    book.put(replace(talking("c1"), remote=Remote(name="Support")), 101.0, remote_complete=True)
    assert only(book).remote == Remote(name="Support")


def test_an_earlier_run_knows_nothing_of_a_party_that_is_named() -> None:
    book = book_of(replace(talking("c1"), remote=Remote(name="Voicemail")))
    book.recall(Recalled("c1", remote=BOB), 101.0)
    assert only(book).remote == Remote(name="Voicemail")


def test_an_incoming_call_that_is_up_was_answered_whoever_saw_it() -> None:
    """A reading may tell of the agent's own side only: its caller is there."""
    found = Call("c1", local_state=CONNECTED, direction=Direction.INBOUND)
    assert only(book_of(found)).answered_at == 100.0
    dialling = replace(found, direction=Direction.OUTBOUND)
    assert only(book_of(dialling)).answered_at is None
    book = book_of(replace(found, direction=None))
    assert only(book).answered_at is None
    call = book.recall(Recalled("c1", direction=Direction.INBOUND), 105.0)
    assert call is not None
    assert call.answered_at == 105.0


def test_what_an_earlier_run_knew_fills_what_is_not_told() -> None:
    book = CallBook()
    book.put(Call("c1"), 1.0)
    who = Recalled("c1", Remote("2198765456", name="Maria"), Direction.INBOUND, "800")
    call = book.recall(who, 2.0)
    assert call is not None
    assert (call.remote.number, call.direction, call.called) == (
        "2198765456",
        Direction.INBOUND,
        "800",
    )
    assert book.calls == (call,)
    assert book.recall(who, 2.0) is None
    assert book.recall(Recalled("c2"), 2.0) is None
    assert book.recall(Recalled("c1", Remote("777")), 2.0) is None


@pytest.mark.parametrize(
    ("known", "now", "other"),
    [
        (Remote("201"), Remote("202"), True),
        (Remote("201"), Remote("201", name="Bob"), False),
        (Remote("201"), Remote(), False),
        (Remote("201"), Remote(withheld=True), True),
        (Remote(withheld=True), Remote("201"), True),
        (Remote(withheld=True), Remote(), False),
        (Remote(), Remote("201"), False),
        (Remote(name="Bob"), Remote("201"), False),
        (Remote(name="Bob"), Remote(name="Eve"), True),
        (Remote(name="Bob"), Remote(), False),
    ],
)
def test_what_contradicts_is_another_party_and_not_the_same_one_better_known(
    known: Remote, now: Remote, other: bool
) -> None:
    known = replace(known, e164="+1", display="1")
    book = book_of(replace(talking("c1"), remote=known))
    book.put(replace(talking("c1"), remote=now), 101.0)
    assert (only(book).remote.e164 is None) is other
