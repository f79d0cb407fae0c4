from __future__ import annotations

from msgspec.structs import replace

from cti_desk.core.model import Link, LinkState
from cti_desk.desktop.presenters.link import link_view
from cti_desk.desktop.strip.link_marks import LinkMarks
from cti_desk.desktop.theme import Theme
from scripts.situations import NOW, TABLE, UP

PLAIN = "The link is not encrypted."


def test_the_link_and_its_warnings_are_seen_and_spoken(theme: Theme) -> None:
    marks = LinkMarks(theme)
    marks.show_view(link_view(replace(UP, marks=(PLAIN,)), TABLE, True, NOW))
    assert [one.accessibleName() for one in marks.marks()] == [
        "Simulator: this is not a real telephone system.",
        PLAIN,
    ]
    assert marks.link.accessibleName().startswith("Connected to InstantVoice.")
    marks.show_view(link_view(UP, TABLE, False, NOW))
    assert marks.marks() == []


def test_pressing_a_mark_says_its_sentence(theme: Theme) -> None:
    marks, said = LinkMarks(theme), []
    marks.asked.connect(said.append)
    marks.link.click()
    marks.show_view(link_view(replace(UP, marks=(PLAIN,)), TABLE, False, NOW))
    marks.marks()[0].click()
    marks.link.click()
    assert said == [PLAIN, "Connected to InstantVoice."]


def test_a_broken_link_looks_broken(theme: Theme) -> None:
    marks, pictures = LinkMarks(theme), []
    for link in (UP, Link(LinkState.DOWN), Link(LinkState.STOPPED)):
        marks.show_view(link_view(link, TABLE, False, NOW))
        pictures.append(marks.link.grab().toImage())
    assert pictures[0] != pictures[1] != pictures[2] != pictures[0]
    theme.use("dark")
    assert marks.link.grab().toImage() != pictures[2]
