"""The login and the encryption of the XMPP client, at a server that plays tricks."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path

import pytest

from cti_desk.core.errors import SettingsError
from cti_desk.switch_kit.link_failure import LinkFailure
from cti_desk.switch_kit.login_guard import LoginGuard, LoginRefused
from cti_desk.vendors.compass.client.xmpp import Xmpp
from tests.support.compass_xmpp import BIND, PASSWORD, UC, XmppServer
from tests.support.compass_xmpp_link import failure_of, linked
from tests.support.waiting import until


@pytest.fixture
def server(tmp_path: Path) -> XmppServer:
    """Not yet listening: use it as ``async with server``."""
    return XmppServer(tmp_path)


async def test_a_wrong_password_is_sent_once_and_never_again(server: XmppServer) -> None:
    server.mechanisms = ("SCRAM-SHA-256", "SCRAM-SHA-1", "PLAIN")
    server.refusal = "<not-authorized/><text>bad\npassword</text>"
    guard = LoginGuard()
    refused = await failure_of(server, guard)
    assert isinstance(refused, LoginRefused)
    assert refused.failure == "authentication"
    assert "bad password" in str(refused)
    assert server.logins == 1
    assert guard.refused == str(refused)
    before = server.connections
    assert isinstance(await failure_of(server, guard), LoginRefused)
    assert (server.logins, server.connections) == (1, before)


async def test_a_refusal_elsewhere_keeps_the_login_back(server: XmppServer) -> None:
    guard = LoginGuard()
    async with guard.attempt():
        opening = asyncio.ensure_future(failure_of(server, guard))
        await until(lambda: server.connections)
        guard.refuse("REST said no.")
    assert str(await opening) == "REST said no."
    assert server.logins == 0


async def test_a_server_that_cannot_check_logins_now_is_no_refusal(server: XmppServer) -> None:
    server.refusal = "<temporary-auth-failure/>"
    guard = LoginGuard()
    failure = await failure_of(server, guard, names=(UC, "company.example"))
    assert isinstance(failure, LinkFailure)
    assert guard.refused is None
    assert (server.logins, server.connections) == (1, 1)


async def test_a_login_that_succeeds_opens_the_guard(server: XmppServer) -> None:
    async with server:
        guard = LoginGuard()
        xmpp = Xmpp(server.site(), print, print, guard)
        await xmpp.open()
        assert guard.proven
        await xmpp.close()


@pytest.mark.parametrize("mechanisms", [("X-OAUTH2",), ("LOGIN", "ANONYMOUS", "EXTERNAL"), ()])
async def test_logs_in_by_no_mechanism_that_is_unsafe(
    server: XmppServer, mechanisms: tuple[str, ...]
) -> None:
    server.mechanisms = mechanisms
    failure = await failure_of(server)
    assert "no way to log in" in str(failure)
    assert server.logins == 0


async def test_says_nothing_of_a_password_in_any_log(
    server: XmppServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with linked(server):
        pass
    assert PASSWORD not in caplog.text
    assert "auth xmlns" not in caplog.text


# -- encryption


async def test_refuses_to_go_on_without_encryption(server: XmppServer) -> None:
    server.before_tls = "<mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>" + BIND
    failure = await failure_of(server)
    assert failure.failure == "tls"
    assert "offers no encryption" in str(failure)
    assert server.logins == 0


@pytest.mark.shows(
    "compass",
    "XMPP session: STARTTLS, and the certificate is checked",
)
async def test_refuses_a_certificate_that_is_not_trusted(server: XmppServer) -> None:
    failure = await failure_of(server, ca_file=None)
    assert failure.failure == "tls"
    assert "ca_file" in str(failure)
    assert server.logins == 0


async def test_refuses_a_certificate_for_another_host(tmp_path: Path) -> None:
    server = XmppServer(tmp_path, "uc.other.example")
    failure = await failure_of(server, names=(UC, "test.example"))
    assert failure.failure == "tls"
    assert server.connections == 2
    assert server.logins == 0


async def test_a_company_s_own_domain_may_have_the_certificate(tmp_path: Path) -> None:
    async with linked(XmppServer(tmp_path, "company.example"), names=(UC, "company.example")):
        pass


async def test_a_ca_file_that_cannot_be_read_is_a_setting_s_fault(server: XmppServer) -> None:
    async with server:
        with pytest.raises(SettingsError, match="ca_file"):
            await Xmpp(server.site(ca_file="/nowhere.pem"), print, print).open()


async def test_takes_nothing_that_was_said_in_the_clear_after_tls_began(
    server: XmppServer,
) -> None:
    server.on_connection = lambda: (
        "<stream:stream xmlns='jabber:client' version='1.0' "
        "xmlns:stream='http://etherx.jabber.org/streams'>"
        "<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/><stream:features/>"
    )
    failure = await failure_of(server)
    assert "did not go over" in str(failure)
    assert failure.failure == "tls"
