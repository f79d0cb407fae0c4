from __future__ import annotations

import sys
from pathlib import Path

import pytest

from cti_desk.core.errors import CtiError
from cti_desk.desk.second_start import show_running
from cti_desk.ipc.instance import Instance
from tests.support.api import from_thread, served
from tests.support.fake_desk import FakeDesk


def second_start(instance: Instance, profile: str | None, config: Path | None) -> int:
    """What `cti_desk.desk.launch` makes of it: the exit code."""
    try:
        show_running(instance, profile, config)
    except CtiError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    return 0


@pytest.mark.parametrize(
    ("desk", "here", "code", "words"),
    [
        ((":0",), (":0",), 0, "Its strip is shown"),
        ((":0", "wayland-0"), ("wayland-0",), 0, "Its strip is shown"),
        ((), (), 0, "Its strip is shown"),
        (
            (":0",),
            (":1",),
            2,
            "display :0. Its strip was shown there; not here on :1",
        ),
        ((":0",), (), 2, "there is no display here"),
        ((), (":1",), 2, "already runs on no display"),
    ],
)
async def test_success_only_where_the_strip_is_seen(
    desk: tuple[str, ...],
    here: tuple[str, ...],
    code: int,
    words: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("cti_desk.desk.second_start.displays", lambda: here)
    with served(FakeDesk(shown_on=desk)) as server:
        second = Instance(server.name)
        assert await from_thread(lambda: second_start(second, None, None)) == code
        assert server.desk.raised == 1
    said = capsys.readouterr()
    assert words in (said.err if code else said.out)


async def test_another_settings_file_or_profile_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("cti_desk.desk.second_start.displays", lambda: ())
    file = tmp_path / "settings.toml"
    with served(FakeDesk(settings_path=str(file))) as server:
        second = Instance(server.name)

        async def start(profile: str | None, config: str | None) -> int:
            path = None if config is None else Path(config)
            return await from_thread(lambda: second_start(second, profile, path))

        assert await start(None, "settings.toml") == 0
        assert await start("office", str(file)) == 0
        assert server.desk.raised == 2
        capsys.readouterr()
        assert await start(None, "other.toml") == 2
        assert f"runs with the settings file {file}" in capsys.readouterr().err
        assert await start("home", None) == 2
        assert "office" in capsys.readouterr().err
        assert server.desk.raised == 2
