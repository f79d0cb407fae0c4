"""One request, one answer: deadlines, giving up, and what is known to have been sent."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from cti_desk.switch_kit.link_failure import LinkFailure
from cti_desk.vendors.instantvoice.client.broker import Host
from cti_desk.vendors.instantvoice.client.http_exchange import Exchange
from cti_desk.vendors.instantvoice.client.web_service import WebService
from tests.support.ivws_server import IvwsServer, Told
from tests.support.waiting import wait_for


@pytest.fixture
def ivws() -> Iterator[IvwsServer]:
    with IvwsServer() as server:
        yield server


@pytest.fixture
def worker() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(1) as pool:
        yield pool


def exchange_with(port: int, timeout_s: float = 5.0) -> Exchange:
    host = Host("127.0.0.1", port)
    return Exchange(WebService((host,), "none"), host, timeout_s)


def test_an_answer_as_it_came(ivws: IvwsServer) -> None:
    ivws.wsdl = Told("é", 203, {"Content-Type": "text/plain; charset=UTF-8", "Location": "/x"})
    exchange = exchange_with(ivws.port)
    answer = exchange.run("GET", "/a?b", b"", {})
    assert (answer.status, answer.body, answer.charset) == (203, "é".encode(), "utf-8")
    assert answer.location == "/x"
    assert ivws.gets == ["/a?b"]
    assert exchange.sent


def test_what_was_given_up_is_never_sent(ivws: IvwsServer) -> None:
    exchange = exchange_with(ivws.port)
    exchange.give_up()
    with pytest.raises(LinkFailure, match="given up"):
        exchange.run("GET", "/", b"", {})
    assert not exchange.sent
    assert ivws.gets == []


def test_giving_up_ends_a_wait(ivws: IvwsServer, worker: ThreadPoolExecutor) -> None:
    ivws.answers = lambda asked: None
    exchange = exchange_with(ivws.port, 60)
    body = b"<Envelope><Body><AgentInfo/></Body></Envelope>"
    running = worker.submit(exchange.run, "POST", "/", body, {})
    wait_for(lambda: ivws.asked)
    exchange.give_up()
    with pytest.raises(LinkFailure):
        running.result(10)
    assert exchange.sent


def test_an_answer_that_trickles_has_the_same_deadline(worker: ThreadPoolExecutor) -> None:
    over = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:

        def trickle() -> None:
            link, _ = server.accept()
            with link:
                link.sendall(b"HTTP/1.0 200 OK\r\n\r\n")
                while not over.wait(0.02):
                    try:
                        link.sendall(b"x")
                    except OSError:
                        return

        feeding = worker.submit(trickle)
        try:
            with pytest.raises(LinkFailure, match=r"does not answer within 0\.2 s"):
                exchange_with(server.getsockname()[1], 0.2).run("GET", "/", b"", {})
        finally:
            over.set()
            feeding.result(10)


def test_a_name_that_no_network_has() -> None:
    host = Host("a" * 80 + "é.example", 1)
    with pytest.raises(LinkFailure, match="cannot be found") as failed:
        Exchange(WebService((host,), "none"), host, 1).run("GET", "/", b"", {})
    assert failed.value.failure == "unreachable"
