"""The desktop on an offscreen screen, with nobody behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QWidget

from cti_desk.desktop.desktop import Desktop
from cti_desk.desktop.options import DesktopOptions
from cti_desk.desktop.theme import Theme
from cti_desk.desktop.widgets.breath import Breath
from scripts.situations import Actions, Forgetful

Own = Callable[[QWidget], Any]


@pytest.fixture(autouse=True)
def _nothing_left_on_the_screen(qapp: QApplication) -> Iterator[None]:
    yield
    sweep(qapp)


def sweep(application: QApplication) -> None:
    """Delete what asked to be deleted, so that no test sees another's windows."""
    application.processEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    return Theme("light")


@pytest.fixture
def still() -> Breath:
    return Breath(wanted=False)


@pytest.fixture
def actions() -> Actions:
    return Actions()


@pytest.fixture
def memory() -> Forgetful:
    return Forgetful()


@pytest.fixture
def desk(qapp: QApplication, actions: Actions, memory: Forgetful) -> Iterator[Desktop]:
    desktop = Desktop(actions, memory, DesktopOptions(theme="light", animations=False))
    desktop.show()
    qapp.processEvents()
    yield desktop
    desktop.close()
