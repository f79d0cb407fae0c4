from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from cti_desk.cli.following import position
from cti_desk.core.errors import UsageError
from tests.support.api import Served, delivered, served
from tests.support.cli import ask
from tests.support.waiting import until


@contextmanager
def follower(server: Served, directory: Path) -> Iterator[Any]:
    """``cti-desk events --follow`` in a process of its own; yields how to read its lines."""
    command = [sys.executable, "-m", "cti_desk", "--instance", server.name, "events", "--follow"]
    out, err = directory / "out", directory / "err"
    with out.open("wb") as stdout, err.open("wb") as stderr:
        process = subprocess.Popen(command, stdout=stdout, stderr=stderr)
    try:
        yield process, lambda: [json.loads(line) for line in out.read_text().splitlines()], err
    finally:
        process.kill()
        process.wait()


def piped(*words: str) -> subprocess.Popen[bytes]:
    """The command line in a process of its own, with pipes for what it says."""
    command = [sys.executable, "-m", "cti_desk", *words]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


async def test_a_snapshot_and_the_end() -> None:
    with served() as server:
        server.dispatcher.events.publish(delivered())
        (first,) = lines((await ask(server, "events")).out)
        assert first["snapshot"]["sequence"] == 1


async def test_the_missed_events_and_the_end() -> None:
    with served() as server:
        log = server.dispatcher.events
        for _ in range(5):
            log.publish(delivered())
        first, *events = lines((await ask(server, "events", "--since", f"{log.epoch}:2")).out)
        assert first["resumed"]
        assert [event["sequence"] for event in events] == [3, 4, 5]
        (first,) = lines((await ask(server, "events", "--since", f"{log.epoch}:5")).out)
        assert first["resumed"]


async def test_a_hole_that_cannot_be_filled() -> None:
    with served() as server:
        first, gap = lines((await ask(server, "events", "--since", "other:2")).out)
        assert first["snapshot"]
        assert gap["event"] == "Gap"


@pytest.mark.parametrize("word", ["", "e", "e:", ":3", "e:x", "e:-1"])
def test_positions_that_are_none(word: str) -> None:
    with pytest.raises(UsageError, match="EPOCH:N"):
        position(word)


def test_a_position() -> None:
    assert position("7f3c:184") == ("7f3c", 184)


async def test_following_survives_a_restart_of_the_desk(tmp_path: Path) -> None:
    with served() as server, follower(server, tmp_path) as (_process, said, err):
        await until(lambda: len(said()) == 1)
        server.dispatcher.events.publish(delivered())
        await until(lambda: len(said()) == 2)
        assert said()[1]["sequence"] == 1
        server.endpoint.close()
        server.instance.release()
        await until(lambda: "waiting for it" in err.read_text())
        with served(name=server.name) as again:
            await until(lambda: len(said()) == 4)
            assert not said()[2]["resumed"]
            assert said()[3]["event"] == "Gap"
            again.dispatcher.events.publish(delivered())
            await until(lambda: len(said()) == 5)
            assert said()[4]["epoch"] == again.dispatcher.events.epoch
        assert "the desk is back" in err.read_text()


async def test_an_interrupt_ends_it_quietly(tmp_path: Path) -> None:
    with served() as server, follower(server, tmp_path) as (process, said, err):
        await until(lambda: len(said()) == 1)
        process.send_signal(signal.SIGINT)
        await until(lambda: process.poll() is not None)
        assert process.returncode == 130
        assert err.read_text() == ""


async def test_a_closed_pipe_ends_it_quietly() -> None:
    with served() as server:
        process = piped("--instance", server.name, "events", "--follow")
        assert process.stdout
        assert process.stderr
        await until(lambda: server.dispatcher.events._subscriptions)
        process.stdout.close()
        for _ in range(3):
            server.dispatcher.events.publish(delivered())
        await until(lambda: process.poll() is not None)
        assert process.returncode == 0
        assert process.stderr.read() == b""
        process.stderr.close()
