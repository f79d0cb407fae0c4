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
