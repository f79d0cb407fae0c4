from __future__ import annotations

from pathlib import Path

import pytest

from cti_desk.contacts import CsvContacts
from cti_desk.core.ports import Contact
from cti_desk.settings.countries import dial_rules
from tests.support.waiting import wait_for

BRAZIL = dial_rules("BR", None, None, "", 5)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "people.csv"
    path.write_text("name,number\nMaria Souza,2198765456\n", encoding="utf-8")
    return path


@pytest.fixture
def loaded() -> list[tuple[str, ...]]:
    return []


def test_a_file_is_read_and_asked(file: Path, loaded: list[tuple[str, ...]]) -> None:
    contacts = CsvContacts(file, BRAZIL, loaded.append)
    wait_for(lambda: loaded)
    assert loaded == [()]
    found = contacts.look_up("+55 21 9876-5456")
    assert found == Contact("Maria Souza", "+552198765456", "+55 21 9876-5456")
    assert [each.name for each in contacts.suggest("mar")] == ["Maria Souza"]


def test_a_changed_file_is_read_again(file: Path, loaded: list[tuple[str, ...]]) -> None:
    contacts = CsvContacts(file, BRAZIL, loaded.append)
    contacts.check()
    file.write_text("name,number\nMaria Silva,2198765456\n,1234\n", encoding="utf-8")
    contacts.check()
    wait_for(lambda: len(loaded) == 2)
    assert contacts.look_up("2198765456").name == "Maria Silva"
    assert "line 3" in loaded[1][0]
    wait_for(lambda: not contacts.loading)
    contacts.check()
    assert not contacts.loading


def test_a_file_that_is_gone_is_told_and_the_last_contacts_stay(
    file: Path, loaded: list[tuple[str, ...]]
) -> None:
    contacts = CsvContacts(file, BRAZIL, loaded.append)
    wait_for(lambda: loaded)
    file.unlink()
    contacts.check()
    wait_for(lambda: len(loaded) == 2)
    assert "cannot be read" in loaded[1][0]
    assert contacts.look_up("2198765456").name == "Maria Souza"


def test_without_a_file_numbers_are_still_shown_well(loaded: list[tuple[str, ...]]) -> None:
    contacts = CsvContacts(None, BRAZIL, loaded.append)
    wait_for(lambda: loaded)
    assert contacts.look_up("2198765456") == Contact(None, "+552198765456", "+55 21 9876-5456")
    assert contacts.suggest("x") == []


def test_another_file_from_the_settings(file: Path, loaded: list[tuple[str, ...]]) -> None:
    contacts = CsvContacts(None, None, loaded.append)
    contacts.use(file, BRAZIL)
    contacts.use(file, BRAZIL)
    wait_for(lambda: len(loaded) == 2)
    assert contacts.look_up("02198765456").name == "Maria Souza"


@pytest.mark.parametrize("number", ["", "anonymous", "Restricted"])
def test_a_withheld_number_is_nobody(file: Path, number: str) -> None:
    assert CsvContacts(file, BRAZIL).look_up(number) == Contact()


def test_an_answer_comes_at_once_while_the_file_is_read(
    file: Path, monkeypatch: pytest.MonkeyPatch, loaded: list[tuple[str, ...]]
) -> None:
    import threading

    go_on = threading.Event()
    monkeypatch.setattr("cti_desk.contacts.csv_contacts.warm_up", lambda country: go_on.wait(10))
    contacts = CsvContacts(file, BRAZIL, loaded.append)
    assert contacts.look_up("2198765456") == Contact(display="2198765456")
    assert contacts.suggest("m") == []
    go_on.set()
    wait_for(lambda: loaded)


@pytest.mark.expected_log("contacts could not be read")
def test_a_file_that_cannot_be_understood_is_told(
    file: Path, monkeypatch: pytest.MonkeyPatch, loaded: list[tuple[str, ...]]
) -> None:
    def fail(path: Path) -> None:
        raise ValueError(path)

    monkeypatch.setattr("cti_desk.contacts.csv_contacts.read_contacts", fail)
    contacts = CsvContacts(file, BRAZIL, loaded.append)
    wait_for(lambda: loaded)
    assert "cannot be understood" in loaded[0][0]
    assert contacts.look_up("6100") == Contact(display="6100")
