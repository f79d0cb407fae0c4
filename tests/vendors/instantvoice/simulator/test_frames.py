import pytest
from hypothesis import given
from hypothesis import strategies as st

from cti_desk.vendors.instantvoice.simulator.frames import (
    FrameError,
    FrameReader,
    StompFrame,
    escape_header,
    unescape_header,
)

SEND = b"SEND\ndestination:/queue/config\ncontent-length:5\n\na\0b\0c\0"
PLAIN = b"SUBSCRIBE\nid:1\n\n\0"


def test_frames_in_any_pieces_with_heart_beats_between() -> None:
    stream = b"\n\n" + SEND + b"\n\r\n" + PLAIN
    for size in range(1, len(stream)):
        reader, frames = FrameReader(), []
        for start in range(0, len(stream), size):
            frames += reader.feed(stream[start : start + size])
        assert frames == [
            StompFrame("SEND", {"destination": "/queue/config", "content-length": "5"}, b"a\0b\0c"),
            StompFrame("SUBSCRIBE", {"id": "1"}, b""),
        ]


def test_line_ends_of_either_kind() -> None:
    (frame,) = FrameReader().feed(b"SEND\r\nx:y\r\n\r\nbody\n\nmore\0")
    assert frame == StompFrame("SEND", {"x": "y"}, b"body\n\nmore")


def test_headers_are_unescaped_except_in_a_login_and_the_first_counts() -> None:
    (frame,) = FrameReader().feed(b"SEND\na:1\\c2\\n\na:second\n\n\0")
    assert frame.headers == {"a": "1:2\n"}
    (login,) = FrameReader().feed(b"CONNECT\npasscode:a:b\\c\n\n\0")
    assert login.headers == {"passcode": "a:b\\c"}


@given(st.text())
def test_escaping_is_taken_back(text: str) -> None:
    assert unescape_header(escape_header(text)) == text


@pytest.mark.parametrize(
    "data",
    [
        b"SEND\nno colon\n\n\0",
        b"SEND\ncontent-length:x\n\n\0",
        b"SEND\ncontent-length:-1\n\n\0",
        b"SEND\ncontent-length:99999999999\n\n\0",
        b"SEND\ncontent-length:1\n\nabc\0",
        b"\xff\xfe\n\n\0",
        b"x" * (17 * 1024 * 1024),
    ],
)
def test_what_is_no_frame_is_refused(data: bytes) -> None:
    with pytest.raises(FrameError):
        FrameReader().feed(data)


@given(st.binary(max_size=200))
def test_no_bytes_raise_anything_else(data: bytes) -> None:
    reader = FrameReader()
    try:
        reader.feed(data)
    except FrameError:
        return
