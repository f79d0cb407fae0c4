from __future__ import annotations

import asyncio
import hashlib
import logging
import ssl
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import pytest

from cti_desk.core.errors import SettingsError
from cti_desk.switch_kit.link_failure import LinkFailure
from cti_desk.switch_kit.login_guard import LoginRefused
from cti_desk.vendors.compass.client.failures import link_failure
from cti_desk.vendors.compass.client.xmpp_shim import (
    LOGGED_IN,
    NEGOTIATED,
    SECURED,
    Stream,
    _salted,
    check_login,
)
from tests.support.compass_xmpp import PASSWORD, UC, XmppServer


class Rig:
    """A stream to a server, with what it tells."""

    def __init__(self, server: XmppServer) -> None:
        self.heard: list[Element] = []
        self.ends: list[Any] = []
        context = ssl.create_default_context(cafile=server.ca_file)
        self.stream = Stream(
            f"joe@{UC}", PASSWORD, context, UC, "there", self.heard.append, self.ends.append
        )

    async def log_in(self, server: XmppServer) -> None:
        await self.stream.connect_tcp("127.0.0.1", server.port)
        await self.stream.reach(SECURED)
        self.stream.log_in()
        await self.stream.reach(LOGGED_IN)
        await self.stream.reach(NEGOTIATED)


async def test_nothing_is_sent_to_log_in_before_it_is_wanted(tmp_path: Path) -> None:
    async with XmppServer(tmp_path) as server:
        rig = Rig(server)
        await rig.stream.connect_tcp("127.0.0.1", server.port)
        await rig.stream.reach(SECURED)
        assert rig.stream.encrypted
        assert server.logins == 0
        rig.stream.log_in()
        await rig.stream.reach(NEGOTIATED)
        assert rig.stream.offered == {"bind"}
        assert server.logins == 1
        await rig.stream.close()


async def test_ends_once_and_leaves_no_task(tmp_path: Path) -> None:
    before = asyncio.all_tasks()
    async with XmppServer(tmp_path) as server:
        rig = Rig(server)
        await rig.log_in(server)
        first = link_failure("closed", "first")
        rig.stream.fail(first)
        rig.stream.fail(link_failure("closed", "second"))
        rig.stream.send_element(Element("{jabber:client}message"))
        await rig.stream.close()
        await rig.stream.close()
        assert rig.ends == [first]
        assert server.heard == []
        with pytest.raises(LinkFailure, match="first"):
            await rig.stream.reach("anything")
    assert asyncio.all_tasks() == before


async def test_a_second_login_is_never_sent(tmp_path: Path) -> None:
    async with XmppServer(tmp_path) as server:
        server.refusal = "<not-authorized/>"
        server.mechanisms = ("SCRAM-SHA-256", "PLAIN")
        rig = Rig(server)
        with pytest.raises(LoginRefused):
            await rig.log_in(server)
        rig.stream.log_in()
        await rig.stream.close()
        assert server.logins == 1


async def test_slixmpp_cannot_log_in_twice(tmp_path: Path) -> None:
    async with XmppServer(tmp_path) as server:
        rig = Rig(server)
        await rig.stream.connect_tcp("127.0.0.1", server.port)
        await rig.stream.reach(SECURED)
        rig.stream.log_in()
        rig.stream.log_in()
        await rig.stream.reach(NEGOTIATED)
        await rig.stream.close()
        assert server.logins == 1


async def test_can_be_closed_before_it_was_connected(tmp_path: Path) -> None:
    rig = Rig(XmppServer(tmp_path))
    await rig.stream.close()
    assert len(rig.ends) == 1


async def test_a_connection_that_comes_too_late_is_not_left_open(tmp_path: Path) -> None:
    async with XmppServer(tmp_path) as server:
        rig = Rig(server)
        connecting = asyncio.ensure_future(rig.stream.connect_tcp("127.0.0.1", server.port))
        await asyncio.sleep(0)
        rig.stream.fail(link_failure("closed", "given up"))
        await connecting
        transport = rig.stream.transport
        assert transport is None or transport.is_closing()
        await rig.stream.close()
        assert len(rig.ends) == 1


async def test_takes_the_strongest_way_that_does_not_depend_on_the_tls_connection(
    tmp_path: Path,
) -> None:
    async with XmppServer(tmp_path) as server:
        # With the last one slixmpp could bind to the connection.
        server.context.maximum_version = ssl.TLSVersion.TLSv1_2
        server.mechanisms = (
            "PLAIN",
            "SCRAM-SHA-1-PLUS",
            "SCRAM-SHA-256-PLUS",
            "SCRAM-SHA-256",
            "DIGEST-MD5",
        )
        server.refusal = "<not-authorized/>"
        rig = Rig(server)
        with pytest.raises(LoginRefused):
            await rig.log_in(server)
        await rig.stream.close()
        assert server.used == ["SCRAM-SHA-256"]


def test_its_logger_is_silent() -> None:
    logger = logging.getLogger("slixmpp.xmlstream.xmlstream")
    assert not logger.isEnabledFor(logging.CRITICAL)


class _Mechanism:
    @staticmethod
    def hash() -> Any:
        return hashlib.sha1(usedforsecurity=False)


def test_salts_a_password_as_rfc_6070_says() -> None:
    salted = _salted(_Mechanism(), b"password", b"salt", 4096)
    assert salted.hex() == "4b007901b765489abead49d926f721d065a429c1"


def test_computes_no_longer_than_it_must() -> None:
    with pytest.raises(ValueError, match="iterations"):
        _salted(_Mechanism(), b"password", b"salt", 10**9)


@pytest.mark.parametrize(
    ("jid", "password"), [("joe@uc.test.example", "good\x07bad"), ("a" * 1100 + "@b.c", "good")]
)
def test_refuses_what_xmpp_cannot_carry(jid: str, password: str) -> None:
    with pytest.raises(SettingsError) as caught:
        check_login(jid, password)
    assert password not in str(caught.value)


def test_accepts_letters_of_all_kinds() -> None:
    check_login("joë@uc.test.example", "pässwörd €")
