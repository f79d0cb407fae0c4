"""The line: secrets first, then the switch; what is missing is the link's reason."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from cti_desk.core.model import LinkState
from cti_desk.core.ports import Switch, SwitchSetup
from cti_desk.core.session import Session
from cti_desk.declarations.fields import Field
from cti_desk.declarations.vendor import Vendor
from cti_desk.desk import switch_connector
from cti_desk.desk.observers import Observers
from cti_desk.desk.session_runner import SessionRunner
from cti_desk.desk.switch_connector import SwitchConnector
from cti_desk.settings.model import Profile
from cti_desk.settings.secrets import KeyringLocked
from tests.support.fake_switch import FakeSwitch, HandClock
from tests.support.instantvoice import DictMemory
from tests.support.waiting import until

PROFILE = Profile("office", "fake", {"host": "pbx"})


class Keyring:
    def __init__(self, *answers: str | Exception | None) -> None:
        self.answers = list(answers)

    async def get(self, profile: str, name: str) -> str | None:
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


class Fixture:
    def __init__(self) -> None:
        self.runner = SessionRunner(Session(), HandClock())
        self.connector = SwitchConnector(self.runner, HandClock(), DictMemory())
        self.setups: list[SwitchSetup] = []
        self.switches: list[FakeSwitch] = []
        self.broken = False
        password = Field("password", "secret", "Password", "The broker's.", required=True)
        self.vendor = Vendor("fake", "Fake PBX", (password,), self.make, lambda argv: 0)

    def make(self, setup: SwitchSetup) -> Switch:
        if self.broken:
            raise RuntimeError("bug")
        self.setups.append(setup)
        self.switches.append(FakeSwitch())
        return self.switches[-1]

    @property
    def link(self) -> tuple[LinkState, str | None]:
        link = self.runner.session.snapshot.link
        return link.state, link.reason

    async def close(self) -> None:
        await self.connector.close()
        await self.runner.close()


async def test_connects_with_the_secrets() -> None:
    it = Fixture()
    it.connector.connect(PROFILE, it.vendor, Keyring("s3cret"))
    await until(lambda: it.link[0] is LinkState.UP)
    assert it.setups[0].secrets == {"password": "s3cret"}
    assert it.setups[0].settings == {"host": "pbx"}
    await it.close()


async def test_connecting_again_closes_the_switch_before() -> None:
    it = Fixture()
    it.connector.connect(PROFILE, it.vendor, Keyring("one"))
    await until(lambda: it.link[0] is LinkState.UP)
    it.connector.connect(PROFILE, it.vendor, Keyring("two"))
    await until(lambda: len(it.switches) == 2)
    await until(lambda: it.link[0] is LinkState.UP)
    assert it.switches[0].closed
    assert not it.switches[1].closed
    await it.close()


async def test_a_missing_secret_says_how_to_store_it() -> None:
    it = Fixture()
    it.connector.connect(PROFILE, it.vendor, Keyring(None))
    await until(lambda: it.link[0] is LinkState.STOPPED)
    assert "cti-desk secret set office password" in str(it.link[1])
    assert it.switches == []
    await it.close()


async def test_a_locked_keyring_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(switch_connector, "LOCKED_RETRY_S", 0.01)
    it = Fixture()
    seen: list[tuple[LinkState, str | None]] = []
    it.runner.observe(Observers(changes=(lambda: seen.append(it.link),)))
    it.connector.connect(PROFILE, it.vendor, Keyring(KeyringLocked("Locked."), "s3cret"))
    await until(lambda: it.link[0] is LinkState.UP)
    assert (LinkState.STOPPED, "Locked.") in seen
    await it.close()


@pytest.mark.expected_log("cannot be made")
async def test_a_vendor_that_cannot_start_stops_the_line_not_the_desk() -> None:
    it = Fixture()
    it.broken = True
    it.connector.connect(PROFILE, it.vendor, Keyring("s3cret"))
    await until(lambda: it.link[0] is LinkState.STOPPED)
    assert "Fake PBX" in str(it.link[1])
    await it.close()


async def test_why_there_is_no_line_is_logged_once(caplog: pytest.LogCaptureFixture) -> None:
    desk = Fixture()
    with caplog.at_level("INFO", "cti_desk.desk.switch_connector"):
        desk.connector.stop("settings.toml, line 1: this is not valid TOML.")
        desk.connector.stop("settings.toml, line 1: this is not valid TOML.")
    assert caplog.text.count("line 1") == 1
    await desk.close()


async def test_a_secret_that_counts_for_nothing_is_not_asked_for() -> None:
    it = Fixture()
    password = Field("password", "secret", "P", "…", required=True, when=("transport", "stomp"))
    it.vendor = Vendor("fake", "Fake PBX", (password,), it.make, lambda argv: 0)
    it.connector.connect(replace(PROFILE, settings={"transport": "soap"}), it.vendor, Keyring())
    await until(lambda: it.switches)
    assert it.setups[0].secrets == {}
    await it.close()
