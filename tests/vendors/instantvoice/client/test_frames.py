"""Messages are taken out of the stream however it is cut; everything else passes untouched."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cti_desk.vendors.instantvoice.client.frames import MessageTap

CONNECTED = b"CONNECTED\nversion:1.2\nheart-beat:0,0\n\n\0"
ERROR = b"ERROR\nmessage:no\ncontent-length:3\n\na\0b\0"


def message(body: bytes, *headers: bytes, subscription: bytes = b"replies") -> bytes:
    lines = [b"MESSAGE", b"message-id:1", b"subscription:" + subscription, *headers]
    return b"\n".join(lines) + b"\n\n" + body + b"\0"


def feed(*pieces: bytes) -> tuple[list[tuple[str, bytes]], bytes, MessageTap]:
    got: list[tuple[str, bytes]] = []
    tap = MessageTap(lambda subscription, body: got.append((subscription, body)))
    rest = b"".join(tap.feed(piece) for piece in pieces)
    return got, rest, tap


def test_messages_go_their_way_and_the_rest_its_own() -> None:
    got, rest, tap = feed(CONNECTED + b"\n" + message(b"{}") + b"\n\n" + ERROR + message(b"[]"))
    assert got == [("replies", b"{}"), ("replies", b"[]")]
    assert rest == CONNECTED + ERROR
    assert tap.pending == 0


@pytest.mark.parametrize(
    ("frame", "expected"),
    [
        (message(b"a\0b", b"content-length:3"), ("replies", b"a\0b")),
        (message(b"", b"content-length:0"), ("replies", b"")),
        (message(b"abc", b"content-length:2"), ("replies", b"abc")),
        (message(b"abc", b"content-length:x"), ("replies", b"abc")),
        (message(b"x", subscription=b"e\\c1\\\\"), ("e:1\\", b"x")),
        (b"MESSAGE\ndestination:/topic/K\n\nx\0", ("/topic/K", b"x")),
        (b"MESSAGE\nfoo:bar\n\nx\0", ("", b"x")),
    ],
)
def test_shapes_of_messages(frame: bytes, expected: tuple[str, bytes]) -> None:
    got, rest, _ = feed(frame)
    assert got == [expected]
    assert rest == b""


def test_frames_whose_lines_end_in_cr_lf_are_left_to_stomp() -> None:
    frame = b"MESSAGE\r\nsubscription:replies\r\ncontent-length:3\r\n\r\na\0b\0"
    got, rest, tap = feed(frame + message(b"{}"))
    assert got == [("replies", b"{}")]
    assert rest == frame
    assert tap.pending == 0


def test_what_is_no_servers_frame_is_dropped() -> None:
    stream = b"GARBAGE\xff\0\0NONSENSE\nx:y\n\nz\0" + CONNECTED + b"\0\0\n" + message(b"{}")
    assert feed(stream)[:2] == ([("replies", b"{}")], CONNECTED)


class Counted(bytes):
    """Bytes that count how many of them are looked at."""

    looked_at = 0

    def find(self, *wanted: Any) -> int:
        found = super().find(*wanted)
        start = wanted[1] if len(wanted) > 1 else 0
        end = wanted[2] if len(wanted) > 2 else len(self)
        Counted.looked_at += (found if found >= 0 else end) - start
        return found


class CountingTap(MessageTap):
    def _take(self, buffer: bytes) -> bytes:
        Counted.looked_at += len(buffer)  # it was copied
        return super()._take(Counted(buffer))


@pytest.mark.parametrize(
    ("stream", "cut"),
    [
        (b"\0" * 65_536, 65_536),
        (b"X\0" * 32_768, 65_536),
        (b"A:b\r\n\r\n\0" * 8_000, 65_536),
        (b"MESSAGE\n\n\0" * 6_500, 65_536),
        (message(b"x" * 60_000), 7),
        (b"MESSAGE\n" + b"a:b\n" * 15_000 + b"\n\0", 3),
        (message(b"y" * 60_000, b"content-length:60000"), 5),
        (message(b"y" * 60_000, b"content-length:10"), 11),
        (b"z" * 60_000, 2),
    ],
    ids=["NULs", "frames of nothing", "CR LF", "short", "long", "head", "length", "wrong", "junk"],
)
def test_the_work_grows_with_the_bytes_alone(stream: bytes, cut: int) -> None:
    tap = CountingTap(lambda subscription, body: None)
    Counted.looked_at = 0
    for at in range(0, len(stream), cut):
        tap.feed(stream[at : at + cut])
    assert Counted.looked_at <= 8 * len(stream)


_frames = st.lists(
    st.one_of(
        st.binary(max_size=30).map(lambda body: message(body, b"content-length:%d" % len(body))),
        st.sampled_from([CONNECTED, ERROR, b"\n", b"\r\n", message(b'{"type": "LOGIN"}')]),
    ),
    max_size=8,
)


@given(_frames, st.lists(st.integers(1, 40), max_size=30))
def test_how_the_stream_is_cut_makes_no_difference(frames: list[bytes], cuts: list[int]) -> None:
    stream = b"".join(frames)
    pieces, position = [], 0
    for cut in cuts:
        pieces.append(stream[position : position + cut])
        position += cut
    pieces.append(stream[position:])
    whole, whole_rest, _ = feed(stream)
    cut_up, cut_rest, tap = feed(*pieces)
    assert cut_up == whole
    assert cut_rest == whole_rest
    assert tap.pending == 0
    assert len(whole) == sum(frame.startswith(b"MESSAGE") for frame in frames)


@given(st.lists(st.binary(max_size=50)))
def test_any_bytes_are_taken(pieces: list[bytes]) -> None:
    feed(*pieces)


def test_a_long_body_is_not_searched_again_and_again() -> None:
    body = b"x" * 500_000
    frame = message(body, b"content-length:%d" % len(body))
    pieces = [frame[at : at + 1000] for at in range(0, len(frame), 1000)]
    got, _, tap = feed(*pieces)
    assert got == [("replies", body)]
    assert tap.pending == 0


def test_names_are_remembered_within_bounds() -> None:
    got, _, tap = feed(*(message(b"", subscription=b"%d" % n) for n in range(2500)))
    assert got[-1] == ("2499", b"")
    assert len(tap._names) <= 1000
