"""Heart-beats: what is agreed, and a dead link seen within 15 s."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cti_desk.vendors.instantvoice.client.heartbeat import Beats, agree


@pytest.mark.parametrize(
    ("header", "send", "silence"),
    [
        ("10000,10000", 8.0, 14.0),
        ("100,100", 8.0, 14.0),
        (" 20000 , 0 ", None, 28.0),
        ("0,0", None, None),
        (None, None, None),
        ("rubbish", None, None),
        ("1,2,3", None, None),
        ("-1,²", None, None),
    ],
)
def test_agreement(header: str | None, send: float | None, silence: float | None) -> None:
    beats = agree(header)
    assert beats.send_every_s == (pytest.approx(send) if send else None)
    assert beats.silence_s == (pytest.approx(silence) if silence else None)


def test_a_dead_link_is_seen_within_fifteen_seconds() -> None:
    beats = agree("10000,10000")
    assert not beats.is_dead(100.0, 113.0)
    assert beats.is_dead(100.0, 114.5)
    assert beats.next_due(109.0, 100.0) == pytest.approx(114.0)


def test_without_agreement_nothing_is_due() -> None:
    assert Beats().next_due(0.0, 0.0) is None
    assert not Beats().must_send(0.0, 1e9)
    assert not Beats().is_dead(0.0, 1e9)


@given(st.text())
def test_any_header_is_taken(header: str) -> None:
    agree(header)
