from __future__ import annotations

from cti_desk.core.causes import BROKEN, ELSEWHERE, TRANSFERS, Cause

OURS = {Cause.REJECTED, Cause.UNSEEN}


def test_the_words_are_spelled_as_in_the_standards_schema() -> None:
    for cause in set(Cause) - OURS:
        first, *others = cause.name.split("_")
        assert cause.value == first.lower() + "".join(each.title() for each in others)


def test_the_groups_do_not_overlap() -> None:
    assert not TRANSFERS & ELSEWHERE
    assert not (TRANSFERS | ELSEWHERE) & BROKEN
    assert not BROKEN & OURS
