from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from cti_desk.api import events as module
from cti_desk.api.events import EventLog, Position, Subscription
from tests.support.api import delivered
from tests.support.fake_desk import FakeDesk


class Reader:
    """A subscriber that keeps what it takes."""

    def __init__(self, log: EventLog, since: Position | None = None) -> None:
        self.woken = 0
        self.reply, self.subscription = log.subscribe(since, self._wake)
        self.subscription.release()
        self.seen: list[dict[str, Any]] = []

    def _wake(self) -> None:
        self.woken += 1

    def read(self, budget: int = 1 << 30) -> list[dict[str, Any]]:
        messages = self.subscription.take(budget)
        events = [json.loads(message)["params"] for message in messages]
        self.seen += events
        return events

    def numbers(self) -> list[int]:
        return [event["sequence"] for event in self.seen]


def log_with(count: int, *, kept: int = 10_000) -> EventLog:
    log = EventLog(FakeDesk(), kept=kept, epoch="e1")
    for number in range(count):
        log.publish(delivered(number))
    return log


def test_events_are_numbered_from_one_within_a_random_epoch() -> None:
    first, second = EventLog(FakeDesk()), EventLog(FakeDesk())
    assert first.epoch != second.epoch
    assert [first.publish(delivered()) for _ in range(3)] == [1, 2, 3]


def test_a_first_subscription_gets_a_snapshot_and_only_what_follows() -> None:
    log = log_with(3)
    reader = Reader(log)
    assert not reader.reply.resumed
    assert reader.reply.snapshot is not None
    assert reader.reply.sequence == reader.reply.snapshot.sequence == 3
    assert reader.read() == []
    log.publish(delivered(9))
    assert [event["sequence"] for event in reader.read()] == [4]
    assert reader.seen[0]["call"]["id"] == "1282781304.2.9"
    assert reader.seen[0]["event"] == "Delivered"


def test_the_desk_knows_whether_anybody_follows() -> None:
    desk = FakeDesk()
    log = EventLog(desk)
    followers = [log.subscribe(None, lambda: None)[1] for _ in range(2)]
    assert desk.watched == [True]
    for follower in (*followers, followers[0]):
        log.unsubscribe(follower)
    assert desk.watched == [True, False]


def test_nothing_is_sent_before_the_reply() -> None:
    log = log_with(3)
    woken: list[int] = []
    _reply, subscription = log.subscribe(Position("e1", 1), lambda: woken.append(1))
    log.publish(delivered())
    assert not woken
    assert subscription.take(1000) == []
    subscription.release()
    assert woken
    assert len(subscription.take(1 << 20)) == 3


def test_a_fillable_hole_is_filled_exactly() -> None:
    reader = Reader(log_with(10), Position("e1", 4))
    assert reader.reply.resumed
    assert reader.reply.snapshot is None
    reader.read()
    assert reader.numbers() == [5, 6, 7, 8, 9, 10]


def test_another_epoch_or_a_lost_hole_means_snapshot_and_gap() -> None:
    log = log_with(30, kept=10)
    for since in (
        Position("other", 25),
        Position("e1", 19),
        Position("e1", 31),
        Position("e1", -1),
    ):
        reader = Reader(log, since)
        assert not reader.reply.resumed
        assert reader.reply.snapshot is not None
        (gap,) = reader.read()
        assert (gap["event"], gap["sequence"], gap["epoch"]) == ("Gap", 30, "e1")
        assert "snapshot" not in gap  # it is in the reply already
    assert Reader(log, Position("e1", 20)).reply.resumed  # the oldest kept is 21


def test_a_gap_stands_before_the_events_that_follow_it() -> None:
    log = log_with(3)
    reader = Reader(log, Position("other", 1))
    log.publish(delivered())
    assert [event["event"] for event in reader.read()] == ["Gap", "Delivered"]
    assert reader.numbers() == [3, 4]


def test_overflow_by_number_drops_all_and_owes_one_gap_with_a_snapshot() -> None:
    log = log_with(0)
    reader = Reader(log)
    for number in range(module.BUFFERED_EVENTS):
        log.publish(delivered(number))
    assert len(reader.read(budget=1)) == 1  # 999 wait, and one that was just read
    log.publish(delivered())
    log.publish(delivered())
    for _ in range(5):
        log.publish(delivered())
    gap, *rest = reader.read()
    assert gap["event"] == "Gap"
    assert gap["snapshot"]["sequence"] == gap["sequence"] == log.sequence
    assert rest == []
    log.publish(delivered())
    assert [event["sequence"] for event in reader.read()] == [log.sequence]


def test_overflow_by_bytes(monkeypatch: Any) -> None:
    monkeypatch.setattr(module, "BUFFERED_BYTES", 5_000)
    log = log_with(0)
    reader = Reader(log)
    for _ in range(20):
        log.publish(delivered())
    assert reader.read()[0]["event"] == "Gap"
    log.publish(delivered())
    assert [event["event"] for event in reader.read()] == ["Delivered"]


def test_a_long_replay_is_not_an_overflow() -> None:
    log = log_with(5_000)
    reader = Reader(log, Position("e1", 0))
    for _ in range(900):
        log.publish(delivered())
    while reader.read(budget=64_000):
        pass
    assert reader.numbers() == list(range(1, 5_901))


def test_a_replay_whose_events_are_gone_meanwhile_gets_a_gap() -> None:
    log = log_with(10, kept=10)
    reader = Reader(log, Position("e1", 0))
    log.publish(delivered())
    gap = reader.read()[0]
    assert (gap["event"], gap["sequence"]) == ("Gap", 11)
    assert gap["snapshot"]["sequence"] == 11


def test_an_event_is_encoded_once_for_all(monkeypatch: Any) -> None:
    encoded: list[int] = []
    original = module.encode_event
    monkeypatch.setattr(
        module,
        "encode_event",
        lambda event: (encoded.append(event.sequence), original(event))[1],
    )
    log = log_with(2)
    assert encoded == []  # nobody listens
    readers = [Reader(log), Reader(log)]
    log.publish(delivered())
    for reader in readers:
        reader.read()
    Reader(log, Position("e1", 0)).read()
    assert sorted(encoded) == [1, 2, 3]


def test_who_left_is_told_nothing() -> None:
    log = log_with(0)
    reader = Reader(log)
    log.unsubscribe(reader.subscription)
    log.unsubscribe(reader.subscription)
    log.publish(delivered())
    assert reader.woken == 0


actions = st.lists(
    st.one_of(
        st.integers(1, 40).map(lambda count: ("publish", count)),
        st.integers(1, 4_000).map(lambda budget: ("read", budget)),
        st.just(("reconnect", 0)),
    ),
    max_size=40,
)


@given(actions, st.integers(20, 60))
def test_whatever_happens_nothing_is_lost_silently_or_told_twice(
    steps: list[tuple[str, int]], kept: int
) -> None:
    """Every number comes once and in order, or a gap (or a new snapshot) says up to where not."""
    log = EventLog(FakeDesk(), kept=kept, epoch="e1")
    reader = Reader(log)
    last = 0

    def take(budget: int) -> None:
        nonlocal last
        for event in reader.read(budget):
            if event["event"] == "Gap":
                assert event["sequence"] >= last
                assert "snapshot" in event or not reader.reply.resumed
            else:
                assert event["sequence"] == last + 1
            last = event["sequence"]

    for step, size in steps:
        if step == "publish":
            for _ in range(size):
                log.publish(delivered())
        elif step == "read":
            take(size)
        else:
            log.unsubscribe(reader.subscription)
            fillable = log.sequence - last <= kept
            reader = Reader(log, Position("e1", last))
            assert reader.reply.resumed is fillable
    take(1 << 30)
    take(1 << 30)
    assert last == log.sequence


@given(st.integers(0, 50), st.data())
def test_a_resumed_subscriber_sees_exactly_the_missing_events(count: int, data: Any) -> None:
    log = log_with(count)
    since = data.draw(st.integers(0, count))
    reader = Reader(log, Position("e1", since))
    later = data.draw(st.integers(0, 20))
    for _ in range(later):
        log.publish(delivered())
    while reader.read(data.draw(st.integers(1, 2_000))):
        pass
    assert reader.numbers() == list(range(since + 1, count + later + 1))


def test_a_subscription_tells_whether_something_waits() -> None:
    log = log_with(1)
    reader = Reader(log)
    subscription: Subscription = reader.subscription
    assert not subscription.pending
    log.publish(delivered())
    assert subscription.pending
    reader.read()
    assert not subscription.pending
