from __future__ import annotations

from PySide6.QtWidgets import QLabel

from cti_desk.desktop.pop.last_time import LastTime
from cti_desk.desktop.presenters.pop import LastView
from cti_desk.desktop.theme import Theme


def test_words_from_outside_are_never_markup(theme: Theme) -> None:
    label = LastTime(theme)
    words = "Yesterday 16:02 · 4 min · “<img src=x> & co”"
    label.show_last(LastView("Yesterday 16:02", "4 min · “<img src=x> & co”"))
    assert label.text() == label.accessibleName() == words
    assert not isinstance(label, QLabel)
    assert not label.grab().isNull()


def test_long_words_take_more_lines(theme: Theme) -> None:
    label = LastTime(theme)
    label.show_last(LastView("Yesterday", ""))
    one_line = label.heightForWidth(300)
    label.show_last(LastView("Yesterday", "note " * 40))
    assert label.heightForWidth(300) > 2 * one_line
    assert label.heightForWidth(3000) < label.heightForWidth(300)
    label.show_last(LastView("Yesterday", "n" * 400))
    assert label.heightForWidth(300) > 2 * one_line


def test_only_the_moment_is_bold_whatever_its_letters(theme: Theme) -> None:
    label = LastTime(theme)
    label.show_last(LastView("Hôje 𝟙𝟚", "4 min"))
    (bold,) = label._laid_out(300).formats()
    assert (bold.start, bold.length) == (0, len("Hôje ") + 4)


def test_nothing_known_takes_no_room(theme: Theme) -> None:
    label = LastTime(theme)
    label.show_last(None)
    assert label.isHidden()
