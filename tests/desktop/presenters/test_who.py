from __future__ import annotations

import pytest

from cti_desk.core.model import Remote
from cti_desk.desktop.presenters.who import WhoView, who_view


@pytest.mark.parametrize(
    ("remote", "view"),
    [
        (Remote("219", display="+55 219", name="Maria"), WhoView("Maria", "+55 219")),
        (
            Remote("219", display="+55 219", name="Maria", guess=True),
            WhoView("perhaps Maria", "+55 219"),
        ),
        (
            Remote("219", name="Ana / Bia", guess=True, candidates=("Ana", "Bia")),
            WhoView("Ana or Bia", "219"),
        ),
        (
            Remote("219", name="ACME", guess=True, candidates=("Ana", "Bia")),
            WhoView("ACME: Ana or Bia", "219"),
        ),
        (
            Remote("219", name="A / B / C / …", guess=True, candidates=("A", "B", "C", "D")),
            WhoView("A, B or 2 more", "219"),
        ),
        (Remote("219", display="+55 219"), WhoView("+55 219")),
        (Remote("6100"), WhoView("6100")),
        (Remote(withheld=True), WhoView("Number withheld")),
        (Remote("219", withheld=True), WhoView("Number withheld")),
        (Remote(name="Front desk", withheld=True), WhoView("Front desk", "Number withheld")),
        (Remote(), WhoView("Unknown number")),
    ],
)
def test_who_is_told_as_far_as_it_is_known(remote: Remote, view: WhoView) -> None:
    assert who_view(remote) == view
