from __future__ import annotations

from cti_desk.api.pipe_name import compose


def test_the_name_tells_users_and_sessions_apart() -> None:
    name = compose("S-1-5-21-1-2-3-1001", 2, "desk")
    assert name == r"\\.\pipe\cti-desk-S-1-5-21-1-2-3-1001-2-desk"
    assert compose("S-1", 2, "desk") != compose("S-1", 3, "desk")
    assert len(name) < 256  # the longest name a pipe can have
