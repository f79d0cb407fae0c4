from __future__ import annotations

import os
import socket
import sys

import pytest

from cti_desk.ipc import peer


def test_a_peer_of_the_same_user_is_let_in() -> None:
    one, other = socket.socketpair(socket.AF_UNIX)
    with one, other:
        assert peer.same_user(one.fileno())
        assert one.fileno() >= 0  # the descriptor stays its owner's


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells the peer's user")
def test_any_other_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    user = os.getuid()
    monkeypatch.setattr(peer.os, "getuid", lambda: user + 1)
    one, other = socket.socketpair(socket.AF_UNIX)
    with one, other:
        assert not peer.same_user(one.fileno())


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells the peer's process")
def test_who_it_is_and_what_it_has_not_read() -> None:
    one, other = socket.socketpair(socket.AF_UNIX)
    with one, other:
        assert peer.process_of(one.fileno()) == os.getpid()
        assert peer.unread_bytes(one.fileno()) == 0
        one.send(b"x" * 10_000)
        waiting = peer.unread_bytes(one.fileno())
        assert waiting >= 10_000
        other.recv(20_000)
        assert peer.unread_bytes(one.fileno()) == 0
    assert peer.unread_bytes(-1) == 0, "of a connection that is closed"
