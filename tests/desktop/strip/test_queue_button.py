from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget

from cti_desk.desktop.presenters.queue_panel import Summary
from cti_desk.desktop.presenters.queues import Level
from cti_desk.desktop.strip.queue_button import QueueButton
from cti_desk.desktop.theme import Theme


def test_without_queues_there_is_no_button(theme: Theme) -> None:
    around = QWidget()
    button = QueueButton(theme, around)
    assert button.isHidden()
    button.show_summary(Summary("Queues"))
    assert not button.isHidden()
    button.show_summary(None)
    assert button.isHidden()


@pytest.mark.parametrize(
    ("level", "icon", "colour"),
    [
        (Level.CALM, "users", None),
        (Level.WARNING, "triangle-alert", "warning"),
        (Level.ALARM, "triangle-alert", "danger"),
    ],
)
def test_too_much_has_another_shape_colour_and_word(
    theme: Theme, level: Level, icon: str, colour: str | None
) -> None:
    around = QWidget()
    button = QueueButton(theme, around)
    button.show_summary(Summary("Queues: 7 waiting, many", level))
    assert button._icon == icon
    assert button._colour == (colour and getattr(theme.colours, colour))
    assert button.toolTip() == button.accessibleName() == "Queues: 7 waiting, many"
