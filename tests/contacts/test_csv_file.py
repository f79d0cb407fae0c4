from __future__ import annotations

from pathlib import Path

import pytest

from cti_desk.contacts.csv_file import Contents, Entry, decoded, read_contacts


def read(tmp_path: Path, text: str | bytes) -> Contents:
    file = tmp_path / "people.csv"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_contacts(file)


MARIA = Entry("Maria Souza", ("2198765456",))


@pytest.mark.parametrize(
    "text",
    [
        "name,number\nMaria Souza,2198765456\n",
        "Number;Name\r\n2198765456;Maria Souza\r\n",
        "Nome\tTelefone\nMaria Souza\t2198765456",
        '"Full Name","E-mail","Phone number"\n"Maria Souza","m@example.com","2198765456"\n',
        "First Name,Last Name,E-mail Address,Mobile Phone\nMaria,Souza,m@x,2198765456\n",
        "Company,Business Phone\nMaria Souza,2198765456\n",
        "Prénom;Nom de famille;Téléphone\nMaria;Souza;2198765456\n",
        "\n\nname,phone\n\nMaria Souza,2198765456\n\n",
        "Maria Souza,2198765456\n",
        "2198765456;Maria Souza;x@example.com\n",
        "Customer number,Name,Phone type,Phone\n7,Maria Souza,work,2198765456\n",
        "Name,Landline\nMaria Souza,2198765456\n".replace("Landline", "Telephone (landline)"),
    ],
)
def test_usual_files(tmp_path: Path, text: str) -> None:
    assert read(tmp_path, text) == Contents((MARIA,))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "cp1252", "utf-16"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    text = "name,number\nJoão Conceição,2198765456\n"
    assert read(tmp_path, text.encode(encoding)).entries[0].name == "João Conceição"
    assert decoded(text.encode(encoding)) == text


def test_several_numbers_in_a_row(tmp_path: Path) -> None:
    text = "Name,Mobile,Home phone,Work phone\nMaria,1111111; 2222222,,3333333\n"
    assert read(tmp_path, text).entries == (Entry("Maria", ("1111111", "2222222", "3333333")),)


def test_bad_lines_are_told_and_the_others_read(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "name,number\n"
        "Maria Souza,2198765456\n"
        ",6100\n"
        "Nobody,\n"
        'Rounded,"5,52199E+12"\n'
        "Word,see below\n"
        "Short\n"
        "João,6101\n",
    )
    assert [entry.name for entry in found.entries] == ["Maria Souza", "João"]
    assert [problem.partition(":")[0] for problem in found.problems] == [
        "Contacts file, line 3",
        "Contacts file, line 5",
        "Contacts file, line 6",
    ]
    assert "no name" in found.problems[0]
    assert "spreadsheet" in found.problems[1]


def test_many_bad_lines_are_counted(tmp_path: Path) -> None:
    found = read(tmp_path, "name,number\n" + ",1234\n" * 100)
    assert len(found.problems) == 21
    assert found.problems[-1] == "… and 80 more lines."


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "empty"),
        ("\n\n", "empty"),
        ("name,address\nMaria,Rua 1\n", "no column for numbers"),
        ("just text", "no column for numbers"),
    ],
)
def test_files_that_hold_no_contacts(tmp_path: Path, text: str, words: str) -> None:
    found = read(tmp_path, text)
    assert found.entries == ()
    assert words in found.problems[0]


@pytest.mark.parametrize("content", [b"\0" * 100, b"\xff" * 100, b'name,number\n"open,1\n' * 9000])
def test_nonsense_is_no_error(tmp_path: Path, content: bytes) -> None:
    read(tmp_path, content)
