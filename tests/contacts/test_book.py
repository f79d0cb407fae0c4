from __future__ import annotations

import pytest

from cti_desk.contacts.book import ContactBook, Suggestion
from cti_desk.contacts.csv_file import Entry
from cti_desk.core.ports import Contact

BOOK = ContactBook(
    [
        Entry("Maria Souza", ("+55 21 9876-5456", "6101")),
        Entry("João Conceição", ("(0)11 3456-7890",)),
        Entry("Karl Meier", ("+49 (0)30 1234567",)),
        Entry("Support desk", ("6100",)),
        Entry("Twin A", ("+55 31 2222-1111",)),
        Entry("Twin B", ("+55 41 2222-1111",)),
    ],
    "BR",
)
MARIA = Contact("Maria Souza", "+552198765456", "+55 21 9876-5456")


@pytest.mark.parametrize(
    "number", ["2198765456", "02198765456", "+552198765456", "005502198765456", "00552198765456"]
)
def test_the_same_number_however_it_comes(number: str) -> None:
    found = BOOK.look_up(number)
    if number != "005502198765456":
        assert found == MARIA
    assert found.name == "Maria Souza"


def test_a_written_trunk_zero_is_no_digit() -> None:
    assert BOOK.look_up("00493012345 67".replace(" ", "")).name == "Karl Meier"
    assert BOOK.look_up("1134567890").name == "João Conceição"


def test_the_last_digits_are_a_guess_and_marked() -> None:
    assert BOOK.look_up("98765456") == Contact(
        "Maria Souza", BOOK.look_up("98765456").e164, BOOK.look_up("98765456").display, guess=True
    )
    assert BOOK.look_up("8765456").guess


@pytest.mark.parametrize("number", ["+31201234567", "1198765456"])
def test_a_complete_number_that_only_ends_alike_is_no_guess(number: str) -> None:
    assert BOOK.look_up(number).name is None


def test_two_candidates_are_no_guess() -> None:
    assert BOOK.look_up("22221111").name is None
    assert BOOK.look_up("+55 41 2222-1111").name == "Twin B"


@pytest.mark.parametrize(("number", "name"), [("6100", "Support desk"), ("100", None), ("", None)])
def test_short_numbers_match_as_a_whole(number: str, name: str | None) -> None:
    assert BOOK.look_up(number) == Contact(name, None, number)


def test_a_stranger_is_shown_well() -> None:
    assert BOOK.look_up("+31201234567") == Contact(None, "+31201234567", "+31 20 123 4567")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("mar", ["Maria Souza", "Maria Souza"]),
        ("SOU", ["Maria Souza", "Maria Souza"]),
        ("conceicao", ["João Conceição"]),
        ("joao c", ["João Conceição"]),
        ("9876", ["Maria Souza"]),
        ("+55 21 98", ["Maria Souza"]),
        ("6100", ["Support desk"]),
        ("win", []),
        ("ouza", []),
        ("", []),
        ("   ", []),
        ("\n", []),
        ("\t", []),
    ],
)
def test_suggestions(text: str, names: list[str]) -> None:
    assert [found.name for found in BOOK.suggest(text)] == names


def test_suggestions_carry_the_number_and_are_limited() -> None:
    assert BOOK.suggest("meier") == [Suggestion("Karl Meier", "+49 (0)30 1234567")]
    assert len(BOOK.suggest("twin", limit=1)) == 1


def test_an_empty_book() -> None:
    book = ContactBook()
    assert len(book) == 0
    assert book.look_up("6100") == Contact(None, None, "6100")
    assert book.suggest("x") == []


def test_a_hundred_thousand_contacts() -> None:
    book = ContactBook(
        (Entry(f"Person {number}", (f"+5521{number:08d}",)) for number in range(100_000)), "BR"
    )
    assert len(book) == 100_000
    assert book.look_up("2100042042").name == "Person 42042"
    assert [found.name for found in book.suggest("person 99999")] == ["Person 99999"]
    assert len(book.suggest("person")) == 8
