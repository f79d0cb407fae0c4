"""IVWS over real HTTP: whatever is sent is answered, and nothing hangs."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cti_desk.vendors.instantvoice.simulator.ivws.http_server import (
    LONGEST_REQUEST,
    IvwsServer,
)
from tests.support.instantvoice_bench import ACCOUNT
from tests.support.ivws import IvwsBench, ask, body, call, example, post, served
from tests.support.waiting import wait_for

LIST = call("AgentList", **ACCOUNT)


@pytest.fixture
def bench() -> IvwsBench:
    return IvwsBench()


@pytest.fixture
def server(bench: IvwsBench) -> Iterator[IvwsServer]:
    with served(bench) as one:
        yield one


def raw(address: str, data: bytes) -> bytes:
    """What comes back for any bytes, until the server closes."""
    host, _, port = address.rpartition(":")
    with socket.create_connection((host, int(port)), timeout=20) as connection:
        connection.sendall(data)
        connection.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: connection.recv(65536), b""))


def test_a_call_is_answered(server: IvwsServer) -> None:
    status, kind, data = post(server.address, LIST, SOAPAction="AgentList")
    assert (status, kind) == (200, "text/xml; charset=utf-8")
    assert b">1001</integer>" in data


def test_the_manuals_request_is_answered_on_any_path(server: IvwsServer) -> None:
    data = example("AgentList")[0]
    assert ask(server.address, "POST", "/ivws/service", data)[0] == 200


@pytest.mark.parametrize("path", ["/?wsdl", "/?WSDL", "/any/path?wsdl"])
def test_the_wsdl_says_where_the_service_is(server: IvwsServer, path: str) -> None:
    status, kind, data = ask(server.address, "GET", path)
    assert (status, kind) == (200, "text/xml; charset=utf-8")
    assert f'location="http://{server.address}/"'.encode() in data


def test_others_get_a_page_for_people(server: IvwsServer) -> None:
    for path in ("/", "/?wsdl2", "//[::", "/?"):
        status, kind, data = ask(server.address, "GET", path)
        assert (status, kind) == (200, "text/html; charset=utf-8")
        assert b"IVWS" in data
    assert ask(server.address, "HEAD", "/?wsdl")[::2] == (200, b"")


def test_the_charset_of_http_holds(server: IvwsServer) -> None:
    name = call("AgentAdd", **ACCOUNT, user="0042", name="Zoë").decode().encode("latin-1")
    assert post(server.address, name, **{"Content-Type": "text/xml; charset=iso-8859-1"})[0] == 200
    told = post(server.address, call("AgentInfo", **ACCOUNT, user="0042"))[2]
    assert "Zoë".encode() in told
    kind = {"Content-Type": "text/xml; charset=klingon"}
    assert b"no encoding" in post(server.address, LIST, **kind)[2]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", b"not well-formed XML"),
        (b"hello", b"not well-formed XML"),
        (b"<html/>", b"no SOAP envelope"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', b"document type"),
        (body("<Dance xmlns='Ivws.Ivws'/>"), b"no method Dance"),
        (
            b"<e:Envelope xmlns:e='http://www.w3.org/2003/05/soap-envelope'/>",
            b"SOAP 1.2, IVWS speaks SOAP 1.1",
        ),
        (call("AgentInfo", **ACCOUNT, user="9"), b"3 RESPONSE_NOT_FOUND"),
    ],
)
def test_what_is_refused_is_a_fault(server: IvwsServer, data: bytes, words: bytes) -> None:
    status, kind, told = post(server.address, data)
    assert (status, kind) == (500, "text/xml; charset=utf-8")
    assert words in told
    assert b"<faultcode>" in told


def test_a_huge_request_is_refused_before_it_is_read(server: IvwsServer) -> None:
    status, _, told = post(server.address, bytes(50 * 1024 * 1024))
    assert (status, told) == (413, f"A request has at most {LONGEST_REQUEST} bytes.\n".encode())
    assert post(server.address, b" " * LONGEST_REQUEST)[0] == 500
    head = b"POST / HTTP/1.1\r\nContent-Length: %s\r\n\r\n" % (b"9" * 60_000)
    assert raw(server.address, head).startswith(b"HTTP/1.1 413")


@pytest.mark.parametrize("verb", ["PUT", "DELETE", "PATCH", "OPTIONS"])
def test_other_verbs_are_not_allowed(server: IvwsServer, verb: str) -> None:
    status, _, told = ask(server.address, verb, "/", b"x")
    assert (status, told) == (405, f"{verb} means nothing to IVWS.\n".encode())


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b"\r\n", 400),
        (b"nonsense\r\n\r\n", 400),
        (b"\x16\x03\x01\x02\x00", 400),
        (b"GET / HTTP/9.9\r\n\r\n", 505),
        (b"GET /" + b"x" * 70_000 + b" HTTP/1.1\r\n\r\n", 414),
        (b"GET / HTTP/1.1\r\n" + b"a: b\r\n" * 200 + b"\r\n", 431),
        (b"BREW / HTTP/1.1\r\n\r\n", 501),
        (b"POST / HTTP/1.1\r\n\r\n", 411),
        (b"POST / HTTP/1.1\r\nContent-Length: -5\r\n\r\n", 411),
        (b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 411),
        (b"POST / HTTP/1.1\r\nContent-Length: 10\r\n\r\nshort", 400),
        (b"GET /\r\n", 200),
    ],
)
def test_what_is_hardly_http_is_answered_all_the_same(
    server: IvwsServer, data: bytes, status: int
) -> None:
    line = raw(server.address, data).partition(b"\r\n")[0]
    assert line.startswith(b"HTTP/1.1 %d " % status)


def test_a_request_that_never_ends_is_given_up(bench: IvwsBench) -> None:
    with served(bench, patience_s=1.0) as server:
        host, _, port = server.address.rpartition(":")
        with socket.create_connection((host, int(port)), timeout=20) as connection:
            connection.sendall(b"POST / HTTP/1.1\r\nContent-Length: 10\r\n\r\nshort")
            assert connection.recv(65536).startswith(b"HTTP/1.1 408 ")


def test_a_client_that_wants_to_be_asked_to_go_on_is_asked(server: IvwsServer) -> None:
    head = b"POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: %d\r\n\r\n" % len(LIST)
    told = raw(server.address, head + LIST)
    assert told.startswith(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n")


def test_faults_of_the_control_api_strike(bench: IvwsBench, server: IvwsServer) -> None:
    bench.faults.add("drop", {"what": "replies", "count": 1})
    with pytest.raises(ConnectionError):
        post(server.address, LIST)
    bench.faults.add("cut", {"what": "connections", "count": 1})
    with pytest.raises(ConnectionError):
        post(server.address, LIST)
    bench.faults.add("garble", {"what": "replies", "count": 1})
    status, _, told = post(server.address, LIST)
    assert (status, told[-3:]) == (200, b"\xff\xfe{")
    assert server.connections == 3
    assert post(server.address, LIST)[0] == 200


def test_silence_is_kept_until_the_connection_is_cut(bench: IvwsBench, server: IvwsServer) -> None:
    bench.faults.add("silent", {"what": "replies"})
    failed: list[BaseException] = []

    def ask_once() -> None:
        with pytest.raises(ConnectionError) as raised:
            post(server.address, LIST)
        failed.append(raised.value)

    thread = threading.Thread(target=ask_once)
    thread.start()
    wait_for(lambda: bench.service.requests["AgentList"] == 1)
    assert thread.is_alive()
    server.cut()
    thread.join(10)
    assert failed


@pytest.mark.parametrize("kind", ["silent", "delay"])
def test_stopping_ends_who_waits(bench: IvwsBench, kind: str) -> None:
    bench.faults.add(kind, {"what": "all", "seconds": 3600.0})
    before = set(threading.enumerate())
    with served(bench) as server:
        host, _, port = server.address.rpartition(":")
        head = b"POST / HTTP/1.1\r\nContent-Length: %d\r\n\r\n" % len(LIST)
        idle = socket.create_connection((host, int(port)), timeout=20)
        waiting = socket.create_connection((host, int(port)), timeout=20)
        waiting.sendall(head + LIST)
        wait_for(lambda: server.connections == 2)
    assert idle.recv(1) == waiting.recv(1) == b""
    idle.close()
    waiting.close()
    assert set(threading.enumerate()) <= before


def test_many_at_once(bench: IvwsBench) -> None:
    told: list[int] = []

    def add(number: int) -> None:
        told.append(post(server.address, call("QueueAdd", **ACCOUNT, name=str(number)))[0])

    with served(bench) as server:
        threads = [threading.Thread(target=add, args=(number,)) for number in range(8000, 8040)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert told == [200] * 40
    assert bench.service.requests["QueueAdd"] == 40
    assert len(bench.data("QueueList", ACCOUNT)) == 41


def test_a_server_that_never_started_can_be_stopped(bench: IvwsBench) -> None:
    IvwsServer(bench.ivws, bench.faults, bench.exchange.time.call_later).stop()


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.binary(min_size=1, max_size=200)
    | st.binary(max_size=60).map(lambda some: b"POST / HTTP/1.1\r\n" + some + b"\r\n\r\n" + some)
)
def test_any_bytes_get_an_http_answer(server: IvwsServer, data: bytes) -> None:
    assert raw(server.address, data).startswith(b"HTTP/1.1 ")
