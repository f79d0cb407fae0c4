"""The caller, against a platform on real sockets."""

from __future__ import annotations

import asyncio
import threading
from typing import Any

import pytest

from cti_desk.core.errors import NotOffered, OutcomeUnknown, RefusedByVendor, UsageError
from cti_desk.switch_kit.http import caller
from cti_desk.switch_kit.login_guard import LoginGuard, LoginRefused
from cti_desk.vendors.compass.client.rest import Rest
from tests.support.compass_rest import Platform, Reply, Seen
from tests.support.waiting import until

CSV = "CallId,number\r\na.1,31614241111\r\na.2,200\r\n\r\n"


@pytest.mark.parametrize(
    ("versions", "found", "asked"),
    [([1, 2, 3], 3, [3]), ([1, 2], 2, [3, 2]), ([1], 1, [3, 2, 1])],
)
@pytest.mark.shows(
    "compass",
    "REST rule: versions are negotiated by 406",
)
async def test_the_newest_version_that_both_speak(
    platform: Platform, versions: list[int], found: int, asked: list[int]
) -> None:
    platform.versions = versions
    async with platform, await Rest.connect(platform.site()) as rest:
        assert rest.version == found
        assert [seen.version for seen in platform.seen] == asked
        await rest.call("user")
        assert platform.seen[-1].version == found


async def test_no_version_in_common(platform: Platform) -> None:
    platform.versions = [4]
    async with platform:
        with pytest.raises(NotOffered, match="3, 2, 1"):
            await Rest.connect(platform.site())
    assert len(platform.seen) == 3


async def test_only_406_tries_an_older_version(platform: Platform) -> None:
    platform.path("GET", "/user", status=500)
    async with platform:
        with pytest.raises(RefusedByVendor) as refused:
            await Rest.connect(platform.site())
    assert refused.value.code == 500
    assert len(platform.seen) == 1


@pytest.mark.shows(
    "compass",
    "REST rule: the answer's Content-Type names the version",
)
async def test_the_version_is_the_one_answered(platform: Platform) -> None:
    content_type = "application/vnd.iperity.compass.v2+json; charset=utf-8"
    platform.routes["GET", "/user"] = Reply(body={}, headers={"Content-Type": content_type})
    async with platform, await Rest.connect(platform.site()) as rest:
        assert rest.version == 2


async def test_a_chosen_version_is_not_negotiated(platform: Platform) -> None:
    async with platform, await Rest.connect(platform.site(), version=1) as rest:
        assert rest.version == 1
    assert [seen.version for seen in platform.seen] == [1]


@pytest.mark.shows(
    "compass",
    "REST rule: bootstrap with X-No-Redirect",
)
async def test_who_we_are_without_a_redirect(platform: Platform) -> None:
    async with platform, await Rest.connect(platform.site()) as rest:
        assert (await rest.own("user"))["entityId"] == 100
    assert {seen.headers["x-no-redirect"] for seen in platform.seen} == {"true"}


@pytest.mark.shows(
    "compass",
    "REST rule: bootstrap by 303",
)
async def test_who_we_are_by_redirect(platform: Platform) -> None:
    platform.path("GET", "/company/15", {"entityId": 15})
    async with platform, await Rest.connect(platform.site()) as rest:
        location = f"{platform.origin}/company/15"
        platform.routes["GET", "/company"] = Reply(303, headers={"Location": location})
        assert await rest.own("company", redirect=True) == {"entityId": 15}
    assert "x-no-redirect" not in platform.seen[-1].headers


async def test_the_manuals_redirect_without_an_id(platform: Platform) -> None:
    def bootstrap(seen: Seen) -> Reply:
        if "x-no-redirect" in seen.headers:
            return Reply(body={"entityId": 100})
        return Reply(303, headers={"Location": f"{platform.origin}/user/"})

    platform.routes["GET", "/user"] = bootstrap
    async with platform, await Rest.connect(platform.site()) as rest:
        assert await rest.own("user", redirect=True) == {"entityId": 100}


@pytest.mark.shows(
    "compass",
    "REST rule: a reseller's user has no company",
)
async def test_a_resellers_user_has_no_company(platform: Platform) -> None:
    async with platform, await Rest.connect(platform.site()) as rest:
        with pytest.raises(RefusedByVendor, match="nothing there") as refused:
            await rest.own("company")
    assert refused.value.code == 404


async def test_a_call_is_sent_as_it_is_declared(platform: Platform) -> None:
    platform.routes["POST", "/user/100/loginQueue"] = Reply(200)
    async with platform, await Rest.connect(platform.site()) as rest:
        done = await rest.call("user.loginQueue", id="/user/100", queue="270", priority=2)
        assert done == {}
        seen = platform.seen[-1]
        assert seen.json == {"queue": f"{platform.origin}/queue/270", "priority": 2}
    assert seen.headers["content-type"] == "application/vnd.iperity.compass.v3+json"


async def test_a_call_of_an_older_version_is_asked_for_in_it(platform: Platform) -> None:
    platform.routes["POST", "/identity/7/pauseQueue"] = Reply(200)
    async with platform, await Rest.connect(platform.site()) as rest:
        await rest.call("identity.pauseQueue", id=7, queue=270)
        assert platform.seen[-1].version == 2
        platform.versions = [3]
        with pytest.raises(NotOffered, match=r"identity\.pauseQueue"):
            await rest.call("identity.pauseQueue", id=7, queue=270)


@pytest.mark.parametrize("override", [False, True])
@pytest.mark.shows(
    "compass",
    "REST rule: PATCH and DELETE tunnelled in POST",
    "contradiction: 12: three spellings of the override header",
)
async def test_patch_and_delete_may_travel_as_post(platform: Platform, override: bool) -> None:
    for verb in ("PATCH", "POST"):
        platform.path(verb, "/dpSwitch/100", {"currentSetting": 2})
    site = {"method_override": override}
    async with platform, await Rest.connect(platform.site(**site)) as rest:
        changed = await rest.call("dpSwitch.change", id=100, currentSetting=2)
        assert changed == {"currentSetting": 2}
    seen = platform.seen[-1]
    assert seen.verb == ("POST" if override else "PATCH")
    assert seen.headers.get("x-http-method-override") == ("PATCH" if override else None)


@pytest.mark.parametrize(("answer", "done"), [(True, True), ("call-7", "call-7"), ({}, {})])
@pytest.mark.shows(
    "compass",
    "REST rule: a started call is a boolean until version 2, its id in version 3",
)
async def test_a_started_call_is_answered(platform: Platform, answer: Any, done: Any) -> None:
    platform.path("POST", "/user/100/dialNumber", answer)
    async with platform, await Rest.connect(platform.site()) as rest:
        assert await rest.call("user.dialNumber", id=100, destination="200") == done


async def test_a_call_that_was_not_started_is_refused(platform: Platform) -> None:
    platform.path("POST", "/user/100/dialNumber", False)
    async with platform, await Rest.connect(platform.site()) as rest:
        with pytest.raises(RefusedByVendor, match="not done"):
            await rest.call("user.dialNumber", id=100, destination="200")


@pytest.mark.shows(
    "compass",
    "REST rule: 403 for a missing right or feature",
    "contradiction: 14: login block and 403's second meaning",
)
async def test_a_missing_right_is_told_with_its_feature(platform: Platform) -> None:
    platform.path("POST", "/user/100/listenIn", {"message": "feature"}, 403)
    async with platform, await Rest.connect(platform.site()) as rest:
        with pytest.raises(RefusedByVendor, match="Listen in API"):
            await rest.call("user.listenIn", id=100, body={})


@pytest.mark.shows(
    "compass",
    "any call by *",
)
async def test_any_path_can_be_called(platform: Platform) -> None:
    for verb in ("GET", "POST", "PATCH", "DELETE"):
        platform.path(verb, "/new/7", {"verb": verb})
    async with platform, await Rest.connect(platform.site()) as rest:
        url = f"{platform.origin}/new/7?a=1"
        assert await rest.get(url, version=2) == {"verb": "GET"}
        assert (platform.seen[-1].target, platform.seen[-1].version) == ("/new/7?a=1", 2)
        assert await rest.post("/new/7", {"a": None}) == {"verb": "POST"}
        assert platform.seen[-1].json == {"a": None}
        assert await rest.patch("new/7", {"a": 1}) == {"verb": "PATCH"}
        assert await rest.delete("/new/7") == {"verb": "DELETE"}
        assert await rest.call("post", path="/new/7", body='{"b": 2}') == {"verb": "POST"}
        assert platform.seen[-1].json == {"b": 2}
        assert await rest.call("get", path="/new/7", version="1") == {"verb": "GET"}
        assert platform.seen[-1].version == 1


async def test_what_was_done_may_be_seen_elsewhere(platform: Platform) -> None:
    platform.routes["POST", "/new"] = Reply(303, headers={"Location": "https://evil.example/"})
    async with platform, await Rest.connect(platform.site()) as rest:
        assert await rest.post("/new", {}) == {}
    assert platform.targets[-1] == "POST /new"


async def test_nothing_is_sent_to_another_host(platform: Platform) -> None:
    async with platform, await Rest.connect(platform.site()) as rest:
        before = len(platform.seen)
        with pytest.raises(UsageError, match="nothing is sent there"):
            await rest.get("https://evil.example/user")
        with pytest.raises(UsageError, match="nothing is sent there"):
            await rest.call("user.loginQueue", id=1, queue="https://evil.example/queue/1")
        assert len(platform.seen) == before


async def test_an_unknown_method_is_named(platform: Platform) -> None:
    async with platform, await Rest.connect(platform.site()) as rest:
        with pytest.raises(UsageError, match=r"user\.loginQueue"):
            await rest.call("user.loginQeue", id=1)


@pytest.mark.shows(
    "compass",
    "REST rule: 401 stops everything",
)
async def test_after_one_refusal_nothing_more_leaves(platform: Platform) -> None:
    platform.wrong = True
    guard = LoginGuard()
    async with platform:
        for _ in range(3):
            with pytest.raises(LoginRefused, match="user name or password"):
                await Rest.connect(platform.site(), guard)
    assert len(platform.seen) == 1
    assert guard.refused is not None


async def test_calls_side_by_side_are_one_attempt_too(platform: Platform) -> None:
    platform.wrong = True
    async with platform:
        rest = Rest(platform.site())
        await rest.open()
        calls = [rest.call("user.get", id=number) for number in range(5)]
        results = await asyncio.gather(*calls, return_exceptions=True)
        await rest.close()
    assert [type(result) for result in results] == 5 * [LoginRefused]
    assert len(platform.seen) == 1


async def test_a_password_that_changes_in_the_middle_closes_the_guard(platform: Platform) -> None:
    async with platform, await Rest.connect(platform.site()) as rest:
        assert rest.guard.proven
        platform.wrong = True
        with pytest.raises(LoginRefused):
            await rest.get("/x")
        before = len(platform.seen)
        with pytest.raises(LoginRefused):
            await rest.download("files.cdr", company=15, which="user", day="2026-11-22")
        assert len(platform.seen) == before


@pytest.mark.shows(
    "compass",
    "file *",
)
async def test_rows_of_a_file_come_by_the_manuals_names(platform: Platform) -> None:
    platform.routes["GET", "/cdr/15/2026-11-22/user.csv"] = Reply(body=CSV.encode())
    told: list[tuple[int, int | None]] = []
    async with platform, await Rest.connect(platform.site()) as rest:
        found = await rest.download(
            "files.cdr",
            lambda done, total: told.append((done, total)),
            company=15,
            which="user",
            day="2026-11-22",
        )
        again = await rest.call("files.cdr", company="15", which="user", day="2026-11-22")
    assert (
        found
        == again
        == [
            {"call_id": "a.1", "number": "31614241111"},
            {"call_id": "a.2", "number": "200"},
        ]
    )
    assert told[-1] == (len(CSV), len(CSV))


async def test_a_file_that_is_refused_says_why(platform: Platform) -> None:
    platform.path("GET", "/events/15/calls", {"message": "no right on this company"}, 403)
    async with platform, await Rest.connect(platform.site()) as rest:
        with pytest.raises(RefusedByVendor, match="no right on this company"):
            await rest.call("files.events", company=15, which="calls", startTime=7)
        assert platform.targets[-1] == "GET /events/15/calls?startTime=7"
        with pytest.raises(NotOffered, match="no file"):
            await rest.download("user.get", id=1)


@pytest.mark.shows(
    "compass",
    "REST rule: the OpenAPI description of each version",
)
async def test_the_platforms_own_description_is_read(platform: Platform) -> None:
    platform.path("GET", "/schema/schemas/v3.json", {"paths": {"/call/{id}/answer": {"post": {}}}})
    async with platform, await Rest.connect(platform.site()) as rest:
        schema = await rest.schema()
        assert [operation.path for operation in schema.operations] == ["/call/{id}/answer"]
        rest.version = 2
        with pytest.raises(RefusedByVendor):
            await rest.schema()


@pytest.mark.parametrize("proven", [True, False])
async def test_what_stands_beside_may_refuse_a_login_that_is_right(
    platform: Platform, proven: bool
) -> None:
    for path in ("/schema/schemas/v3.json", "/cdr/15/2026-11-22/user.csv"):
        platform.path("GET", path, status=401)
    guard = LoginGuard()
    async with platform:
        rest = Rest(platform.site(), guard)
        await rest.open()
        if proven:
            await rest.negotiate()
        with pytest.raises(RefusedByVendor, match="does not open" if proven else "refused"):
            await rest.schema()
        if proven:
            with pytest.raises(RefusedByVendor, match=r"does not open files\.cdr") as refused:
                await rest.call("files.cdr", company=15, which="user", day="2026-11-22")
            assert not isinstance(refused.value, LoginRefused)
        await rest.close()
    assert (guard.refused is None) is proven


async def test_a_long_answer_is_read_in_a_worker_thread(
    platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[bool] = []
    read = caller.data_of

    def noted(*arguments: Any) -> Any:
        threads.append(threading.current_thread() is not threading.main_thread())
        return read(*arguments)

    monkeypatch.setattr(caller, "data_of", noted)
    platform.path("GET", "/long", ["x" * 100] * 1000)
    platform.path("GET", "/short", [])
    async with platform, await Rest.connect(platform.site()) as rest:
        assert len(await rest.get("/long")) == 1000
        assert await rest.get("/short") == []
    assert threads == [False, True, False]


async def test_what_is_on_its_way_ends_with_the_link(platform: Platform) -> None:
    forever = asyncio.Event()

    async def never(_: Seen) -> Reply:
        await forever.wait()
        return Reply()

    platform.routes["POST", "/never"] = never
    async with platform:
        rest = await Rest.connect(platform.site())
        asked = asyncio.ensure_future(rest.post("/never"))
        await until(lambda: platform.targets[-1] == "POST /never")
        await rest.close()
        with pytest.raises(OutcomeUnknown):
            await asked


@pytest.mark.parametrize("body", [[], "joe", 7])
async def test_an_own_user_is_a_record(platform: Platform, body: Any) -> None:
    platform.path("GET", "/user", body)
    async with platform:
        with pytest.raises(RefusedByVendor, match="no user"):
            await Rest.connect(platform.site())


NAME = "https://rest.example.com"


@pytest.mark.parametrize("by_name", [True, False])
async def test_a_platform_reached_by_another_address_than_its_name(
    platform: Platform, by_name: bool
) -> None:
    """What it calls itself means itself, and objects are named to it as it names them."""
    async with platform:
        spoken = NAME if by_name else platform.origin
        platform.path("GET", "/user", {"self": f"{spoken}/user/100"})
        platform.path("POST", "/user/100/loginQueue", {})
        platform.path("GET", "/user/100/identities", [])
        async with await Rest.connect(platform.site(platform=NAME)) as rest:
            await rest.call("user.loginQueue", id=f"{NAME}/user/100", queue="270", priority=1)
            assert platform.seen[-1].json["queue"] == f"{spoken}/queue/270"
            await rest.get(f"{NAME}/user/100/identities")
            await rest.call("user.identities", id=f"{platform.origin}/user/100")
        assert {seen.headers["host"] for seen in platform.seen} == {
            platform.origin.removeprefix("https://")
        }


async def test_it_may_redirect_to_its_own_name(platform: Platform) -> None:
    def found(seen: Seen) -> Reply:
        return Reply(303, headers={"Location": f"{NAME}/user/100"})

    platform.path("GET", "/user/100", {"entityId": 100})
    async with platform, await Rest.connect(platform.site(platform=NAME)) as rest:
        platform.routes["GET", "/user"] = found
        assert await rest.own("user", redirect=True) == {"entityId": 100}


@pytest.mark.parametrize("elsewhere", ["https://evil.example", f"{NAME}:8443"])
async def test_a_platform_in_self_elsewhere_is_refused(platform: Platform, elsewhere: str) -> None:
    platform.path("GET", "/user", {"self": f"{elsewhere}/user/100"})
    async with platform, await Rest.connect(platform.site(platform=NAME)) as rest:
        seen = len(platform.seen)
        with pytest.raises(UsageError, match="nothing is sent"):
            await rest.call("user.identities", id=f"{elsewhere}/user/100")
        with pytest.raises(UsageError, match="nothing is sent"):
            await rest.get(f"{elsewhere}/user/100")
        assert len(platform.seen) == seen
