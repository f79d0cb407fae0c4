"""The settings form's side of the desk: files, keyring, password, trial."""

from __future__ import annotations

import asyncio
import json
import logging
import sys
import threading
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from cti_desk.core.ports import SwitchSetup
from cti_desk.declarations.connection_test import Step
from cti_desk.declarations.forms import Saved
from cti_desk.declarations.vendor import Vendor
from cti_desk.desk import form_actions
from cti_desk.desk.form_actions import FormActions, FormPlace
from cti_desk.desktop.settings.port import Stored
from cti_desk.settings.form_password import hash_of
from cti_desk.settings.loading import load
from cti_desk.settings.secrets import KeyringSecrets
from cti_desk.settings.stdin_secrets import StdinSecrets
from scripts.situations import Forgetful
from tests.support.settings import GOOD, VENDORS
from tests.support.waiting import until

SECRET = "hunter2-hunter2"
OFFICE = ("profiles", "office")

# A keyring in a JSON file, spoken to as the real helper is.
_KEYRING = """
import json, pathlib, sys
file = pathlib.Path(sys.argv[1])
request = json.loads(sys.stdin.readline())
if file.with_suffix(".locked").exists():
    print(json.dumps({"error": "locked", "detail": ""}))
    sys.exit()
kept = json.loads(file.read_text()) if file.exists() else {}
name = f"{request['profile']}/{request['name']}"
if request["action"] == "set":
    kept[name] = request["value"]
elif request["action"] == "delete":
    kept.pop(name, None)
file.write_text(json.dumps(kept))
print(json.dumps({"value": kept.get(name) if request["action"] == "get" else None}))
"""


class Clock:
    at = 1000.0

    def now(self) -> float:
        return self.at

    def monotonic(self) -> float:
        return self.at


class Memory(Forgetful):
    flushed = 0

    def flush(self) -> None:
        self.flushed += 1


class Trials:
    """A vendor's trial that a test steers."""

    def __init__(self) -> None:
        self.setups: list[SwitchSetup] = []
        self.steps: list[Step | Exception] = [Step("login", "passed", "Logged in.")]
        self.hold = asyncio.Event()
        self.hold.set()
        self.ended = 0

    async def try_out(self, setup: SwitchSetup) -> AsyncIterator[Step]:
        self.setups.append(setup)
        try:
            await self.hold.wait()
            for step in self.steps:
                if isinstance(step, Exception):
                    raise step
                yield step
        finally:
            self.ended += 1


class It:
    def __init__(self, folder: Path, named: str | None = None, given: Any = None) -> None:
        self.file, self.policy = folder / "settings.toml", folder / "policy.toml"
        self.log = folder / "cti-desk.log"
        self.keyring = folder / "keyring.json"
        self.file.write_text(GOOD, encoding="utf-8")
        self.trials = Trials()
        acme: Vendor = replace(VENDORS["acme"], try_out=self.trials.try_out)
        self.memory, self.clock = Memory(), Clock()
        self.effects: list[bool] = []
        self.port = FormActions(
            FormPlace(self.file, self.policy, self.log, {"acme": acme}, named),
            self.memory,
            self.clock,
            KeyringSecrets(helper=(sys.executable, "-c", _KEYRING, str(self.keyring))),
            given,
            self.effects.append,
        )

    async def read(self) -> None:
        done: list[bool] = []
        self.port.read(lambda: done.append(True))
        await until(lambda: done, what="the file is read")

    @property
    def kept(self) -> Mapping[str, str]:
        return json.loads(self.keyring.read_text()) if self.keyring.exists() else {}

    async def save(self, changes: Any, secrets: Any = ()) -> Saved:
        found: list[Saved] = []
        self.port.save(changes, dict(secrets), found.append)
        return (await until(lambda: found, what="saved"))[0]

    async def protect(self, password: str | None) -> Saved:
        found: list[Saved] = []
        self.port.protect(password, found.append)
        return (await until(lambda: found, what="protected"))[0]

    async def enter(self, password: str) -> str:
        found: list[str] = []
        self.port.enter(password, found.append)
        return (await until(lambda: found, what="an answer"))[0]

    async def stored(self) -> Mapping[str, Stored]:
        found: list[Mapping[str, Stored]] = []
        self.port.stored("office", ("password",), found.append)
        return (await until(lambda: found, what="what is stored"))[0]

    async def try_out(self, changes: Any = (), secrets: Any = ()) -> list[Step]:
        steps: list[Step] = []
        ended: list[bool] = []
        self.port.try_out(
            "office", dict(changes), dict(secrets), steps.append, lambda: ended.append(True)
        )
        await until(lambda: ended, what="the end of the trial")
        return steps


@pytest.fixture
def it(tmp_path: Path, loop: asyncio.AbstractEventLoop) -> It:
    it = It(tmp_path)
    loop.run_until_complete(it.read())
    return it


# -- saving


async def test_settings_are_written_and_taken_up(it: It) -> None:
    assert await it.save({("desk", "on_quit"): "stay"}) == Saved()
    assert load(it.file, VENDORS).desk.on_quit == "stay"
    assert "# how it behaves" in it.file.read_text()
    assert it.effects == [False]
    assert it.kept == {}


async def test_a_secret_goes_to_the_keyring_and_nowhere_else(
    it: It, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    assert await it.save({}, {("office", "password"): SECRET}) == Saved()
    assert it.kept == {"office/password": SECRET}
    assert it.effects == [True]
    assert SECRET not in it.file.read_text()
    assert SECRET not in caplog.text
    assert (await it.stored())["password"] == Stored("stored")
    await it.save({}, {("office", "password"): None})
    assert it.kept == {}
    assert (await it.stored())["password"] == Stored("missing")


async def test_a_locked_keyring_is_told_beside_the_secret_and_nothing_is_written(it: It) -> None:
    it.keyring.with_suffix(".locked").touch()
    saved = await it.save({("desk", "on_quit"): "stay"}, {("office", "password"): SECRET})
    assert saved.at == (*OFFICE, "password")
    assert "locked" in saved.failure
    assert it.file.read_text() == GOOD
    assert it.effects == []
    stored = (await it.stored())["password"]
    assert stored.state == "unknown"
    assert "locked" in stored.words


async def test_what_is_wrong_is_not_written(it: It) -> None:
    saved = await it.save({(*OFFICE, "port"): "x"}, {("office", "password"): SECRET})
    assert saved.at == (*OFFICE, "port")
    assert it.file.read_text() == GOOD
    assert it.kept == {}


async def test_what_another_hand_wrote_is_not_overwritten(it: It) -> None:
    theirs = GOOD.replace('on_quit = "logout"', 'on_quit = "ask"')
    it.file.write_text(theirs)
    saved = await it.save({("desk", "on_quit"): "stay"})
    assert saved.changed_meanwhile
    assert it.file.read_text() == theirs
    await it.read()
    assert await it.save({("desk", "on_quit"): "stay"}) == Saved()


async def test_a_file_that_broke_meanwhile_is_told(it: It) -> None:
    it.file.write_text("[desk\n")
    assert "not valid TOML" in (await it.save({("desk", "on_quit"): "stay"})).failure
    await it.read()
    assert "not valid TOML" in it.port.form({}).problem
    assert it.port.problems({("desk", "on_quit"): "x"}) == {}
    assert "not valid TOML" in (await it.save({("desk", "on_quit"): "stay"})).failure
    assert "not valid TOML" in (await it.protect("secret")).failure
    assert it.file.read_text() == "[desk\n"


async def test_a_form_that_is_closed_hears_nothing_but_is_saved(it: It) -> None:
    told: list[Saved] = []
    it.port.save({("desk", "on_quit"): "stay"}, {("office", "password"): SECRET}, told.append)
    it.port.close()
    await until(lambda: it.effects, what="the settings take effect")
    assert it.kept == {"office/password": SECRET}
    assert told == []


async def test_the_file_is_read_beside_the_loop(it: It, monkeypatch: pytest.MonkeyPatch) -> None:
    """A slow disk, or a file of a megabyte, holds nobody up."""
    threads: list[int] = []

    def read_text(path: Path) -> str:
        threads.append(threading.get_ident())
        return path.read_text(encoding="utf-8")

    monkeypatch.setattr(form_actions, "read_text", read_text)
    await it.read()
    assert await it.save({("desk", "on_quit"): "stay"}) == Saved()
    assert len(threads) == 2
    assert threading.get_ident() not in threads
    assert it.port.form({}).groups[0].fields


# -- the door


async def test_the_password_is_asked_from_when_it_was_set(it: It) -> None:
    assert not it.port.entry().password
    assert await it.protect("open sesame") == Saved()
    assert it.port.entry().password
    assert "sesame" not in it.file.read_text()
    assert "not the password" in await it.enter("open says me")
    assert await it.enter("open sesame") == ""
    assert await it.protect(None) == Saved()
    assert not it.port.entry().password
    assert it.effects == [False, False]


async def test_wrong_passwords_cost_time_also_after_a_restart(it: It, tmp_path: Path) -> None:
    it.file.write_text(GOOD + f'[form]\npassword_hash = "{hash_of("open sesame")}"\n')
    await it.read()
    for _ in range(3):
        await it.enter("x")
    assert it.memory.flushed == 3
    assert "Wait 2 s" in await it.enter("open sesame")
    it.clock.at += 2
    assert await it.enter("open sesame") == ""


async def test_the_administrator_can_forbid_the_form(it: It) -> None:
    it.policy.write_text("[form]\nallowed = false\n")
    await it.read()
    assert "administrator" in it.port.entry().words


async def test_what_the_administrator_locked_is_not_written(it: It) -> None:
    it.policy.write_text('locked = ["form.password_hash"]\n')
    await it.read()
    assert "set by your administrator" in (await it.protect("open sesame")).failure


async def test_a_broken_policy_opens_a_form_that_can_change_nothing(it: It) -> None:
    it.policy.write_text("[form\n")
    await it.read()
    assert it.port.entry().words == ""
    assert "policy.toml" in it.port.form({}).problem


# -- trying out


async def test_a_trial_uses_what_stands_in_the_form(it: It) -> None:
    it.keyring.write_text(json.dumps({"office/password": "kept-kept"}))
    steps = await it.try_out({(*OFFICE, "port"): 4, ("desk", "theme"): "wrong"})
    assert steps == [Step("login", "passed", "Logged in.")]
    setup = it.trials.setups[0]
    assert (setup.profile, setup.settings["port"]) == ("office", 4)
    assert setup.secrets == {"password": "kept-kept"}
    assert it.file.read_text() == GOOD
    await it.try_out((), {("office", "password"): SECRET})
    assert it.trials.setups[1].secrets == {"password": SECRET}
    await it.try_out((), {("office", "password"): None})
    assert it.trials.setups[2].secrets == {}


async def test_secrets_given_at_the_start_are_used(tmp_path: Path) -> None:
    it = It(tmp_path, given=StdinSecrets({"password": "given-given"}))
    await it.read()
    await it.try_out()
    assert it.trials.setups[0].secrets == {"password": "given-given"}
    form = it.port.form({}).profile("office")
    assert form is not None
    assert form.secrets == "given"


async def test_a_form_with_a_mistake_is_not_tried(it: It) -> None:
    steps = await it.try_out({(*OFFICE, "hosts"): None})
    assert steps[0].state == "failed"
    assert "hosts" in steps[0].words
    assert it.trials.setups == []


@pytest.mark.expected_log("cannot be tried out")
async def test_a_mistake_of_a_vendor_ends_its_trial(it: It) -> None:
    it.trials.steps.append(RuntimeError("bug"))
    steps = await it.try_out()
    assert [step.state for step in steps] == ["passed", "failed"]
    assert "internal error" in steps[1].words


async def test_a_trial_has_an_end(it: It, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cti_desk.desk.form_actions.TRIAL_S", 0.1)
    it.trials.hold.clear()
    steps = await it.try_out((), {("office", "password"): SECRET})
    assert "no end" in steps[0].words
    assert it.trials.ended == 1


async def test_a_cancelled_trial_tells_nothing_more(it: It) -> None:
    it.trials.hold.clear()
    told: list[Any] = []
    cancel = it.port.try_out("office", {}, {}, told.append, lambda: told.append("ended"))
    await until(lambda: it.trials.setups, what="the trial began")
    cancel()
    await until(lambda: it.trials.ended, what="the trial ends")
    assert told == []


async def test_what_cannot_be_opened_is_told(it: It) -> None:
    told: list[str] = []
    it.port.open_log(told.append)
    assert "does not exist" in told[0]
    assert it.port.log_file() == str(it.log)
