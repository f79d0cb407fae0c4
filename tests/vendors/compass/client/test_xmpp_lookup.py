from __future__ import annotations

import pytest

from cti_desk.switch_kit.link_failure import LinkFailure
from cti_desk.vendors.compass.client import xmpp_lookup
from cti_desk.vendors.compass.client.xmpp_lookup import find_domain
from tests.support.name_server import FAILED, NameServer

NAME = "_xmpp-server._tcp.company.example"


@pytest.mark.parametrize(
    ("records", "domain"),
    [
        ([(0, 5, "uc.platform.example.")], "platform.example"),
        ([(10, 9, "uc.second.example"), (5, 1, "uc.first.example")], "first.example"),
        ([(5, 1, "uc.light.example"), (5, 9, "uc.heavy.example")], "heavy.example"),
        ([(1, 1, "mail.company.example"), (2, 1, "UC.platform.example")], "platform.example"),
    ],
)
@pytest.mark.shows(
    "compass",
    "XMPP session: a company's own domain by SRV",
)
async def test_finds_the_platform_of_a_company(
    records: list[tuple[int, int, str]], domain: str
) -> None:
    async with NameServer().serving() as server:
        server.records[NAME] = records
        assert (await find_domain("company.example", [server.address])).lower() == domain
        assert server.asked[0] == NAME


@pytest.mark.parametrize("records", [None, [], [(0, 0, ".")], [(0, 0, "mail.company.example")]])
async def test_says_what_to_set_for_a_company_that_has_none(
    records: list[tuple[int, int, str]] | None,
) -> None:
    async with NameServer().serving() as server:
        if records is not None:
            server.records[NAME] = records
        with pytest.raises(LinkFailure, match="set domain") as caught:
            await find_domain("company.example", [server.address])
        assert caught.value.failure == "unreachable"


async def test_a_name_server_that_fails_is_not_the_company_s_fault() -> None:
    async with NameServer().serving() as server:
        server.code = FAILED
        with pytest.raises(LinkFailure, match="cannot be asked") as caught:
            await find_domain("company.example", [server.address])
        assert caught.value.failure == "unreachable"


async def test_a_name_server_that_is_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xmpp_lookup, "LOOKUP_S", 0.1)
    async with NameServer().serving() as server:
        server.silent = True
        with pytest.raises(LinkFailure, match="do not answer") as caught:
            await find_domain("company.example", [server.address])
        assert caught.value.failure == "timeout"


@pytest.mark.parametrize("name", ["." * 3, "x" * 300])
async def test_a_name_that_is_none(name: str) -> None:
    async with NameServer().serving() as server:
        with pytest.raises(LinkFailure):
            await find_domain(name, [server.address])
