"""HTTPS on real sockets: certificates, silence, cuts, redirects, sizes."""

from __future__ import annotations

import asyncio
import logging
import ssl
import threading
from pathlib import Path
from typing import Any

import pytest

from cti_desk.core.errors import OutcomeUnknown, RefusedByVendor, SettingsError
from cti_desk.switch_kit.http import session as c
from cti_desk.switch_kit.http.failures import Server, TooMuch
from cti_desk.switch_kit.link_failure import LinkFailure
from cti_desk.switch_kit.tls import client_context
from tests.support.compass_rest import PASSWORD, Platform, Reply, Seen


def asking(platform: Platform, target: str = "/user", **changed: Any) -> c.Outgoing:
    values = {"verb": "GET", "what": "user", **changed}
    return c.Outgoing(origin=platform.origin, target=target, **values)


def session_to(
    platform: Platform, ca_file: str | None = None, answer_s: float = 5.0, **more: Any
) -> c.HttpSession:
    return c.HttpSession(
        Server("acme", "The platform"),
        {"Authorization": platform.site().authorization},
        lambda: client_context(ca_file or platform.ca_file),
        proxied=False,
        answer_s=answer_s,
        **more,
    )


async def connected(platform: Platform, ca_file: str | None = None) -> c.HttpSession:
    connection = session_to(platform, ca_file)
    await connection.open()
    return connection


async def test_the_client_is_built_in_a_worker_thread(platform: Platform) -> None:
    built: list[threading.Thread] = []

    def context() -> ssl.SSLContext:
        built.append(threading.current_thread())
        return client_context(platform.ca_file)

    async with platform:
        session = c.HttpSession(Server("acme", "The platform"), {}, context)
        await session.open()
        await session.close()
    assert built
    assert threading.main_thread() not in built


async def test_a_foreign_certificate_is_not_trusted(platform: Platform, tmp_path: Path) -> None:
    other = Platform(tmp_path)
    async with platform:
        connection = await connected(platform, ca_file=other.ca_file)
        with pytest.raises(LinkFailure, match="is not trusted") as refused:
            await connection.exchange(asking(platform))
        await connection.close()
    assert refused.value.failure == "tls"
    assert platform.seen == []


async def test_another_hosts_certificate_is_not_trusted(tmp_path: Path) -> None:
    async with Platform(tmp_path, "rest.example.com") as platform:
        connection = await connected(platform)
        with pytest.raises(LinkFailure, match="is not trusted"):
            await connection.exchange(asking(platform))
        await connection.close()


async def test_a_missing_authority_is_a_setting_to_mend(platform: Platform) -> None:
    async with platform:
        with pytest.raises(SettingsError, match="ca_file"):
            await connected(platform, ca_file="/nowhere/ca.pem")


async def test_nobody_listens(platform: Platform) -> None:
    async with platform:
        outgoing = asking(platform)
    connection = session_to(platform)
    await connection.open()
    with pytest.raises(LinkFailure, match="connection refused") as refused:
        await connection.exchange(outgoing)
    await connection.close()
    assert refused.value.failure == "unreachable"


async def test_a_closed_connection_sends_nothing(platform: Platform) -> None:
    async with platform:
        connection = await connected(platform)
        await connection.close()
        with pytest.raises(LinkFailure, match="was not sent"):
            await connection.exchange(asking(platform))
    assert platform.seen == []


@pytest.mark.parametrize(("acting", "kind"), [(True, OutcomeUnknown), (False, LinkFailure)])
async def test_silence_ends(platform: Platform, acting: bool, kind: type[Exception]) -> None:
    forever = asyncio.Event()

    async def never(_: Seen) -> Reply:
        await forever.wait()
        return Reply()

    platform.routes["GET", "/user"] = never
    async with platform:
        connection = session_to(platform, answer_s=0.3)
        await connection.open()
        with pytest.raises(kind, match="did not answer"):
            await connection.exchange(asking(platform, acting=acting))
        await connection.close()
    assert len(platform.seen) == 1


@pytest.mark.parametrize("cut", [-1, 0, 5])
@pytest.mark.parametrize(("acting", "kind"), [(True, OutcomeUnknown), (False, LinkFailure)])
async def test_a_cut_in_the_answer(
    platform: Platform, cut: int, acting: bool, kind: type[Exception]
) -> None:
    platform.routes["POST", "/user"] = Reply(body={"a": "long answer"}, cut=cut)
    async with platform:
        connection = await connected(platform)
        with pytest.raises(kind, match="closed the connection"):
            await connection.exchange(asking(platform, verb="POST", acting=acting))
        await connection.close()
    assert len(platform.seen) == 1


async def test_reading_follows_redirects_on_the_own_host(platform: Platform) -> None:
    platform.path("GET", "/user/100", {"a": 1})
    async with platform:
        location = platform.origin.replace("https://", "http://") + "/user/100"
        platform.routes["GET", "/user"] = Reply(303, headers={"Location": location})
        connection = await connected(platform)
        answer = await connection.exchange(asking(platform))
        await connection.close()
    assert answer.content == b'{"a": 1}'
    assert platform.targets == ["GET /user", "GET /user/100"]


@pytest.mark.parametrize(
    "location",
    ["https://evil.example/user/100", "//evil.example/x", "https://127.0.0.1:1/x", "ftp:/x"],
)
async def test_foreign_hosts_are_not_followed_to(platform: Platform, location: str) -> None:
    platform.routes["GET", "/user"] = Reply(303, headers={"Location": location})
    async with platform:
        connection = await connected(platform)
        with pytest.raises(RefusedByVendor, match="send us elsewhere"):
            await connection.exchange(asking(platform))
        await connection.close()
    assert len(platform.seen) == 1


async def test_what_acts_follows_nowhere(platform: Platform) -> None:
    platform.routes["POST", "/user"] = Reply(307, headers={"Location": "/user/100"})
    async with platform:
        connection = await connected(platform)
        answer = await connection.exchange(asking(platform, verb="POST", acting=True))
        await connection.close()
    assert answer.status == 307
    assert len(platform.seen) == 1


async def test_a_circle_of_redirects_ends(platform: Platform) -> None:
    platform.routes["GET", "/a"] = Reply(302, headers={"Location": "/b"})
    platform.routes["GET", "/b"] = Reply(302, headers={"Location": "/a"})
    async with platform:
        connection = await connected(platform)
        with pytest.raises(RefusedByVendor, match="in a circle"):
            await connection.exchange(asking(platform, "/a"))
        await connection.close()


async def test_a_path_cannot_choose_the_host(platform: Platform) -> None:
    async with platform:
        connection = await connected(platform)
        answer = await connection.exchange(asking(platform, "//evil.example/x"))
        await connection.close()
    assert answer.status == 404
    assert platform.targets == ["GET //evil.example/x"]


async def test_an_answer_has_a_longest(platform: Platform, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(c, "LONGEST_ANSWER", 1024)
    platform.routes["GET", "/user"] = Reply(body=b"x" * 500_000)
    async with platform:
        connection = await connected(platform)
        with pytest.raises(LinkFailure, match="more than"):
            await connection.exchange(asking(platform))
        platform.routes["GET", "/user"] = Reply(body=b"x" * 1024)
        assert len((await connection.exchange(asking(platform))).content) == 1024
        await connection.close()


@pytest.mark.parametrize(
    "body",
    [
        b"[" + b"{}," * 600_000 + b"{}]",
        b'{"a":[' + b"1," * 1_100_000 + b"1]}",
        b"[" * 1_100_000,
        b"{" + b'"a":1,' * 600_000 + b'"b":1}',
    ],
)
async def test_an_answer_has_a_most_of_values(platform: Platform, body: bytes) -> None:
    """Each is shorter than an answer may be, and would cost many times its length."""
    assert len(body) < c.LONGEST_ANSWER
    platform.routes["GET", "/user"] = Reply(body=body)
    async with platform:
        connection = await connected(platform)
        with pytest.raises(TooMuch, match="more than 1,000,000 values"):
            await connection.exchange(asking(platform))
        platform.routes["GET", "/user"] = Reply(body=b"[" + b"{}," * 400_000 + b"{}]")
        assert (await connection.exchange(asking(platform))).done
        await connection.close()


async def test_an_answer_that_says_that_it_is_too_long_is_not_read(platform: Platform) -> None:
    heard: list[None] = []
    async with platform:
        platform.routes["GET", "/user"] = Reply(body=b"x" * (c.LONGEST_ANSWER + 1), cut=1000)
        connection = session_to(platform, heard=lambda: heard.append(None))
        await connection.open()
        with pytest.raises(TooMuch, match="more than 16 MB"):
            await connection.exchange(asking(platform))
        assert len(heard) == 1, "its beginning"
        await connection.close()


async def test_a_command_answered_with_too_much_may_have_happened(
    platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(c, "MOST_VALUES", 3)
    platform.routes["POST", "/do"] = Reply(body=b"[1,2,3,4]")
    async with platform:
        connection = await connected(platform)
        outgoing = c.Outgoing("POST", platform.origin, "/do", "do", acting=True)
        with pytest.raises(OutcomeUnknown, match="may or may not"):
            await connection.exchange(outgoing)
        await connection.close()


async def test_a_download_tells_how_far_it_is(platform: Platform) -> None:
    platform.routes["GET", "/f"] = Reply(body=b"x" * 200_000)
    parts: list[bytes] = []
    told: list[tuple[int, int | None]] = []
    async with platform:
        connection = await connected(platform)
        answer = await connection.download(
            asking(platform, "/f"), parts.append, lambda done, total: told.append((done, total))
        )
        await connection.close()
    assert answer.done
    assert b"".join(parts) == b"x" * 200_000
    assert told[-1] == (200_000, 200_000)
    assert len(told) > 1


async def test_a_download_has_a_longest(
    platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(c, "LONGEST_FILE", 1000)
    platform.routes["GET", "/f"] = Reply(body=b"x" * 500_000)
    async with platform:
        connection = await connected(platform)
        with pytest.raises(LinkFailure, match="more than"):
            await connection.download(
                asking(platform, "/f"), lambda part: None, lambda done, total: None
            )
        await connection.close()


async def test_what_takes_a_download_may_fail(platform: Platform) -> None:
    platform.routes["GET", "/f"] = Reply(body=b"x" * 500_000)

    def full(part: bytes) -> None:
        raise OSError("no space left")

    async with platform:
        connection = await connected(platform)
        with pytest.raises(OSError, match="no space left"):
            await connection.download(asking(platform, "/f"), full, lambda done, total: None)
        await connection.close()


async def test_the_log_has_no_secrets(platform: Platform, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with platform:
        connection = await connected(platform)
        await connection.exchange(asking(platform))
        secrets = platform.site().secrets
        await connection.close()
    assert PASSWORD in secrets
    assert "/user" in caplog.text
    assert not any(secret in caplog.text for secret in secrets)
