from __future__ import annotations

import pytest

from cti_desk.core.explanation import Explanation, explain
from cti_desk.core.ports import Contact
from cti_desk.settings.countries import dial_rules

GERMANY = dial_rules("DE", None, None, "0", 5)


def nobody(number: str) -> Contact:
    return Contact()


def test_a_number_as_it_is_clicked() -> None:
    assert explain("tel:+49-30-123456;ext=12", GERMANY, nobody) == Explanation(
        "tel:+49-30-123456;ext=12",
        e164="+4930123456",
        extension="12",
        display="+49 30 123456 ext. 12",
        dialled="0030123456",
    )


def test_a_number_of_the_house() -> None:
    assert explain("6100", GERMANY, nobody) == Explanation("6100", display="6100", dialled="6100")


def test_a_caller() -> None:
    found = explain("001712345678", GERMANY, nobody, caller=True)
    assert (found.e164, found.dialled) == ("+491712345678", "001712345678")


@pytest.mark.parametrize(
    ("text", "caller", "words"),
    [
        ("030 123456, 0171 1234567", False, "more than one number"),
        ("maria", False, "letters"),
        ("", False, "no number"),
        ("anonymous", True, "withheld"),
        ("SIP/default_0002", True, "letters"),
        ("030 123456, 0171 1234567", True, "more than one number"),
        ("+999123456", True, "no country"),
        ("+999123456", False, "no country"),
    ],
)
def test_what_cannot_be_dialled_says_why(text: str, caller: bool, words: str) -> None:
    found = explain(text, GERMANY, nobody, caller)
    assert found.dialled is None
    assert words in (found.problem or "")
    assert found.raw == text


def test_who_it_is_is_asked_by_number_and_extension() -> None:
    asked = []

    def who(number: str) -> Contact:
        asked.append(number)
        return Contact("Anna / Bernd", "+4930123456", guess=True, candidates=("Anna", "Bernd"))

    found = explain("030 123456 x12", GERMANY, who)
    assert asked == ["+4930123456;ext=12"]
    assert (found.contact, found.guess, found.candidates) == (
        "Anna / Bernd",
        True,
        ("Anna", "Bernd"),
    )


def test_a_contact_with_an_area_code_that_was_not_typed_is_a_guess() -> None:
    found = explain("30123456", GERMANY, lambda number: Contact("Anna", "+4930123456"))
    assert (found.e164, found.contact, found.guess) == (None, "Anna", True)
