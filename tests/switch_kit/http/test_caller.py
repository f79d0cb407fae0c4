"""Declared calls on real sockets: bodies, replies, refused logins, files."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from cti_desk.core.errors import OutcomeUnknown, RefusedByVendor
from cti_desk.declarations.arguments import Argument
from cti_desk.declarations.methods import Method
from cti_desk.switch_kit.http.caller import HttpCaller
from cti_desk.switch_kit.http.codecs import FORM_BODY, record, records
from cti_desk.switch_kit.http.endpoint import Endpoint, Verb, Wire
from cti_desk.switch_kit.http.failures import Server
from cti_desk.switch_kit.http.session import HttpSession, Outgoing
from cti_desk.switch_kit.login_guard import LoginGuard, LoginRefused
from cti_desk.switch_kit.tls import client_context
from tests.support.compass_rest import PASSWORD, Platform, Reply

ACME = Server("acme", "The platform")
ID = Argument("id", "The object.", mandatory=True)
NAME = Argument("name", "Its name.")


def endpoint(verb: Verb, *, acting: bool = True, **more: Any) -> Endpoint:
    method = Method("thing", (ID, NAME), section="Things", acting=acting)
    return Endpoint(method, verb, "/thing/{id}", **more)


@asynccontextmanager
async def calling(platform: Platform, **more: Any) -> AsyncIterator[HttpCaller]:
    async with platform:
        site = platform.site()
        session = HttpSession(
            ACME,
            {"Authorization": site.authorization},
            lambda: client_context(platform.ca_file),
            proxied=False,
        )
        await session.open()
        try:
            yield HttpCaller(
                ACME, session, platform.origin, LoginGuard(), secrets=site.secrets, **more
            )
        finally:
            await session.close()


@pytest.mark.parametrize("verb", ["POST", "PUT", "PATCH"])
async def test_arguments_travel_as_the_declaration_says(platform: Platform, verb: Verb) -> None:
    platform.path(verb, "/thing/7", [{"id": 7}])
    async with calling(platform) as caller:
        declared = endpoint(verb, shape=record)
        assert await caller.call(declared, {"id": "7", "name": "x"}) == {"id": 7}
        form = endpoint(verb, body=FORM_BODY, shape=record)
        await caller.call(form, {"id": "7", "name": "x y"}, headers={"Accept": "text/x"})
        await caller.call(declared, {"id": "7", "name": "x"}, media_type="application/acme")
    first, second, third = platform.seen
    assert (first.json, first.headers["content-type"]) == ({"name": "x"}, "application/json")
    assert second.body == b"name=x+y"
    assert second.headers["content-type"] == "application/x-www-form-urlencoded"
    assert second.headers["accept"] == "text/x"
    assert third.headers["content-type"] == "application/acme"


@pytest.mark.parametrize("verb", ["GET", "OPTIONS", "DELETE"])
async def test_without_a_body_nothing_is_sent_in_one(platform: Platform, verb: Verb) -> None:
    platform.routes[verb, "/thing/7"] = Reply(204)
    async with calling(platform) as caller:
        declared = endpoint(verb, query=("name",), shape=records)
        assert await caller.call(declared, {"id": "7", "name": "a b"}) == []
    (seen,) = platform.seen
    assert (seen.target, seen.body) == ("/thing/7?name=a+b", b"")
    assert "content-type" not in seen.headers


@pytest.mark.parametrize("verb", ["PUT", "PATCH", "DELETE"])
async def test_through_a_proxy_that_knows_two_verbs_the_others_are_posts(
    platform: Platform, verb: Verb
) -> None:
    platform.path("POST", "/thing/7")
    async with calling(platform, tunnel=True) as caller:
        await caller.call(endpoint(verb), {"id": "7"})
        platform.path("GET", "/thing/7")
        await caller.call(endpoint("GET"), {"id": "7"})
    first, second = platform.seen
    assert first.headers["x-http-method-override"] == verb
    assert "x-http-method-override" not in second.headers


async def test_an_error_has_the_servers_words_without_our_secrets(platform: Platform) -> None:
    platform.path("PUT", "/thing/7", {"message": f"no {PASSWORD} here"}, 400)
    async with calling(platform) as caller:
        with pytest.raises(RefusedByVendor, match=r"no \*+ here") as refused:
            await caller.call(endpoint("PUT"), {"id": "7"})
    assert (refused.value.vendor, refused.value.code) == ("acme", 400)


async def test_a_missing_feature_is_named(platform: Platform) -> None:
    platform.path("PUT", "/thing/7", {}, 403)
    async with calling(platform) as caller:
        with pytest.raises(RefusedByVendor, match="Things API"):
            await caller.call(endpoint("PUT"), {"id": "7"}, feature="Things API")


async def test_the_wrong_shape_leaves_the_outcome_unknown(platform: Platform) -> None:
    platform.path("PUT", "/thing/7", "surprise")
    async with calling(platform) as caller:
        with pytest.raises(OutcomeUnknown, match="cannot be read"):
            await caller.call(endpoint("PUT", shape=record), {"id": "7"})


async def test_what_acts_is_done_when_its_outcome_is_to_be_seen_elsewhere(
    platform: Platform,
) -> None:
    platform.routes["PUT", "/thing/7"] = Reply(303, headers={"Location": "/other"})
    async with calling(platform) as caller:
        assert await caller.call(endpoint("PUT"), {"id": "7"}) == {}
    assert len(platform.seen) == 1


async def test_long_data_is_read_beside_the_loop(platform: Platform) -> None:
    platform.path("GET", "/thing/7", ["x" * 100] * 2_000)
    async with calling(platform) as caller:
        found = await caller.call(endpoint("GET", acting=False, shape=records), {"id": "7"})
    assert len(found) == 2_000


async def test_after_a_refused_login_nothing_leaves(platform: Platform) -> None:
    platform.wrong = True
    async with calling(platform) as caller:
        for _ in range(2):
            with pytest.raises(LoginRefused, match="user name or password"):
                await caller.call(endpoint("GET"), {"id": "7"})
        assert caller.guard.refused is not None
    assert len(platform.seen) == 1


async def test_a_login_that_succeeded_is_proven(platform: Platform) -> None:
    platform.path("GET", "/thing/7")
    async with calling(platform) as caller:
        with pytest.raises(RefusedByVendor):
            await caller.call(endpoint("GET"), {"id": "8"})
        assert not caller.guard.proven
        await caller.call(endpoint("GET"), {"id": "7"})
        assert caller.guard.proven


async def test_what_stands_beside_the_interface_has_rules_of_its_own(platform: Platform) -> None:
    platform.path("GET", "/thing/7")
    async with calling(platform) as caller:
        await caller.call(endpoint("GET"), {"id": "7"})
        platform.wrong = True
        outgoing = caller.outgoing(Wire("GET", "/description"), "the description")
        answer = await caller.send(outgoing, beside=True)
        with pytest.raises(RefusedByVendor, match="does not open the description"):
            await caller.data(answer, "the description", acting=False)
        assert caller.guard.proven


async def test_a_file_comes_in_parts_or_says_why_not(platform: Platform) -> None:
    platform.routes["GET", "/f"] = Reply(body=b"x" * 50_000)
    parts: list[bytes] = []
    async with calling(platform) as caller:
        outgoing = Outgoing("GET", platform.origin, "/f", "a file")
        await caller.download(outgoing, parts.append, lambda done, total: None)
        assert b"".join(parts) == b"x" * 50_000
        missing = Outgoing("GET", platform.origin, "/none", "a file")
        with pytest.raises(RefusedByVendor, match="nothing there"):
            await caller.download(missing, parts.append, lambda done, total: None)
