"""Programs that behave badly at the local socket: the desk answers the others all the while."""

from __future__ import annotations

import contextlib
import json
import os
import resource
import select
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.desk_process import Desk, Lines, Office
from tests.support.waiting import wait_for

MEGABYTE = 1024 * 1024


@pytest.fixture
def desk(office: Office) -> Desk:
    started = office.desk(office.simulator().profile)
    started.link_up()
    return started


@pytest.fixture
def good(desk: Desk) -> Iterator[Lines]:
    """A well-behaved program that was there before."""
    with desk.connect() as link:
        yield link


def answers(link: Lines) -> bool:
    return bool(link.call("session.snapshot")["link"]["state"] == "UP")


def resident(desk: Desk) -> int:
    pages = int(Path(f"/proc/{desk.pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (b"{not json", -32700),
        (b"\xff\xfe\x00", -32700),
        (b"[" * 5000, -32700),
        (b"42", -32600),
        (b"[]", -32600),
        (b'{"jsonrpc":"2.0","id":1}', -32600),
        (b'{"jsonrpc":"2.0","id":1,"method":"no.such.method"}', -32601),
        (b'{"jsonrpc":"2.0","id":1,"method":"agent.pause","params":{"reason":7}}', -32602),
        (b'{"jsonrpc":"2.0","id":1,"method":"agent.pause","params":{"colour":"red"}}', -32602),
        (b'{"jsonrpc":"2.0","id":1,"method":"call.dial","params":[]}', -32602),
    ],
)
def test_a_bad_line_gets_its_error_and_the_connection_stays(
    desk: Desk, line: bytes, code: int
) -> None:
    with desk.connect() as link:
        link.send(line)
        assert link.read()["error"]["code"] == code
        assert answers(link)


def test_a_line_of_ten_megabytes_is_cut_off(desk: Desk, good: Lines) -> None:
    before = resident(desk)
    with desk.connect() as link:
        with contextlib.suppress(OSError):
            link.send(b"x" * (10 * MEGABYTE))
        reply = link.read()
        assert reply is None or "error" in reply
        assert answers(good)
        assert link.read() is None
    assert resident(desk) - before < 10 * MEGABYTE


def test_a_thousand_connections_are_bounded_and_forgotten(desk: Desk, good: Lines) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(4096, hard), hard))
    links: list[socket.socket] = []
    try:
        for number in range(1000):
            link = socket.socket(socket.AF_UNIX)
            links.append(link)
            link.settimeout(10)
            link.connect(desk.socket_path())
            if number % 100 == 0:
                assert answers(good)
        assert answers(good)
        assert desk.cli("status").returncode == 0, "the command line is not locked out"
        waiting = select.poll()  # select knows no file number above 1023
        for link in links:
            waiting.register(link, select.POLLIN)
        ready = {number for number, _ in waiting.poll(0)}
        told = [link for link in links if link.fileno() in ready]
        replies = [json.loads(link.makefile("rb").readline()) for link in told]
        assert len(replies) > 1000 - 256 - 32, "places are bounded"
        assert all("error" in reply for reply in replies)
    finally:
        for link in links:
            link.close()
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))

    def served() -> bool:
        with desk.connect() as link:
            with contextlib.suppress(BrokenPipeError):
                link.send(b'{"jsonrpc":"2.0","id":1,"method":"session.snapshot"}')
            return "result" in (link.read() or ())

    wait_for(served, what="a newcomer is served again")


def test_a_client_that_never_reads_is_cut_and_costs_nothing(desk: Desk, good: Lines) -> None:
    before = resident(desk)
    request = b'{"jsonrpc":"2.0","id":1,"method":"rpc.discover"}\n' * 100
    with desk.connect() as link:
        link._link.settimeout(1)
        with contextlib.suppress(OSError):
            for _ in range(200):
                link._link.sendall(request)
        assert answers(good)
        assert resident(desk) - before < 64 * MEGABYTE
    assert answers(good)


def test_a_client_that_leaves_in_the_middle_of_a_line_harms_nobody(desk: Desk, good: Lines) -> None:
    for piece in (b"", b'{"jsonrpc":"2.0"', b'{"jsonrpc":"2.0","id":1,"method":"agent.ready"}\n'):
        link = desk.connect()
        link._link.sendall(piece)
        link.close()
    assert answers(good)
