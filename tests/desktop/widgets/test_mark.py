from __future__ import annotations

from cti_desk.desktop.theme import Theme
from cti_desk.desktop.widgets.breath import Breath
from cti_desk.desktop.widgets.mark import Mark


def test_a_mark_changes_its_picture(theme: Theme) -> None:
    mark = Mark(theme, "arrow-down-left")
    before = mark.grab().toImage()
    mark.picture("triangle-alert", "warning")
    assert mark.grab().toImage() != before


def test_a_mark_follows_one_breath_at_a_time(theme: Theme, still: Breath) -> None:
    mark = Mark(theme, "arrow-down-left")
    other = Breath(wanted=False)
    for breath in (still, still, other, None):
        mark.breathe(breath)
        assert not mark.grab().isNull()
    still.moved.emit()
