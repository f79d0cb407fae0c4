from __future__ import annotations

from PySide6.QtWidgets import QApplication, QWidget

from cti_desk.desktop.theme import Theme
from scripts.form_pictures import take_form


def test_every_situation_of_the_form_comes_to_be(qapp: QApplication) -> None:
    taken: dict[str, bool] = {}

    def take(name: str, window: QWidget) -> None:
        qapp.processEvents()
        taken[name] = window.isVisible() and not window.grab().isNull()

    take_form(take, Theme("light"))
    assert all(taken.values())
    assert {"50-settings", "53-settings-wrong", "58-test-fails", "62-password-wrong"} <= set(taken)
