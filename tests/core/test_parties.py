from __future__ import annotations

import pytest

from cti_desk.core.model import Remote
from cti_desk.core.parties import NOBODY, WITHHELD, is_another, party_of, same_party


@pytest.mark.parametrize(
    ("remote", "party"),
    [
        (Remote(), NOBODY),
        (Remote(number="  "), NOBODY),
        (Remote(name=" Reception "), "name:Reception"),
        (Remote(number=" 6100 "), "6100"),
        (Remote(withheld=True), WITHHELD),
        (Remote(number="anonymous", withheld=True), WITHHELD),
    ],
)
def test_the_key_of_a_party(remote: Remote, party: str) -> None:
    assert party_of(remote) == party


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2198765456", "2198765456", True),
        ("2198765456", "+55 21 9876-5456", True),
        ("02198765456", "+552198765456", True),
        ("030 1234567", "+49301234567", True),
        ("6100", "06100", True),
        ("6100", "16100", False),
        ("100", "2198765100", False),
        ("2198765456", "2198765457", False),
        ("anna", "bert", False),
        ("anna", "anna", True),
        ("0", "00", False),
        (WITHHELD, WITHHELD, True),
        (WITHHELD, "6100", False),
        (NOBODY, "6100", False),
        ("name:Queue 2198765456", "2198765456", False),
    ],
)
def test_the_same_party_however_written(one: str, other: str, same: bool) -> None:
    assert same_party(one, other) is same
    assert same_party(other, one) is same


@pytest.mark.parametrize(
    ("before", "now", "another"),
    [
        (Remote(), Remote(number="6100"), False),
        (Remote(number="6100"), Remote(), True),
        (Remote(number="6100"), Remote(name="Voicemail"), True),
        (Remote(name="Support"), Remote(number="6100", name="Ana"), True),
        (Remote(name="Ana"), Remote(number="6100", name="Ana"), False),
        (Remote(name="Ana"), Remote(number="6100"), False),
        (Remote(name="Voicemail"), Remote(), True),
        (Remote(withheld=True), Remote(withheld=True, name="Ana"), False),
        (Remote(number="6100"), Remote(number="6100", name="Ana"), False),
        (Remote(number="6100"), Remote(number="6101"), True),
        (Remote(number="6100"), Remote(withheld=True), True),
        (Remote(withheld=True), Remote(number="6100"), True),
    ],
)
def test_another_party_has_come(before: Remote, now: Remote, another: bool) -> None:
    assert is_another(before, now) is another
