from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cti_desk.core.dialing import DialRules, dialled
from cti_desk.core.errors import UsageError

BRAZIL = DialRules(country_code="55", outside_line="0")
GERMANY = DialRules(country_code="49")
AMERICA = DialRules(country_code="1", international_prefix="011", trunk_prefix="1")
ITALY = DialRules(country_code="39", trunk_prefix="")
CARRIER = DialRules(country_code="55", international_prefix="0021", trunk_prefix="021")

TABLE = [
    # typed, rules, dialled
    ("+49(0)30 123456", GERMANY, "030123456"),
    ("+49(0)30 123456", BRAZIL, "0004930123456"),
    ("+49 (0) 30 123456", BRAZIL, "0004930123456"),
    ("+49 (0)30 123456", BRAZIL, "0004930123456"),
    ("0049(0)30 123456", BRAZIL, "0004930123456"),
    ("00 49 (0)30 123456", BRAZIL, "0004930123456"),
    ("+49 30/123-456", BRAZIL, "0004930123456"),
    ("+49 30 123456", AMERICA, "0114930123456"),
    ("0049 30 123456", AMERICA, "0114930123456"),
    ("011 49 30 123456", AMERICA, "0114930123456"),
    ("+1 (212) 555-0123", AMERICA, "12125550123"),
    ("+55 21 9876-5456", BRAZIL, "002198765456"),
    ("+55 (0)21 9876-5456", BRAZIL, "002198765456"),
    ("0055 21 98765-4321", BRAZIL, "0021987654321"),
    ("0055 21 98765-4321", GERMANY, "005521987654321"),
    ("+55 21 9876-5456", CARRIER, "0212198765456"),
    ("+49 30 123456", CARRIER, "00214930123456"),
    ("+39 (0)6 12345678", GERMANY, "00390612345678"),
    ("+39 06 12345678", ITALY, "0612345678"),
    ("(021) 9876-5456", BRAZIL, "002198765456"),
    ("(0)30 123456", GERMANY, "030123456"),
    ("21 9876.5456", BRAZIL, "02198765456"),
    ("9876-5456", BRAZIL, "098765456"),
    ("6100", BRAZIL, "6100"),
    ("7 0 1 2", BRAZIL, "7012"),
    ("190", BRAZIL, "190"),
    ("00", BRAZIL, "00"),
    ("*8", BRAZIL, "*8"),
    ("* 8", BRAZIL, "*8"),
    ("#31#6100", BRAZIL, "#31#6100"),
    ("*21*02198765456#", BRAZIL, "*21*02198765456#"),
    ("\u202a+49\u00a030\u2011123456\u202c", BRAZIL, "0004930123456"),
    ("６１００", BRAZIL, "6100"),
    ("٦١٠٠", BRAZIL, "6100"),
    (" 6100\t", BRAZIL, "6100"),
]


@pytest.mark.parametrize(("typed", "rules", "expected"), TABLE)
def test_what_is_dialled(typed: str, rules: DialRules, expected: str) -> None:
    assert dialled(typed, rules) == expected


@pytest.mark.parametrize("typed", ["", "  ", "+", "-", "()"])
def test_nothing_to_dial(typed: str) -> None:
    with pytest.raises(UsageError, match="no number"):
        dialled(typed, BRAZIL)


@pytest.mark.parametrize("typed", ["0800-FLOWERS", "SIP/default_0002", "6100 ext 5", "maría"])
def test_letters_are_refused_with_words(typed: str) -> None:
    with pytest.raises(UsageError, match="letters"):
        dialled(typed, BRAZIL)


@pytest.mark.parametrize(
    "typed", ["12+34", "++49301234", "1234;5", "=1+1", "+*8", "*21*+4930123#", "6100,,1"]
)
def test_other_characters_are_refused_with_words(typed: str) -> None:
    with pytest.raises(UsageError, match="out of place"):
        dialled(typed, BRAZIL)


def test_short_limit_is_a_rule() -> None:
    long_extensions = DialRules(outside_line="0", short_max=6)
    assert dialled("123456", long_extensions) == "123456"
    assert dialled("1234567", long_extensions) == "01234567"


digits = st.text("0123456789", min_size=1, max_size=15)
rules = st.builds(
    DialRules,
    country_code=st.sampled_from(["", "1", "49", "55", "351"]),
    international_prefix=st.sampled_from(["00", "011", "810", "0021"]),
    trunk_prefix=st.sampled_from(["", "0", "1", "8"]),
    outside_line=st.sampled_from(["", "0", "9"]),
    short_max=st.integers(0, 8),
)


@given(digits, rules)
def test_only_digits_come_out_and_none_typed_is_lost(number: str, rules: DialRules) -> None:
    sent = dialled(number, rules)
    assert sent.isdigit()
    if not number.startswith("00") and not number.startswith(rules.international_prefix):
        assert sent in (number, rules.outside_line + number)


@given(digits, st.lists(st.sampled_from(" -./\u00a0\u200e")), rules, st.randoms())
def test_separators_change_nothing(number: str, marks: list[str], rules: DialRules, rnd) -> None:
    text = list(number)
    for mark in marks:
        text.insert(rnd.randrange(len(text) + 1), mark)
    assert dialled("".join(text), rules) == dialled(number, rules)


@given(st.from_regex(r"\A[2-9][0-9]{6,13}\Z"), rules)
def test_plus_becomes_prefix_or_national_form(number: str, rules: DialRules) -> None:
    sent = dialled("+" + number, rules)
    own = rules.country_code and number.startswith(rules.country_code)
    national = rules.trunk_prefix + number.removeprefix(rules.country_code)
    expected = national if own else rules.international_prefix + number
    assert sent == rules.outside_line + expected


@given(st.text())
def test_any_text_is_dialled_or_refused_with_words(text: str) -> None:
    with suppress(UsageError):
        sent = dialled(text, BRAZIL)
        assert sent
        assert set(sent) <= set("0123456789*#")
