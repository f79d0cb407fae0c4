from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from cti_desk.core.errors import SettingsError
from cti_desk.settings.keyring_process import HelperProcess
from cti_desk.settings.model import Profile
from cti_desk.settings.secrets import (
    WAITING,
    KeyringLocked,
    KeyringMissing,
    KeyringRefused,
    KeyringSecrets,
    SimulatorSecrets,
    secrets_for,
    value_of,
)
from cti_desk.settings.stdin_secrets import StdinSecrets
from tests.support.keyring import gnome_keyring, private_bus
from tests.support.waiting import until


@pytest.fixture(scope="module")
def bus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with private_bus(tmp_path_factory.mktemp("bus")) as address:
        yield address


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def keep(env: dict[str, str], action: str, profile: str, **value: str) -> None:
    """What ``cti-desk secret`` asks of the keyring."""
    request = {"action": action, "profile": profile, "name": "password", **value}
    value_of(HelperProcess(env=env).answer(request))


async def test_a_real_unlocked_keyring_keeps_a_secret(loop, bus: str, home: Path) -> None:
    with gnome_keyring(home, bus, "open sesame") as env:
        secrets = KeyringSecrets(env=env)
        assert await secrets.get("office", "password") is None
        keep(env, "set", "office", value="geheim ☎")
        keep(env, "set", "other", value="x")
        assert await secrets.get("office", "password") == "geheim ☎"
        assert await secrets.get("office", "key") is None
        keep(env, "delete", "office")
        keep(env, "delete", "office")
        assert await secrets.get("office", "password") is None


async def test_a_real_keyring_takes_what_the_form_puts_there(loop, bus: str, home: Path) -> None:
    with gnome_keyring(home, bus, "open sesame") as env:
        secrets = KeyringSecrets(env=env)
        await secrets.put("office", "key", "geheim ☎")
        assert await secrets.get("office", "key") == "geheim ☎"
        for _ in range(2):
            await secrets.put("office", "key", None)
            assert await secrets.get("office", "key") is None


async def test_a_real_locked_keyring_says_so(loop, bus: str, home: Path) -> None:
    with gnome_keyring(home, bus, "open sesame") as env:
        keep(env, "set", "office", value="geheim")
    with gnome_keyring(home, bus, None) as env:
        with pytest.raises(KeyringLocked):
            await KeyringSecrets(env=env).put("office", "password", "x")
        with pytest.raises(KeyringLocked, match="locked"):
            await KeyringSecrets(env=env).get("office", "password")
        with pytest.raises(KeyringLocked):
            keep(env, "set", "office", value="x")


async def test_no_bus_is_a_missing_keyring(loop) -> None:
    env = {name: value for name, value in os.environ.items() if name != "PYTHON_KEYRING_BACKEND"}
    env |= {"DBUS_SESSION_BUS_ADDRESS": "disabled:"}
    with pytest.raises(KeyringMissing, match="--secrets-stdin"):
        await KeyringSecrets(env=env).get("office", "password")


async def test_a_bus_without_a_keyring_is_a_missing_keyring(loop, bus: str) -> None:
    env = {name: value for name, value in os.environ.items() if name != "PYTHON_KEYRING_BACKEND"}
    env |= {"DBUS_SESSION_BUS_ADDRESS": bus}
    with pytest.raises(KeyringMissing):
        await KeyringSecrets(env=env).get("office", "password")


PROMPT = """
import pathlib, sys, threading
pathlib.Path(sys.argv[1]).write_text("asked")
sys.stdin.readline()
while not pathlib.Path(sys.argv[2]).exists():
    threading.Event().wait(0.01)
print('{"value": "late"}')
"""


def prompting(tmp_path: Path) -> list[str]:
    """A helper that stands at a prompt until the file ``unlocked`` exists."""
    return [sys.executable, "-c", PROMPT, str(tmp_path / "asked"), str(tmp_path / "unlocked")]


async def test_a_standing_prompt_is_told_and_the_desk_goes_on(loop, tmp_path: Path) -> None:
    said: list[str | None] = []
    secrets = KeyringSecrets(said.append, helper=prompting(tmp_path), patience_s=0.01)
    asking = asyncio.ensure_future(secrets.get("office", "password"))
    await until(lambda: said == [WAITING])
    (tmp_path / "unlocked").touch()
    assert await asking == "late"
    assert said == [WAITING, None]


async def test_a_prompt_is_given_up(loop, tmp_path: Path) -> None:
    said: list[str | None] = []
    secrets = KeyringSecrets(said.append, helper=prompting(tmp_path), patience_s=0.01, limit_s=0.01)
    with pytest.raises(KeyringLocked, match="given up"):
        await secrets.get("office", "password")
    assert said == [WAITING, None]


async def test_a_cancelled_question_ends_its_helper(loop, tmp_path: Path) -> None:
    secrets = KeyringSecrets(helper=prompting(tmp_path))
    asking = asyncio.ensure_future(secrets.get("office", "password"))
    await until((tmp_path / "asked").exists)
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking  # that the helper is gone is checked after every test


@pytest.mark.parametrize(
    "helper", [["/nonexistent/helper"], [sys.executable, "-c", "print('no json')"], ["true"]]
)
async def test_a_helper_that_fails_is_told(loop, helper: list[str]) -> None:
    with pytest.raises(KeyringMissing, match="helper failed"):
        await KeyringSecrets(helper=helper).get("office", "password")


def test_the_three_answers_are_three_errors() -> None:
    sentences = set()
    for kind, expected in (
        ("locked", KeyringLocked),
        ("refused", KeyringRefused),
        ("missing", KeyringMissing),
    ):
        with pytest.raises(expected) as error:
            value_of({"error": kind, "detail": "x"})
        sentences.add(str(error.value))
    assert len(sentences) == 3
    assert value_of({"value": None}) is None


async def simulator(answer: bytes) -> tuple[asyncio.Server, str, list[dict]]:
    asked: list[dict] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append(json.loads(await reader.readline()))
        writer.write(answer)
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    return server, f"127.0.0.1:{port}", asked


async def test_a_simulators_secrets(loop) -> None:
    answer = b'{"jsonrpc":"2.0","id":1,"result":{"password":"p","key":"k"}}\n'
    server, control, asked = await simulator(answer)
    async with server:
        secrets = SimulatorSecrets(control)
        assert await secrets.get("sim", "password") == "p"
        assert await secrets.get("sim", "other") is None
    assert asked[0] == {"jsonrpc": "2.0", "id": 1, "method": "secrets", "params": {}}


@pytest.mark.parametrize("answer", [b"", b"nonsense\n", b'{"error":{}}\n', b'{"result":3}\n'])
async def test_a_simulator_that_gives_none_is_told(loop, answer: bytes) -> None:
    server, control, _ = await simulator(answer)
    async with server:
        with pytest.raises(SettingsError, match="Is it running"):
            await SimulatorSecrets(control).get("sim", "password")


async def test_a_simulator_that_is_gone_is_told(loop) -> None:
    server, control, _ = await simulator(b"")
    server.close()
    await server.wait_closed()
    with pytest.raises(SettingsError, match="Is it running"):
        await SimulatorSecrets(control).get("sim", "password")


@pytest.mark.parametrize("control", ["198.51.100.7:4000", "pbx.example.com:1", "127.0.0.1", ":1"])
def test_a_simulator_elsewhere_is_refused(control: str) -> None:
    with pytest.raises(SettingsError, match="this computer only"):
        SimulatorSecrets(control)


def test_which_source_a_profile_uses() -> None:
    keyring, given = KeyringSecrets(), StdinSecrets({})
    office = Profile("office", "acme", {})
    sim = Profile("sim", "acme", {}, simulator=True, secrets="simulator", control="127.0.0.1:1")
    assert secrets_for(office, None, keyring) is keyring
    assert secrets_for(office, given, keyring) is given
    assert isinstance(secrets_for(sim, given, keyring), SimulatorSecrets)
