from __future__ import annotations

from cti_desk.core.model import Snapshot
from cti_desk.desktop.presenters.calls import call_views
from cti_desk.desktop.strip.fold import FoldButton
from cti_desk.desktop.theme import Theme
from scripts.situations import MARIA, NOW, SALES, TABLE


def test_folded_calls_are_counted_and_found_in_the_menu(theme: Theme) -> None:
    fold, pressed = FoldButton(theme), []
    fold.pressed.connect(lambda call, button: pressed.append((call, button.label)))
    fold.show_views(call_views(Snapshot(calls=(MARIA, SALES)), TABLE, NOW))
    fold.show()
    fold.button.click()
    assert fold.button.text() == "+2"
    assert fold.button.accessibleName() == "2 more calls"
    lines = fold.menu.actions()
    assert [line.text().split(" · ")[0] for line in lines] == ["Maria Souza", "+55 11 4002-8922"]
    fold.menu._below[0].actions()[0].trigger()
    fold.menu.close()
    assert pressed == [(MARIA.id, "Transfer")]
    fold.close()


def test_calls_that_are_only_counted_are_told_with_the_others(theme: Theme) -> None:
    fold = FoldButton(theme)
    fold.show_views(call_views(Snapshot(calls=(MARIA, SALES)), TABLE, NOW), 288)
    assert fold.button.text() == "+290"
    assert fold.button.accessibleName() == "290 more calls"
    lines = fold.button.toolTip().split("\n")
    assert len(lines) == 4
    assert lines[-1] == "288 more calls"
    fold.open()
    assert fold.menu.actions()[-1].text() == "288 more calls"
    fold.menu.close()


def test_the_room_for_a_number_is_known_before_it_is_shown(theme: Theme) -> None:
    fold = FoldButton(theme)
    assert fold.width_for(2, 0) < fold.width_for(12, 988)
    assert fold.button.text() == "+0"
