"""One link: opened, lost, closed; and every way in which a broker may misbehave."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
import trustme

from cti_desk.switch_kit.link_failure import LinkFailure
from cti_desk.vendors.instantvoice.client import link as link_module
from cti_desk.vendors.instantvoice.client.broker import Broker, parse_host
from cti_desk.vendors.instantvoice.client.heartbeat import Beats
from cti_desk.vendors.instantvoice.client.link import Link
from tests.support.fake_broker import FakeBroker
from tests.support.instantvoice import KEY, PASSWORD
from tests.support.waiting import until


@pytest.fixture
def broker() -> Iterator[FakeBroker]:
    with FakeBroker() as fake:
        yield fake


@pytest.fixture(autouse=True)
def _short_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(link_module, "CONNECT_S", 0.5)


class Watched:
    """A link with what it has told."""

    def __init__(
        self,
        address: str,
        encryption: Literal["tls", "none"] = "none",
        ca_file: str | None = None,
    ) -> None:
        self.frames: list[tuple[str, bytes]] = []
        self.lost: list[LinkFailure] = []
        host = parse_host(address)
        settings = Broker((host,), PASSWORD, encryption=encryption, ca_file=ca_file)
        self.link = Link(
            settings,
            host,
            lambda subscription, body: self.frames.append((subscription, body)),
            self.lost.append,
            (KEY,),
        )

    async def failure(self) -> LinkFailure:
        with pytest.raises(LinkFailure) as raised:
            await self.link.open()
        return raised.value


async def test_frames_come_and_go_and_a_closed_link_is_quiet(broker: FakeBroker) -> None:
    watched = Watched(broker.address)
    await watched.link.open()
    watched.link.subscribe(f"/topic/{KEY}", "replies")
    job = watched.link.send("/queue/config", f'["AgentPause", "{KEY}", {{}}]'.encode(), 5.0)
    await until(lambda: watched.frames)
    assert watched.frames[0][0] == "replies"
    assert job.finished
    watched.link.close()
    await until(lambda: not broker._clients)
    assert watched.lost == []


async def test_a_silent_broker_is_told_from_a_slow_one(broker: FakeBroker) -> None:
    broker.silent = True
    failure = await Watched(broker.address).failure()
    assert failure.failure == "timeout"
    assert "does not answer as a broker" in failure.message


async def test_a_refused_login_stops(broker: FakeBroker) -> None:
    broker.refusal = ("Bad CONNECT", f"Access refused for user, password {PASSWORD} key {KEY}")
    failure = await Watched(broker.address).failure()
    assert failure.failure == "authentication"
    assert PASSWORD not in failure.message
    assert KEY not in failure.message


async def test_a_broker_that_closes_before_the_login(broker: FakeBroker) -> None:
    opening = asyncio.ensure_future(Watched(broker.address).failure())
    broker.silent = True
    await until(lambda: broker._clients)
    broker.cut()
    failure = await opening
    assert failure.failure == "closed"
    assert "TLS" not in failure.message


async def test_a_broker_that_expects_tls_is_said_to(tls: FakeBroker) -> None:
    failure = await Watched(tls.address).failure()
    assert failure.failure == "closed"
    assert 'It expects TLS: set encryption = "tls".' in failure.message
    assert tls.logins == []


@pytest.mark.parametrize("how", ["cut", "close_in_a_frame", "stop"])
async def test_a_link_that_is_cut_is_lost_once(broker: FakeBroker, how: str) -> None:
    watched = Watched(broker.address)
    await watched.link.open()
    getattr(broker, how)()
    await until(lambda: watched.lost)
    assert [failure.failure for failure in watched.lost] == ["closed"]
    watched.link.close()


async def test_an_error_frame_is_told_without_secrets(broker: FakeBroker) -> None:
    watched = Watched(broker.address)
    await watched.link.open()
    broker.send_raw(f"ERROR\nmessage:denied\n\ntopic {KEY} is not yours\0".encode())
    await until(lambda: watched.lost)
    assert watched.lost[0].failure == "protocol"
    assert KEY not in watched.lost[0].message


async def test_silence_ends_a_link_that_agreed_on_heart_beats(
    broker: FakeBroker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(link_module, "agree", lambda header: Beats(0.05, 0.3))
    watched = Watched(broker.address)
    await watched.link.open()
    await until(lambda: watched.lost)
    assert watched.lost[0].failure == "timeout"
    assert "no heart-beats" in watched.lost[0].message


async def test_a_broker_that_stops_reading_does_not_hold_up_the_loop(broker: FakeBroker) -> None:
    broker.reads = False
    watched = Watched(broker.address)
    await watched.link.open()
    jobs = [watched.link.send("/queue/config", b"x" * 1_000_000, 5.0) for _ in range(50)]
    await until(lambda: jobs[0].started)
    watched.link.lose(LinkFailure("timeout", "stalled"))
    await until(lambda: watched.lost)
    assert watched.lost[0].message == "stalled"
    assert not jobs[-1].started


async def test_opening_can_be_given_up(broker: FakeBroker) -> None:
    broker.silent = True
    watched = Watched(broker.address)
    opening = asyncio.ensure_future(watched.link.open())
    await until(lambda: broker._clients)
    opening.cancel()
    with pytest.raises(asyncio.CancelledError):
        await opening
    await until(lambda: not broker._clients)


# -- TLS


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def ca_file(authority: trustme.CA, tmp_path: Path) -> str:
    path = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(path))
    return str(path)


def context(authority: trustme.CA, name: str) -> ssl.SSLContext:
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(made)
    return made


@pytest.fixture
def tls(authority: trustme.CA) -> Iterator[FakeBroker]:
    with FakeBroker(context=context(authority, "127.0.0.1")) as fake:
        yield fake


async def test_tls_with_the_sites_own_authority(tls: FakeBroker, ca_file: str) -> None:
    watched = Watched(tls.address, "tls", ca_file)
    await watched.link.open()
    watched.link.subscribe("/topic/x", "x")
    await until(lambda: tls.subscriptions)
    for number in range(100):
        tls.publish("/topic/x", f"{number}".encode())
    await until(lambda: len(watched.frames) == 100)
    tls.cut()
    await until(lambda: watched.lost)
    assert watched.lost[0].failure == "closed"


async def test_an_unknown_authority_is_refused(tls: FakeBroker) -> None:
    failure = await Watched(tls.address, "tls").failure()
    assert failure.failure == "tls"
    assert "not trusted" in failure.message
    assert tls.logins == []


async def test_another_hosts_certificate_is_refused(authority: trustme.CA, ca_file: str) -> None:
    with FakeBroker(context=context(authority, "other.example")) as fake:
        failure = await Watched(fake.address, "tls", ca_file).failure()
        assert failure.failure == "tls"
        assert "for another host" in failure.message
        assert fake.logins == []


async def test_a_plain_broker_is_never_spoken_to_in_clear(broker: FakeBroker, ca_file: str) -> None:
    failure = await Watched(broker.address, "tls", ca_file).failure()
    assert failure.failure in ("tls", "closed", "timeout")
    assert broker.logins == []


async def test_tls_to_a_silent_server_has_an_end(broker: FakeBroker, ca_file: str) -> None:
    broker.silent = True
    failure = await Watched(broker.address, "tls", ca_file).failure()
    assert failure.failure == "timeout"


async def test_a_missing_ca_file_is_told(broker: FakeBroker, tmp_path: Path) -> None:
    failure = await Watched(broker.address, "tls", str(tmp_path / "none.pem")).failure()
    assert "ca_file cannot be read" in failure.message


async def test_closing_twice_and_losing_after_closing_are_quiet(broker: FakeBroker) -> None:
    watched = Watched(broker.address)
    await watched.link.open()
    watched.link.close()
    watched.link.close()
    watched.link.lose(LinkFailure("closed", "late"))
    again: Any = watched.link.send("/queue/config", b"{}", 5.0)
    assert not again.finished
    assert watched.lost == []
