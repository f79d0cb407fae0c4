"""The manual's HTTP examples: each is what we send, answered as printed, over a real socket."""

from __future__ import annotations

import json
import re
from typing import Any, NamedTuple

import pytest

from cti_desk.core.errors import RefusedByVendor
from cti_desk.vendors.compass.client.rest import Rest
from tests.support.compass_manual import FIXTURES
from tests.support.compass_rest import Platform, Reply

ORIGIN = "https://rest.example.com"

CALLS: dict[str, tuple[str, dict[str, Any]]] = {
    "03-user.http": ("user.get", {"id": 100}),
    "04-company-queues.http": ("company.queues", {"id": 100}),
    "05-dial-plan-switch.http": ("dpSwitch.change", {"id": 100, "currentSetting": 2}),
    "06-login-queue.http": (
        "user.loginQueue",
        {"id": 100, "queue": 270, "priority": 2, "callForward": False},
    ),
    "07-method-override.http": ("user.delete", {"id": 100}),
    "08-no-redirect.http": ("user", {}),
}
ELSEWHERE = {"01-https-redirect.http", "02-own-user.http"}
ANSWERS: dict[str, Any] = {
    "03-user.http": {"username": "testuser", "extensions": [201, 202]},
    "04-company-queues.http": [
        {"theType": "queue", "name": "Support", "self": f"{ORIGIN}/queue/2003"},
        {"theType": "queue", "name": "Intern", "self": f"{ORIGIN}/queue/2007"},
    ],
    "05-dial-plan-switch.http": {
        "currentSetting": 2,
        "self": f"{ORIGIN}/dpswitch/100",
        "name": "My Switch",
    },
}
"""What is left when the dots are taken for members that are not shown; others are empty."""


class Exchange(NamedTuple):
    verb: str
    target: str
    headers: dict[str, str]
    body: str
    reply: Reply


def exchange(name: str, origin: str = ORIGIN) -> Exchange:
    """An example in its parts, its host replaced by ``origin``."""
    text = (FIXTURES / name).read_text("utf-8").replace(ORIGIN, origin)
    sent, _, answered = text.partition(">> ")
    head, _, body = sent.partition("\n\n")
    first, *lines = head.splitlines()
    verb, target, _ = first.split()
    answer = [line.removeprefix(">>").strip() for line in answered.splitlines()]
    status = int(answer[0].split()[1])
    headers = dict(line.split(": ", 1) for line in answer[1:] if re.match(r"[A-Z][\w-]+: ", line))
    rest = "".join(line for line in answer[1:] if not re.match(r"[A-Z][\w-]+: ", line))
    # The manual's JSON has members left out, and in one place arrows for colons.
    rest = re.sub(r",?\.\.\.", "", rest).replace("=>", ":")
    content_type = headers.get("Content-Type")
    told = {"Content-Type": content_type} if content_type else {}
    if "Location" in headers:
        told["Location"] = headers["Location"]
    sent_headers = {n.lower(): v for n, v in (line.split(": ", 1) for line in lines)}
    return Exchange(verb, target, sent_headers, body.strip(), Reply(status, rest.encode(), told))


@pytest.mark.parametrize("name", CALLS)
@pytest.mark.shows(
    "compass",
    "example *.http",
)
async def test_an_example_is_what_we_send_and_read(platform: Platform, name: str) -> None:
    method, arguments = CALLS[name]
    async with platform:
        site = platform.site(method_override=name == "07-method-override.http")
        rest = Rest(site, version=2)
        shown = exchange(name, platform.origin)
        platform.routes[shown.verb, shown.target] = shown.reply
        await rest.open()
        answer = await rest.call(method, **arguments)
        await rest.close()
    seen = platform.seen[-1]
    assert (seen.verb, seen.target) == (shown.verb, shown.target)
    for header, value in shown.headers.items():
        assert header == "host" or seen.headers[header] == value
    if shown.body:
        # The example writes the priority as a text; the vendor's own library sends a number.
        wanted = json.loads(shown.body.replace('"2"', "2"))
        assert seen.json == wanted
    meant = json.loads(json.dumps(ANSWERS.get(name, {})).replace(ORIGIN, platform.origin))
    assert answer == meant


@pytest.mark.shows(
    "compass",
    "example 02-own-user.http",
)
async def test_own_user_by_redirect(platform: Platform) -> None:
    """The printed address lacks the user's id; then we ask again without a redirect."""
    async with platform:
        shown = exchange("02-own-user.http", platform.origin)
        platform.routes["GET", "/user"] = shown.reply
        rest = Rest(platform.site(), version=2)
        await rest.open()
        with pytest.raises(RefusedByVendor, match="no such object"):
            await rest.own("user", redirect=True)
        await rest.close()
    assert platform.targets == ["GET /user", "GET /user/", "GET /user", "GET /user/"]


@pytest.mark.shows(
    "compass",
    "example 01-https-redirect.http",
    "REST rule: http is answered 308",
)
async def test_nothing_is_ever_asked_without_encryption(platform: Platform) -> None:
    """The example redirects from http, where we never are; its redirect leads to the same host."""
    async with platform:
        shown = exchange("01-https-redirect.http", platform.origin)
        platform.routes["GET", "/user/100"] = shown.reply
        platform.path("GET", "/user/", {"entityId": 100})
        rest = Rest(platform.site(), version=2)
        await rest.open()
        http = platform.origin.replace("https://", "http://")
        assert await rest.get(f"{http}/user/100") == {"entityId": 100}
        await rest.close()
    assert platform.targets == ["GET /user/100", "GET /user/"]


def test_every_fixture_is_tested() -> None:
    assert {*CALLS, *ELSEWHERE} == {path.name for path in FIXTURES.glob("*.http")}
