from __future__ import annotations

from cti_desk.ipc.com.deadline import Deadline


def test_what_is_left() -> None:
    soon = Deadline(60)
    assert 0 < soon.left <= 60
    assert not soon.passed
    over = Deadline(-1)
    assert over.left == 0.0
    assert over.passed
