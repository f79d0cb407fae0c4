import json
from collections.abc import Iterator

import pytest

from cti_desk.simulator.clock import SimulatedTime
from cti_desk.simulator.faults import Faults
from cti_desk.simulator.outbox import Message, Outbox, garbled
from tests.support.waiting import wait_for


class Post:
    """An outbox and what came out of it."""

    def __init__(self) -> None:
        self.time = SimulatedTime(frozen_at=0)
        self.faults = Faults(self.time)
        self.out: list[bytes] = []
        self.box = Outbox(self.time, self.faults, lambda destination, body: self.out.append(body))
        self.box.start()

    def send(self, *bodies: bytes, stream: str = "events") -> None:
        for body in bodies:
            self.box.post(Message(stream, "/topic/x", body))

    def sent(self, count: int) -> list[bytes]:
        wait_for(lambda: len(self.out) >= count, what=f"{count} messages, came {self.out}")
        return self.out


@pytest.fixture
def post() -> Iterator[Post]:
    one = Post()
    yield one
    one.box.stop()


def test_messages_leave_in_order_and_are_counted(post: Post) -> None:
    post.send(b"1", b"2", b"3")
    assert post.sent(3) == [b"1", b"2", b"3"]
    wait_for(lambda: post.box.sent == {"replies": 0, "events": 3})


def test_stopping_sends_what_is_waiting(post: Post) -> None:
    post.send(*[b"x"] * 1000)
    post.box.stop()
    assert len(post.out) == 1000


@pytest.mark.parametrize("kind", ["drop", "silent"])
def test_dropped_messages_never_leave(post: Post, kind: str) -> None:
    post.faults.add(kind, {"what": "replies"})
    post.send(b"lost", stream="replies")
    post.send(b"kept")
    assert post.sent(1) == [b"kept"]


def test_delayed_messages_leave_when_their_time_has_come(post: Post) -> None:
    post.faults.add("delay", {"seconds": 5, "count": 1})
    post.send(b"late", b"now")
    assert post.sent(1) == [b"now"]
    post.time.advance(5)
    assert post.sent(2) == [b"now", b"late"]


def test_duplicates_and_turned_pairs(post: Post) -> None:
    post.faults.add("duplicate", {"count": 1})
    post.send(b"1")
    post.faults.add("reorder", {"count": 1})
    post.send(b"2", b"3")
    assert post.sent(4) == [b"1", b"1", b"3", b"2"]


def test_a_message_kept_back_leaves_by_itself_when_none_follows(post: Post) -> None:
    post.faults.add("reorder", {})
    post.send(b"only")
    post.time.advance(1)
    assert post.sent(1) == [b"only"]


def test_garbled_is_no_json_any_more(post: Post) -> None:
    post.faults.add("garble", {"count": 1})
    post.send(b'{"type": "NEWCALL"}')
    (body,) = post.sent(1)
    assert body == garbled(b'{"type": "NEWCALL"}')
    with pytest.raises(ValueError, match=r"."):
        json.loads(body)
