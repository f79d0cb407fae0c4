"""Calls over SOAP: what is sent, what comes back, and every way in which it can fail."""

from __future__ import annotations

import asyncio
import logging
import socket
import ssl
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import trustme

from cti_desk.core.errors import NoLink, NotOffered, OutcomeUnknown, RefusedByVendor, UsageError
from cti_desk.switch_kit.link_failure import LinkFailure
from cti_desk.vendors.instantvoice.client import http_exchange
from cti_desk.vendors.instantvoice.client.broker import Host
from cti_desk.vendors.instantvoice.client.soap_caller import SoapCaller
from cti_desk.vendors.instantvoice.client.web_service import WebService
from tests.support.instantvoice import AGENT, KEY
from tests.support.ivws_server import WSDL, IvwsServer, Told, fault, result
from tests.support.tls_servers import Authority, server_context, serving
from tests.support.waiting import until

PAUSE = {"accountcode": "default", "user": AGENT, "reason": "1"}
DIAL = {"accountcode": "default", "user": AGENT, "exten": "6100"}
INFO = {"accountcode": "default", "user": "1001"}


@pytest.fixture
def ivws() -> Iterator[IvwsServer]:
    with IvwsServer() as server:
        yield server


@asynccontextmanager
async def calling(ivws: IvwsServer, answer_s: float = 5.0) -> AsyncIterator[SoapCaller]:
    caller = SoapCaller(KEY, answer_s)
    await caller.open(ivws.service())
    try:
        yield caller
    finally:
        caller.close()


@pytest.mark.shows("instantvoice", "wire: WSDL at /?wsdl, port 7789")
async def test_alone_from_python(ivws: IvwsServer) -> None:
    ivws.answers = lambda asked: result(
        "AgentList", "<integer>1001</integer><integer>('0002',)</integer>"
    )
    async with await SoapCaller.connect(ivws.service(), KEY) as caller:
        assert await caller.call("AgentList", accountcode="default") == [1001, 2]
    assert ivws.gets == ["/?wsdl"]


async def test_a_request_is_what_the_manual_shows(ivws: IvwsServer) -> None:
    async with calling(ivws) as caller:
        assert await caller.call("AgentPause", **PAUSE) == "Successful AgentPause"
    (asked,) = ivws.asked
    assert asked.method == "AgentPause"
    assert list(asked.arguments.items()) == [
        ("key", KEY),
        ("Accountcode", "default"),
        ("User", AGENT),
        ("Reason", "1"),
    ]
    assert asked.headers["Content-Type"] == "text/xml; charset=utf-8"
    assert asked.headers["SOAPAction"] == '"AgentPause"'


@pytest.mark.parametrize("code", [3, 9999, -1, -2])
async def test_a_return_code_is_a_refusal(ivws: IvwsServer, code: int) -> None:
    ivws.answers = lambda asked: code
    async with calling(ivws) as caller:
        with pytest.raises(RefusedByVendor) as refused:
            await caller.call("AgentPause", **PAUSE)
    assert refused.value.code == code


async def test_a_fault_that_names_a_code_is_that_refusal(ivws: IvwsServer) -> None:
    ivws.answers = lambda asked: fault("3 RESPONSE_NOT_FOUND", "Client")
    async with calling(ivws) as caller:
        with pytest.raises(RefusedByVendor) as refused:
            await caller.call("AgentInfo", **INFO)
    assert refused.value.code == 3


async def test_a_fault_without_a_code_is_told_in_its_words_and_without_the_key(
    ivws: IvwsServer,
) -> None:
    ivws.answers = lambda asked: fault(f"ValueError in {KEY}")
    async with calling(ivws) as caller:
        with pytest.raises(RefusedByVendor, match=r"a fault: ValueError in \*{8}$"):
            await caller.call("AgentInfo", **INFO)
        with pytest.raises(OutcomeUnknown, match="Whether it has happened is not known"):
            await caller.call("NewCall", **DIAL)
        ivws.answers = lambda asked: fault("no such element", "Client")
        with pytest.raises(RefusedByVendor, match="no such element"):
            await caller.call("NewCall", **DIAL)


async def test_arguments_are_checked_before_anything_is_sent(ivws: IvwsServer) -> None:
    async with calling(ivws) as caller:
        with pytest.raises(UsageError, match="needs the argument"):
            await caller.call("AgentPause", accountcode="default")
        with pytest.raises(UsageError, match="another transport"):
            await caller.call_method(
                "NewCallBack",
                {"accountcode": "default", "mcdu": "1", "originator": "2", "ruleid": "1"},
            )
        with pytest.raises(UsageError, match="characters that XML cannot carry"):
            await caller.call("AgentPause", **{**PAUSE, "reason": "1\x00"})
    assert ivws.asked == []


async def test_a_method_that_the_wsdl_has_no_more(ivws: IvwsServer) -> None:
    ivws.wsdl = Told(WSDL.replace(b"SendSms", b"SendFax"))
    async with calling(ivws) as caller:
        with pytest.raises(NotOffered, match="has no method SendSms"):
            await caller.call("SendSms", accountcode="default", number="1", text="Hi")


async def test_an_argument_that_the_wsdl_has_no_more(ivws: IvwsServer) -> None:
    ivws.wsdl = Told(WSDL.replace(b'name="Reason"', b'name="Cause"'))
    async with calling(ivws) as caller:
        with pytest.raises(UsageError, match="takes no “Reason” in AgentPause: its WSDL lists key"):
            await caller.call("AgentPause", **PAUSE)


async def test_no_answer_is_an_unknown_outcome_and_nothing_is_sent_again(ivws: IvwsServer) -> None:
    ivws.answers = lambda asked: None
    async with calling(ivws, answer_s=0.2) as caller:
        with pytest.raises(OutcomeUnknown, match=r"NewCall.*may or may not have happened"):
            await caller.call("NewCall", **DIAL)
    assert len(ivws.asked) == 1


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (Told("<html><body>Sign in</body></html>"), "with a web page"),
        (Told("<!DOCTYPE html><html><br></html>", 503), "with a web page"),
        (Told("It works!"), "with something that is no XML"),
        (Told(""), "with something that is no XML"),
        (Told(result("NewCall", "well done")), "with no return code"),
        (Told(result("NewCall", "0")[:-30]), "with something that is no XML"),
        (Told("<rss/>"), "with XML that is no SOAP"),
        (Told(raw=b""), "closed the connection without an answer"),
        (Told(raw=b"HTTP/1.0 200 OK\r\nContent-Length: 99\r\n\r\n<a>"), "broke its answer off"),
        (Told(raw=b"220 smtp ready\r\n"), "does not answer as a web service"),
    ],
)
async def test_what_is_no_answer_leaves_the_outcome_unknown(
    ivws: IvwsServer, told: Told, words: str
) -> None:
    ivws.answers = lambda asked: told
    async with calling(ivws) as caller:
        with pytest.raises(OutcomeUnknown, match=words):
            await caller.call("NewCall", **DIAL)
    assert len(ivws.asked) == 1


@pytest.mark.parametrize("status", [301, 302, 401, 404])
async def test_an_http_refusal_did_nothing_and_no_redirect_is_followed(
    ivws: IvwsServer, status: int
) -> None:
    ivws.answers = lambda asked: Told("moved", status, {"Location": "http://evil.example/"})
    async with calling(ivws) as caller:
        with pytest.raises(NoLink, match=f"HTTP {status}.*evil.example.*IVWS"):
            await caller.call("NewCall", **DIAL)


BOMB = '<!DOCTYPE lol [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>' + result(
    "AgentInfo", "<name>&b;</name>"
)


async def test_entities_are_refused(ivws: IvwsServer) -> None:
    ivws.answers = lambda asked: BOMB
    async with calling(ivws) as caller:
        with pytest.raises(OutcomeUnknown, match="declares a document type"):
            await caller.call("AgentInfo", **INFO)


@pytest.mark.parametrize("announced", [True, False])
async def test_a_huge_answer_is_not_taken(
    ivws: IvwsServer, monkeypatch: pytest.MonkeyPatch, announced: bool
) -> None:
    monkeypatch.setattr(http_exchange, "LARGEST_ANSWER", 2_000_000)
    length = b"Content-Length: 3000000\r\n" if announced else b""
    body = b"<a>" + b"x" * 3_000_000
    ivws.answers = lambda asked: Told(raw=b"HTTP/1.0 200 OK\r\n" + length + b"\r\n" + body)
    async with calling(ivws) as caller:
        with pytest.raises(OutcomeUnknown, match="more than 2 MB"):
            await caller.call("AgentInfo", **INFO)


async def test_a_host_that_is_not_there(ivws: IvwsServer) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # and does not listen
        nobody = Host("127.0.0.1", taken.getsockname()[1])
        with pytest.raises(LinkFailure, match="Nothing listens") as failed:
            await SoapCaller(KEY).open(WebService((nobody,), "none"))
        assert failed.value.failure == "unreachable"
        both = WebService((nobody, Host("127.0.0.1", ivws.port)), "none")
        async with await SoapCaller.connect(both, KEY) as caller:
            await caller.call("AgentPause", **PAUSE)


async def test_a_host_that_went_away_was_sent_nothing() -> None:
    with IvwsServer() as server:
        caller = SoapCaller(KEY)
        await caller.open(server.service())
    with pytest.raises(NoLink, match="NewCall was not sent: Nothing listens"):
        await caller.call("NewCall", **DIAL)
    caller.close()
    with pytest.raises(NoLink, match="there is no link"):
        await caller.call("NewCall", **DIAL)


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (Told("<html>Welcome</html>"), "The WSDL of 127.0.0.1:.* cannot be used"),
        (Told("no", 404), "answers /\\?wsdl with HTTP 404"),
        (Told(b"\xff\xfe"), "cannot be used"),
        (Told(b"<!DOCTYPE a [<!ENTITY b 'c'>]>" + WSDL), "cannot be used"),
        (Told(WSDL[: len(WSDL) // 2]), "cannot be used"),
        (Told(WSDL.replace(b"<soap:address", b"<soap:adress")), "cannot be used"),
        (
            Told(
                b'<wsdl:definitions xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/">'
                b'<wsdl:import namespace="a" location="http://evil.example/a.wsdl"/>'
                b"</wsdl:definitions>"
            ),
            "needs http://evil.example/a.wsdl, which is not asked",
        ),
        (
            Told(
                b'<wsdl:definitions xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/">'
                b'<wsdl:import namespace="a" location="file:///etc/passwd"/></wsdl:definitions>'
            ),
            "is not asked",
        ),
        (
            Told(b'<definitions xmlns="http://schemas.xmlsoap.org/wsdl/"/>'),
            "names no SOAP 1.1 service",
        ),
    ],
)
async def test_a_wsdl_that_cannot_be_used(ivws: IvwsServer, told: Told, words: str) -> None:
    ivws.wsdl = told
    with pytest.raises(LinkFailure, match=words) as failed:
        await SoapCaller(KEY).open(ivws.service())
    assert failed.value.failure == "protocol"


async def test_the_key_goes_to_the_profiles_host_wherever_the_wsdl_points(
    ivws: IvwsServer,
) -> None:
    ivws.wsdl = Told(WSDL.replace(b"http://127.0.0.1:7789/", b"http://evil.example:80/ivws?x=1"))
    async with calling(ivws) as caller:
        await caller.call("AgentPause", **PAUSE)
    assert len(ivws.asked) == 1


async def test_no_proxy_is_taken_from_the_environment(
    ivws: IvwsServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    async with calling(ivws) as caller:
        await caller.call("AgentPause", **PAUSE)


async def test_the_log_has_no_key_and_no_secret(
    ivws: IvwsServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with calling(ivws) as caller:
        await caller.call(
            "SipUserAdd", accountcode="default", name="0009", secret="a-very-secret-one"
        )
    assert "SipUserAdd" in caplog.text
    assert KEY not in caplog.text
    assert "a-very-secret-one" not in caplog.text


async def test_closing_settles_what_is_open(ivws: IvwsServer) -> None:
    ivws.answers = lambda asked: None
    caller = SoapCaller(KEY)
    await caller.open(ivws.service())
    open_call = asyncio.ensure_future(caller.call("NewCall", **DIAL))
    await until(lambda: ivws.asked)
    caller.close()
    with pytest.raises(OutcomeUnknown):
        await open_call


async def test_a_cancelled_call_frees_its_thread(ivws: IvwsServer) -> None:
    ivws.answers = lambda asked: None
    async with calling(ivws) as caller:
        calls = [asyncio.ensure_future(caller.call("AgentInfo", **INFO)) for _ in range(40)]
        await until(lambda: ivws.asked)
        for call in calls:
            call.cancel()
        await asyncio.gather(*calls, return_exceptions=True)
        ivws.answers = lambda asked: 0
        await caller.call("AgentPause", **PAUSE)


# -- encrypted


@pytest.fixture
def tls(tmp_path: Path) -> Iterator[tuple[IvwsServer, str]]:
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    file = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(file)
    with IvwsServer(context=context) as server:
        yield server, str(file)


async def test_over_tls_with_the_sites_own_authority(tls: tuple[IvwsServer, str]) -> None:
    server, ca_file = tls
    service = server.service(encryption="tls", ca_file=ca_file)
    async with await SoapCaller.connect(service, KEY) as caller:
        await caller.call("AgentPause", **PAUSE)
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"encryption": "tls"}, "is not trusted"),
        ({"encryption": "tls", "ca_file": "/nowhere/ca.pem"}, "ca_file cannot be read"),
    ],
)
async def test_a_certificate_that_is_not_trusted(
    tls: tuple[IvwsServer, str], settings: dict[str, Any], words: str
) -> None:
    server, _ = tls
    with pytest.raises(LinkFailure, match=words) as failed:
        await SoapCaller(KEY).open(server.service(**settings))
    assert failed.value.failure == "tls"
    assert server.gets == []


async def test_tls_asked_of_a_server_without_it(ivws: IvwsServer) -> None:
    with pytest.raises(LinkFailure, match="does not speak TLS"):
        await SoapCaller(KEY).open(ivws.service(encryption="tls"))


async def test_tls_not_asked_of_a_server_with_it(tls: tuple[IvwsServer, str]) -> None:
    server, _ = tls
    with pytest.raises(LinkFailure, match="It expects TLS"):
        await SoapCaller(KEY).open(server.service(encryption="none"))


async def test_a_web_server_that_wants_tls_says_so_by_its_status(tmp_path: Path) -> None:
    context = server_context(Authority(tmp_path).issue())

    def like_nginx(connection: socket.socket) -> None:
        if connection.recv(1, socket.MSG_PEEK) == b"\x16":  # a TLS handshake
            with context.wrap_socket(connection, server_side=True):
                return
        connection.recv(65536)
        connection.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")

    with serving(like_nginx) as port:
        service = WebService((Host("127.0.0.1", port),), "none")
        with pytest.raises(LinkFailure, match="It expects TLS"):
            await SoapCaller(KEY).open(service)


async def test_tls_is_not_suspected_of_a_server_that_only_closes() -> None:
    def close(connection: socket.socket) -> None:
        connection.recv(1)

    with serving(close) as port:
        service = WebService((Host("127.0.0.1", port),), "none")
        with pytest.raises(LinkFailure, match="closed the connection") as failed:
            await SoapCaller(KEY).open(service)
    assert "TLS" not in failed.value.message


async def test_a_server_that_accepts_and_says_nothing() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        service = WebService((Host("127.0.0.1", silent.getsockname()[1]),), "none")
        with pytest.raises(LinkFailure, match="does not answer within"):
            await SoapCaller(KEY, answer_s=0.2).open(service)
