from __future__ import annotations

from cti_desk.desktop.theme import SUGGESTIONS, Theme
from cti_desk.desktop.widgets.edit import Edit


def test_its_hint_is_its_name_until_it_gets_one(theme: Theme) -> None:
    edit = Edit(theme, "Number or name")
    assert edit.placeholderText() == edit.accessibleName() == "Number or name"
    assert Edit(theme, "", wide=SUGGESTIONS).sizeHint().width() == theme.px(SUGGESTIONS)


def test_what_is_wrong_or_fixed_shows(theme: Theme) -> None:
    edit = Edit(theme, "")
    plain = edit.grab().toImage()
    edit.mark_wrong(True)
    wrong = edit.grab().toImage()
    edit.mark_wrong(False)
    edit.setReadOnly(True)
    fixed = edit.grab().toImage()
    assert plain != wrong != fixed != plain
    middle = fixed.height() // 2
    assert fixed.pixelColor(6, middle).name() == theme.colours.panel.name()
