"""Pictures of the settings form, taken by `scripts.pictures`."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget

from cti_desk.declarations.connection_test import Step
from cti_desk.desktop.settings.port import Entry
from cti_desk.desktop.settings.window import SettingsWindow
from cti_desk.desktop.theme import Theme
from scripts.form_situations import RealFields

Take = Callable[[str, QWidget], None]
AREA = QRect(20, 170, 1000, 720)

_FAILING = (
    Step("address", "passed", "acd1.example.com has an address: 192.0.2.10."),
    Step("connection", "passed", "acd1.example.com:61613 accepts connections."),
    Step("tls", "passed", "The certificate is trusted (TLSv1.3)."),
    Step(
        "login",
        "failed",
        "acd1.example.com:61613 refused the user name or password. Nothing more is sent until "
        "they are changed. It said: Access refused for user instantvoice",
    ),
)
_PASSING = (
    *_FAILING[:3],
    Step("login", "passed", "The broker accepts the login of instantvoice."),
    Step("answer", "passed", "InstantVoice answers."),
    Step("key", "passed", "The access key has the right to read agents."),
    Step("agent", "passed", "The agent default_1001 exists."),
)


def take_form(take: Take, theme: Theme) -> None:
    """The form in every situation."""
    port = RealFields()
    window = SettingsWindow(theme, port)
    window.open_on(AREA)
    assert window.form is not None
    form = window.form
    take("50-settings", window)
    form.telephone.page.verticalScrollBar().setValue(560)
    take("51-settings-middle", window)
    form.telephone.page.verticalScrollBar().setValue(10_000)
    take("52-settings-end", window)
    _wrong(take, window)
    for page, name in ((1, "54-desk-locked"), (2, "55-dialling"), (6, "56-debug-log")):
        form.side.setCurrentRow(page)
        take(name, window)
    form.side.setCurrentRow(7)
    take("57-protection", window)
    form.side.setCurrentRow(0)
    for steps, name in ((_FAILING, "58-test-fails"), (_PASSING, "59-test-passes")):
        form.telephone.trial.button.click()
        port.steps = list(steps)
        port.finish()
        take(name, window)
        form.telephone.trial.clear()
    window.close()
    take("60-unsaved", window)
    window.close_for_good()
    _before(take, theme)


def _wrong(take: Take, window: SettingsWindow) -> None:
    form = window.form
    assert form is not None
    port = ("profiles", "office", "port")
    form.model.set(port, "61613x")
    form.model.set(("profiles", "office", "encryption"), "none")
    form.refresh()
    form.save()
    take("53-settings-wrong", window)
    form.model.set(port, 61620)
    form.refresh()
    form.foot.say("")


def _before(take: Take, theme: Theme) -> None:
    """What comes instead of the form, or before it."""
    port = RealFields()
    port.entry_is = Entry(password=True)
    port.wrong_password = "That is not the password of the settings. Wait 4 s before the next try."
    window = SettingsWindow(theme, port)
    window.open_on(AREA)
    take("61-password", window)
    assert window.gate is not None
    window.gate.edit.setText("wrong")
    window.gate.button.click()
    take("62-password-wrong", window)
    window.close_for_good()
    window = SettingsWindow(theme, RealFields("", ""))
    window.open_on(AREA)
    take("63-first-start", window)
    window.close_for_good()
    simulator = 'simulator = true\nsecrets = "simulator"\ncontrol = "127.0.0.1:4000"\n'
    file = f'[profiles.sim]\nvendor = "instantvoice"\nhosts = ["127.0.0.1:61613"]\n{simulator}'
    window = SettingsWindow(theme, RealFields(file, ""))
    window.open_on(AREA)
    take("64-simulator", window)
    window.close_for_good()
