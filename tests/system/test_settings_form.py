"""The settings form of a running desk: what it saves is in force at once, its secrets nowhere."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cti_desk.core.model import LinkState
from cti_desk.desk import app as app_module
from cti_desk.desk.app import App
from cti_desk.desk.start_options import StartOptions
from cti_desk.desktop.settings.controls import TextControl
from cti_desk.desktop.settings.form_view import FormView
from cti_desk.ipc.instance import Instance
from cti_desk.settings.stdin_secrets import StdinSecrets
from cti_desk.system.logging_setup import end_logging
from tests.support.desk_process import Office
from tests.support.fake_broker import FakeBroker
from tests.support.instantvoice import AGENT, KEY, PASSWORD
from tests.support.instantvoice_acd import Acd
from tests.support.waiting import until

OFFICE = ("profiles", "office")
GIVEN = StdinSecrets({"password": PASSWORD, "key": KEY})


@pytest.fixture
def broker() -> Iterator[FakeBroker]:
    with FakeBroker(Acd()) as fake:
        yield fake


@pytest.fixture
def other() -> Iterator[FakeBroker]:
    with FakeBroker(Acd()) as fake:
        yield fake


@pytest.fixture
def config(tmp_path: Path, broker: FakeBroker) -> Path:
    file = tmp_path / "settings.toml"
    file.write_text(
        f"""\
[profiles.office]  # the only one
vendor = "instantvoice"
hosts = ["127.0.0.1"]
port = {broker.port}  # of the test
encryption = "none"
agent = "{AGENT}"
"""
    )
    return file


@asynccontextmanager
async def running(
    config: Path, monkeypatch: pytest.MonkeyPatch, given: StdinSecrets = GIVEN
) -> AsyncIterator[App]:
    """The whole desk, in this process."""
    monkeypatch.setattr(app_module, "collect_garbage_again", lambda: None)
    monkeypatch.setattr(app_module, "log_loop_errors", lambda *_: None)  # the test's own stays
    instance = Instance("form")
    instance.claim()
    app = App(StartOptions(config=config), instance, given)
    run = asyncio.ensure_future(app.run())
    try:
        await until(lambda: run.done() or is_open(app), what="the desk")
        yield app
    finally:
        if not run.done():
            app.stop()
        await run
        instance.release()
        end_logging()


def is_open(app: App) -> bool:
    """Whether it is built, and programs can connect."""
    return hasattr(app, "api") and app.api.is_open


async def opened(app: App) -> FormView:
    app.desktop.open_settings()
    window = app.desktop.settings
    assert window is not None
    form: FormView = await until(lambda: window.form, what="the file is read")
    return form


def edit(form: FormView, *path: str) -> TextControl:
    for page in (form.telephone.page, *form.pages[1:]):
        control = page.rows[path].control if path in page.rows else None  # type: ignore[union-attr]
        if isinstance(control, TextControl):
            return control
    raise AssertionError(path)


async def linked(app: App, broker: FakeBroker) -> None:
    def up() -> bool:
        return app.runner.session.snapshot.link.state is LinkState.UP and bool(broker._clients)

    await until(up, what=f"a link to {broker.address}")


async def test_another_port_connects_the_running_desk_anew(
    config: Path,
    broker: FakeBroker,
    other: FakeBroker,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    async with running(config, monkeypatch) as app:
        await linked(app, broker)
        form = await opened(app)
        port = edit(form, *OFFICE, "port").edit
        port.selectAll()
        qtbot.keyClicks(port, str(other.port))
        qtbot.keyClick(port, Qt.Key.Key_Return)
        await linked(app, other)
        await until(lambda: not broker._clients, what="the first link ends")
        await until(lambda: "in force" in form.foot.words.text(), what="it is said")
        text = config.read_text()  # noqa: ASYNC240
        assert f"port = {other.port}  # of the test" in text
        assert "# the only one" in text
        form.close_asked.emit()
        assert app.desktop.settings is None


async def test_a_trial_beside_the_running_desk_logs_in_once_and_leaves_it_alone(
    config: Path, broker: FakeBroker, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running(config, monkeypatch) as app:
        await linked(app, broker)
        form = await opened(app)
        assert len(broker.logins) == 1
        form.telephone.trial.button.click()
        await until(lambda: form.telephone.trial.verdict.text().startswith("It works"))
        assert len(broker.logins) == 2
        assert app.runner.session.snapshot.link.state is LinkState.UP
        assert form.telephone.trial.lines()[-1] == ("passed", f"The agent {AGENT} exists.")


async def test_the_debug_switch_begins_at_once_and_no_secret_is_logged(
    config: Path, broker: FakeBroker, other: FakeBroker, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running(config, monkeypatch) as app:
        await linked(app, broker)
        form = await opened(app)
        form.model.set(("log", "level"), "debug")
        form.model.set((*OFFICE, "port"), other.port)
        form.save()
        await linked(app, other)
        assert logging.getLogger("cti_desk").level == logging.DEBUG
        log = Path(form._port.log_file())
        await until(lambda: " DEBUG " in log.read_text(), what="the details are logged")
        assert PASSWORD not in log.read_text() + config.read_text()  # noqa: ASYNC240
        assert KEY not in log.read_text() + config.read_text()  # noqa: ASYNC240


async def test_a_file_changed_by_hand_shows_in_the_open_form(
    config: Path, broker: FakeBroker, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running(config, monkeypatch) as app:
        await linked(app, broker)
        form = await opened(app)
        user = edit(form, *OFFICE, "user").edit
        config.write_text(config.read_text() + 'user = "ana"\n')  # noqa: ASYNC240
        await until(lambda: user.text() == "ana", what="the form follows its file")
        config.write_text("[profiles.office\n")  # noqa: ASYNC240
        await until(lambda: "not valid TOML" in form.foot.words.text(), what="it is told")


async def test_a_simulators_profile_is_tried_with_the_simulators_secrets(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    simulator = office.simulator()
    config = tmp_path / "simulated.toml"
    config.write_text(simulator.profile.read_text())
    async with running(config, monkeypatch, StdinSecrets({"password": "not this one"})) as app:
        form = await opened(app)
        assert "simulator" in form.telephone.bar.why.text()
        trial = form.telephone.trial
        trial.button.click()
        await until(lambda: trial.verdict.text().startswith("It works"), what="the verdict")
        states = [state for state, _ in trial.lines()]
        assert states == ["passed", "passed", "warning", *["passed"] * 4]  # TLS it has none
