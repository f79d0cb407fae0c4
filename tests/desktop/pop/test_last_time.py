from __future__ import annotations

from cti_desk.desktop.pop.last_time import LastTime
from cti_desk.desktop.presenters.pop import LastView
from cti_desk.desktop.theme import Theme


def test_words_from_outside_are_never_markup(theme: Theme) -> None:
    label = LastTime(theme)
    label.show_last(LastView("Yesterday 16:02", "4 min · “<img src=x> & co”"))
    assert "<img" not in label.text()
    assert "&lt;img src=x&gt; &amp; co" in label.text()
    assert label.accessibleName() == "Yesterday 16:02 · 4 min · “<img src=x> & co”"
    assert not label.grab().isNull()


def test_nothing_known_takes_no_room(theme: Theme) -> None:
    label = LastTime(theme)
    label.show_last(None)
    assert label.isHidden()
