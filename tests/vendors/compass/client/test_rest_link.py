"""The link of actions: there once REST has answered, gone when it does not any more."""

from __future__ import annotations

import asyncio

import pytest

from cti_desk.core.errors import CtiError
from cti_desk.switch_kit.link_failure import LinkFailure
from cti_desk.switch_kit.login_guard import LoginGuard, LoginRefused
from cti_desk.vendors.compass.client import rest_link
from cti_desk.vendors.compass.client.rest_link import RestLink
from cti_desk.vendors.compass.client.rest_session import RestSession
from cti_desk.vendors.compass.client.site import Site
from cti_desk.vendors.compass.settings import read_profile
from tests.support.compass_rest import Platform, Reply, Seen
from tests.support.waiting import until

PROFILE = read_profile("office", {"domain": "example.com", "user": "joe"}, {"password": "x"})


class Linked:
    """A link, and what became of it."""

    def __init__(self, platform: Platform) -> None:
        self.happened: list[str] = []
        self.guard = LoginGuard()
        self.link = RestLink(PROFILE, self._site, self.guard, self._opened)
        self._platform = platform

    async def _site(self) -> Site:
        return self._platform.site()

    async def _opened(self, session: RestSession) -> None:
        assert self.link.session is session
        self.happened.append("opened")

    async def ends(self) -> None:
        await self.link.connect(0, lambda: self.happened.append("up"))


async def test_it_is_opened_before_it_is_up_and_gone_with_a_refused_login(
    platform: Platform,
) -> None:
    async with platform:
        linked = Linked(platform)
        ending = asyncio.ensure_future(linked.ends())
        await until(lambda: "up" in linked.happened)
        assert linked.happened == ["opened", "up"]
        platform.wrong = True
        linked.link.look_now()
        with pytest.raises(LoginRefused):
            await ending
    assert linked.link.session is None
    assert linked.guard.refused is not None
    linked.link.look_now()  # nothing to look at


async def test_who_answers_no_more_is_given_up(
    platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rest_link, "ANSWER_S", 0.2)
    async with platform:
        linked = Linked(platform)
        ending = asyncio.ensure_future(linked.ends())
        await until(lambda: "up" in linked.happened)
        forever = asyncio.Event()

        async def never(_: Seen) -> Reply:
            await forever.wait()
            return Reply()

        platform.routes["GET", "/user"] = never
        linked.link.look_now()
        with pytest.raises(LinkFailure, match="does not answer any more"):
            await ending
    assert linked.link.session is None


async def test_an_error_of_the_platform_is_a_sign_of_life(platform: Platform) -> None:
    async with platform:
        linked = Linked(platform)
        ending = asyncio.ensure_future(linked.ends())
        await until(lambda: "up" in linked.happened)
        platform.path("GET", "/user", {"message": "odd"}, 500)
        asked = len(platform.seen)
        linked.link.look_now()
        await until(lambda: len(platform.seen) > asked)
        assert not ending.done()
        ending.cancel()
        await asyncio.gather(ending, return_exceptions=True)


async def test_what_goes_wrong_first_is_what_it_came_to(platform: Platform) -> None:
    platform.versions = [9]
    async with platform:
        linked = Linked(platform)
        with pytest.raises(CtiError, match="none of the versions"):
            await linked.ends()
    assert linked.happened == []
