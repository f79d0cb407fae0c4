from __future__ import annotations

from cti_desk.desktop.pop.chips import Chips
from cti_desk.desktop.theme import CHIP, Theme


def test_chips_take_as_many_lines_as_they_need(theme: Theme) -> None:
    chips = Chips(theme)
    chips.show_texts(("Queue Support", "called 0800 555 1234", "waited 1:12"))
    assert chips.height_for(1000) == theme.px(CHIP)
    assert chips.height_for(150) > 2 * theme.px(CHIP)
    assert chips.accessibleName() == "Queue Support, called 0800 555 1234, waited 1:12"
    assert not chips.grab().isNull()


def test_a_chip_longer_than_a_line_is_cut(theme: Theme) -> None:
    chips = Chips(theme)
    chips.show_texts(("a queue with a name as long as a whole sentence",))
    (text, box), *_ = chips._boxes(120)
    assert text.endswith("…")
    assert box.width() <= 120


def test_no_facts_take_no_room(theme: Theme) -> None:
    chips = Chips(theme)
    chips.show_texts(())
    assert chips.isHidden()
    assert chips.height_for(300) == 0
