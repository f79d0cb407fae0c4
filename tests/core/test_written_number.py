from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cti_desk.core.errors import UsageError
from cti_desk.core.written_number import Written, digits_of, is_plain, parse_written, parts_of


@pytest.mark.parametrize(
    ("text", "number", "extension"),
    [
        ("+49 30 123456", "+4930123456", None),
        ("\u202a+49\u00a030\u2011123456\u202c", "+4930123456", None),
        ("+49\u200b30\ufeff12\u00ad3456\u2060", "+4930123456", None),
        ("０３０　１２３４５６", "030123456", None),
        ("٠٣٠١٢٣٤٥٦", "030123456", None),
        ("०३०१२३४५६", "030123456", None),
        ("0\ufe0f\u20e33\ufe0f\u20e30 123456", "030123456", None),
        ("*8", "*8", None),
        ("＊８", "*8", None),
        ("**21*030123456#", "**21*030123456#", None),
        ("#31#0171 1234567", "#31#01711234567", None),
        ("6100 ext 5", "6100", "5"),
        ("+1 212 555 0123 ext. 89", "+12125550123", "89"),
        ("+1 212 555 0123 x89", "+12125550123", "89"),
        ("(212) 555-0123 (ext 89)", "2125550123", "89"),
        ("212-555-0123 #89", "2125550123", "89"),
        ("030 123456 Durchwahl 12", "030123456", "12"),
        ("11 3456-7890 ramal 12", "1134567890", "12"),
        ("01 42 68 53 00 poste 12", "0142685300", "12"),
        ("020 123 4567 toestel 12", "0201234567", "12"),
        ("+12125550123,,89#", "+12125550123", "89"),
        ("tel:+49-30-123456;ext=12", "+4930123456", "12"),
        ("tel:+49-30-123456;EXT=12;isub=1", "+4930123456", "12"),
        ("tel:+49-30-123456;isub=1;ext=12", "+4930123456", "12"),
        ("TEL:+4930123456", "+4930123456", None),
        ("tel://+4930123456", "+4930123456", None),
        ("tel:%2B4930123456", "+4930123456", None),
        ("tel:123456;phone-context=+49-30", "+4930123456", None),
        ("tel:6100;phone-context=example.com", "6100", None),
        ("callto:+55%2021%2098765-4321", "+5521987654321", None),
        ("callto://030123456", "030123456", None),
        ("sip:+4930123456@pbx.example.com", "+4930123456", None),
        ("SIPS:6100:secret@pbx;transport=tls?Subject=x", "6100", None),
        ("sip:+4930123456;phone-context=x@pbx", "+4930123456", None),
        ("+49 30 123456;phone-context=example.com;ext=5", "+4930123456", "5"),
        ("callto:sip:6100@pbx", "6100", None),
        ("sip:6100", "6100", None),
        ("sip:+4930123456:5060", "+4930123456", None),
        ("tel:*8;phone-context=+49", "*8", None),
        ("<tel:+4930123456>", "+4930123456", None),
        ("Phone: (212) 555-0123", "2125550123", None),
    ],
)
def test_what_is_written(text: str, number: str, extension: str | None) -> None:
    read = parse_written(text)
    assert (read.number, read.extension) == (number, extension)


def test_a_zero_in_brackets_is_read_both_ways() -> None:
    assert parse_written("+49 (0)30 123456") == Written(
        "+49030123456", None, without_trunk="+4930123456"
    )
    assert parse_written("(0)30 123456").without_trunk is None


def test_words_for_digits() -> None:
    assert parse_written("1-800-FLOWERS") == Written("18003569377", vanity=True)


@pytest.mark.parametrize("text", ["0800 1234567 MAX", "maria", "SIP/default_0002", "030 12 Büro"])
def test_other_letters_are_refused(text: str) -> None:
    with pytest.raises(UsageError, match="letters"):
        parse_written(text)


@pytest.mark.parametrize(
    "text", ["6100, 6101", "030 123456 oder 0171 1", "+4930123456+49171123456"]
)
def test_several_numbers_are_refused(text: str) -> None:
    if text.endswith(" 1"):
        text += "234567"
    with pytest.raises(UsageError, match="more than one number"):
        parse_written(text)


@pytest.mark.parametrize("text", ["", "  ", "+", "-", "tel:", "sip:@pbx", "sip:192.168.1.5"])
def test_nothing(text: str) -> None:
    with pytest.raises(UsageError, match="no number"):
        parse_written(text)


def test_a_long_text_is_refused_and_its_error_is_short() -> None:
    with pytest.raises(UsageError, match="too long") as caught:
        parse_written("1" * 1_000_000)
    assert len(str(caught.value)) < 200


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("030/123456", ["030", "123456"]),
        ("030 123456", ["030 123456"]),
        ("030 1\n0171 2", ["030 1", "0171 2"]),
        ("+49 30 - 5", ["+49 30", "5"]),
    ],
)
def test_parts_that_may_be_numbers(text: str, parts: list[str]) -> None:
    assert parts_of(text) == parts


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("+49 30 123456", "4930123456"),
        ("030 123456 ext. 12", "030123456"),
        ("０３０", "030"),
        ("6100", "6100"),
        ("+0049 30 123456", "4930123456"),
        ("+(0)0 49 30 123456", "4930123456"),
        ("030 123456,12", "030123456"),
        ("1-800-FLOWERS", "18003569377"),
        ("", ""),
    ],
)
def test_digits_of_a_listed_number(text: str, digits: str) -> None:
    assert digits_of(text) == digits


@given(st.text("0123456789+ ().-/,x", max_size=20))
def test_a_plain_number_is_one_number(text: str) -> None:
    if is_plain(text):
        read = parse_written(text)
        assert read.extension is None
        assert digits_of(text) == read.number.removeprefix("+")


@given(st.text())
def test_any_text_is_read_or_refused_with_words(text: str) -> None:
    with suppress(UsageError):
        read = parse_written(text)
        assert set(read.number) <= set("+0123456789*#")
        assert any(c in "0123456789*#" for c in read.number)
    digits_of(text)
    parts_of(text)
