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
