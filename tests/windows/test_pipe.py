"""The local API's pipe on Windows: whose it is, and a client that never waits for ever."""

from __future__ import annotations

import json

import pytest

from tests.support.windows import WindowsDesk, Wine
from tests.windows.conftest import Exchange

_EVERYBODY = {"S-1-1-0", "S-1-5-7", "S-1-5-11", "S-1-5-32-545", "S-1-5-32-546"}
"""Everyone, anonymous, authenticated users, users, guests."""


def test_the_client_gives_up_in_time(wine: Wine) -> None:
    found = json.loads(wine.probe("pipe"))
    assert found["nobody"][0].startswith("DeskNotRunning")
    assert found["silent"][0] == "TimeoutError"
    assert found["patient"][0] == "b'at last'"
    assert found["taken"][0] == "DeskNotRunning CTI Desk does not answer."
    assert found["unread"][0] == "TimeoutError"
    assert found["last words"][0] == "b'too many'"
    assert found["ended"][0] == "EOFError"
    assert found["into nothing"][0] == "None"
    assert found["closed"][0] == "EOFError"
    for what, (said, seconds) in found.items():
        assert seconds < 10, f"{what}: {said} after {seconds} s"


def test_users_and_sessions_never_meet(
    desk: WindowsDesk, capsys: pytest.CaptureFixture[str]
) -> None:
    found = json.loads(desk.wine.probe("pipe_access"))
    told, asked = found["sid"]
    assert told == asked
    assert found["name"] == rf"\\.\pipe\cti-desk-{asked}-{found['session'][0]}-desk"
    assert found["opens"] == 0
    # Wine has one user and one session: another's desk is looked for under the name it would have.
    assert found["other session"] == found["other user"] == found["absent"]
    if found["admitted"] is None:
        print(
            "NOT SHOWN: this Wine keeps no access list with a pipe; Windows does, and Qt sets it."
        )
    else:
        assert asked in found["admitted"]
        assert not _EVERYBODY & set(found["admitted"])


def test_instances_do_not_meet(desk: WindowsDesk, exchange: Exchange) -> None:
    other = WindowsDesk(desk.wine, desk.build, "--instance", "second", "--config", exchange.profile)
    assert other.cli("snapshot").returncode == 3
    other.start()
    assert other.snapshot()["epoch"] != desk.snapshot()["epoch"]
