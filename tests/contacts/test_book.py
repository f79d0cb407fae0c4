from __future__ import annotations

import pytest

from cti_desk.contacts.book import ContactBook, Suggestion
from cti_desk.contacts.csv_file import Entry
from cti_desk.core.dialing import DialRules
from cti_desk.core.ports import Contact
from cti_desk.settings.countries import dial_rules


def rules_of(country: str, outside_line: str = "") -> DialRules:
    return dial_rules(country, None, None, outside_line, 5)


BOOK = ContactBook(
    [
        Entry("Maria Souza", ("+55 21 9876-5456", "6101")),
        Entry("João Conceição", ("(0)11 3456-7890",)),
        Entry("Karl Meier", ("+49 (0)30 1234567",)),
        Entry("Support desk", ("6100",)),
        Entry("Twin A", ("+55 31 2222-1111",)),
        Entry("Twin B", ("+55 41 2222-1111",)),
    ],
    rules_of("BR"),
)
MARIA = Contact("Maria Souza", "+552198765456", "+55 21 9876-5456")


@pytest.mark.parametrize(
    "number", ["2198765456", "02198765456", "+552198765456", "005502198765456", "00552198765456"]
)
def test_the_same_number_however_it_comes(number: str) -> None:
    assert BOOK.look_up(number) == MARIA


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
        (Entry(f"Person {number}", (f"+5521{number:08d}",)) for number in range(100_000)),
        rules_of("BR"),
    )
    assert len(book) == 100_000
    assert book.look_up("2100042042").name == "Person 42042"
    assert [found.name for found in book.suggest("person 99999")] == ["Person 99999"]
    assert len(book.suggest("person")) == 8


ANNA = Entry("Anna Müller", ("030 1234567",), "ACME GmbH")
BERND = Entry("Bernd Schulz", ("+49 30 1234567",), "ACME GmbH")


def test_two_people_with_one_number_are_both_named_and_marked() -> None:
    book = ContactBook([ANNA, Entry("Bernd Schulz", ("+49 30 1234567",))], rules_of("DE"))
    assert book.look_up("0301234567") == Contact(
        "Anna Müller / Bernd Schulz",
        "+49301234567",
        "+49 30 1234567",
        guess=True,
        candidates=("Anna Müller", "Bernd Schulz"),
    )


def test_two_people_of_one_company_are_the_company_and_marked() -> None:
    found = ContactBook([ANNA, BERND], rules_of("DE")).look_up("+49301234567")
    assert (found.name, found.guess) == ("ACME GmbH", True)
    assert found.candidates == ("Anna Müller", "Bernd Schulz")


def test_one_person_on_two_lines_is_one() -> None:
    again = Entry("ANNA MÜLLER", ("0049 30 1234567",))
    found = ContactBook([ANNA, again], rules_of("DE")).look_up("+49301234567")
    assert (found.name, found.guess, found.candidates) == ("Anna Müller", False, ())


def test_many_people_of_one_number() -> None:
    people = [Entry(f"Person {n}", ("030 1234567",)) for n in range(200)]
    found = ContactBook(people, rules_of("DE")).look_up("+49301234567")
    assert found.guess
    assert found.name == "Person 0 / Person 1 / Person 2 / …"
    assert len(found.candidates) == 50


def test_many_numbers_that_end_alike_hide_none() -> None:
    people = [Entry(f"Person {n}", (f"+49 30 {n:03}000000",)) for n in range(100, 900)]
    book = ContactBook(people, rules_of("DE"))
    assert book.look_up("+4930100000000").name == "Person 100"
    assert book.look_up("+4930899000000").name == "Person 899"


@pytest.mark.parametrize(
    ("country", "listed", "caller", "guess"),
    [
        ("FO", "+298 301234", "301234", False),
        ("FO", "301234", "+298301234", False),
        ("FO", "30 12 34", "00298301234", False),
        ("LU", "+352 26 12 34", "261234", False),
        ("LU", "26 12 34", "00352261234", False),
        ("LU", "+352 47121", "+35247121", False),
        ("DE", "7012345", "7012345", False),
        ("DE", "6100", "6100", False),
        ("AR", "011 15 2345-6789", "+5491123456789", False),
        ("DE", "tel:+49-30-1234567", "0301234567", False),
        ("DE", "030 123456,12", "+4930123456;ext=12", False),
        ("US", "1-800-FLOWERS", "+18003569377", False),
        ("DE", "4930123456", "+4930123456", False),
        ("DE", "+49 30 1234567 ext. 12", "+49301234567;ext=12", False),
        ("DE", "+49 30 1234567 ext. 12", "+49301234567", True),
        ("BR", "+49 30 123456", "4930123456", True),  # read as Brazilian: the plus may be lost
        ("", "+49 30 123456", "4930123456", True),
        ("", "030 1234567", "0301234567", False),
        ("BR", "+55 21 9876-5456", "98765456", True),
    ],
)
def test_a_contact_is_found_by_number(country: str, listed: str, caller: str, guess: bool) -> None:
    found = ContactBook([Entry("Anna", (listed,))], rules_of(country)).look_up(caller)
    assert (found.name, found.guess) == ("Anna", guess)


def test_thousands_of_numbers_that_end_alike_hide_none_and_few_are_read() -> None:
    people = [Entry(f"Person {n}", (f"+49 30 {n:05}000000",)) for n in range(10_000, 15_000)]
    book = ContactBook(people, rules_of("DE"))
    assert book.look_up("+493010000000000").name == "Person 10000"
    assert book.look_up("03014999000000").name == "Person 14999"
    assert book._read.cache_info().misses <= 100


def test_the_outside_line_is_taken_off_a_callers_number() -> None:
    book = ContactBook([Entry("Jan", ("06 12345678",))], rules_of("NL", "0"))
    assert book.look_up("00612345678") == Contact("Jan", "+31612345678", "+31 6 12345678")


def test_an_extension_of_a_house_is_not_its_neighbour() -> None:
    book = ContactBook([Entry("Anna", ("6100",)), Entry("Bernd", ("6101",))], rules_of("DE"))
    assert book.look_up("6101") == Contact("Bernd", None, "6101")
