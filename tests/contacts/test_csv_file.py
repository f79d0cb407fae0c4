from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

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


ENCODINGS = [
    "utf-8",
    "utf-8-sig",
    "latin-1",
    "cp1252",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "utf-32",
]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_encodings(tmp_path: Path, encoding: str) -> None:
    text = "name,number\nJoão Conceição,2198765456\n"
    assert read(tmp_path, text.encode(encoding)).entries[0].name == "João Conceição"
    assert decoded(text.encode(encoding)) == text


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_in_another_script(tmp_path: Path, encoding: str) -> None:
    text = "name,number\n一一 Ān,2198765456\n"
    assert read(tmp_path, text.encode(encoding)).entries == (Entry("一一 Ān", ("2198765456",)),)


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
    assert [problem.partition(":")[0] for problem in found.problems[:3]] == [
        "Contacts file, line 3",
        "Contacts file, line 5",
        "Contacts file, line 6",
    ]
    assert "no name" in found.problems[0]
    assert "spreadsheet" in found.problems[1]
    assert found.problems[3] == "Contacts file: 2 lines have no number."


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


def entries(tmp_path: Path, text: str) -> list[tuple[str, ...]]:
    found = read(tmp_path, text)
    assert found.problems == ()
    return [entry.numbers for entry in found.entries]


def test_an_organisation_is_a_name_and_a_company(tmp_path: Path) -> None:
    found = read(tmp_path, "Company,Business Phone\nACME,2198765456\n")
    assert found.entries == (Entry("ACME", ("2198765456",), "ACME"),)


@pytest.mark.parametrize(
    "text",
    [
        "sep=;\nname;number\nMaria Souza;2198765456\n",
        '"sep=;"\r\nname;number\r\nMaria Souza;2198765456\r\n',
        "SEP=|\nname|number\nMaria Souza|2198765456\n",
        "name|number\nMaria Souza|2198765456\n",
        'name,number\nMaria Souza,="2198765456"\n',
        'name,number\nMaria Souza,"=""2198765456"""\n',
        "name,number\nMaria Souza,'2198765456\n",
        "name,number\nMaria Souza,2198765456.0\n",
        'name,number\nMaria Souza, "2198765456"\n',
        'name,number\n"Maria Souza" ,"2198765456" \n',
        'name, number\n "Maria Souza" , "2198765456"\n'.replace('" ,', '",'),
        "name\rnumber\r".replace("\r", ",", 1) + "Maria Souza,2198765456\r",
        'name;number\n"Souza; Maria";1\n"Maria Souza";2198765456\n'.replace(
            '"Souza; Maria";1\n', ""
        ),
    ],
)
def test_a_spreadsheets_marks_are_no_data(tmp_path: Path, text: str) -> None:
    assert read(tmp_path, text) == Contents((MARIA,))


@pytest.mark.parametrize(
    ("cell", "numbers"),
    [
        ('"030 1234567\n0171 1234567"', ("030 1234567", "0171 1234567")),
        ("030 1234567 / 0171 1234567", ("030 1234567", "0171 1234567")),
        ('"030 1234567, 0171 1234567"', ("030 1234567", "0171 1234567")),
        ("030 1234567; 0171 1234567", ("030 1234567", "0171 1234567")),
        ("+49 30 1234567 ::: +49 171 1234567", ("+49 30 1234567", "+49 171 1234567")),
        ("030 1234567 oder 0171 1234567", ("030 1234567", "0171 1234567")),
        ("2198765456/21987654321", ("2198765456", "21987654321")),
        ("26 12 34 / 27 12 34", ("26 12 34", "27 12 34")),
        ("030/1234567", ("030/1234567",)),
        ("033142/123456", ("033142/123456",)),
        ("030 1234567 (privat)", ("030 1234567",)),
        ("Tel.: 030 1234567", ("Tel.: 030 1234567",)),
        ("Büro: 030 1234567", ("030 1234567",)),
        ("tel:+49-30-1234567;ext=12", ("tel:+49-30-1234567;ext=12",)),
        ("030 1234567 ext. 12", ("030 1234567 ext. 12",)),
        ("*8", ("*8",)),
        ("1-800-FLOWERS", ("1-800-FLOWERS",)),
    ],
)
def test_the_numbers_of_a_cell(tmp_path: Path, cell: str, numbers: tuple[str, ...]) -> None:
    assert entries(tmp_path, f"name\tnumber\nMaria\t{cell}\n") == [numbers]


@pytest.mark.parametrize(
    ("bad", "line"),
    [('"Maria,219', 2), ('Maria,"219', 2), ('Maria,"219" 5', 2), ('"Ma"ria,219', 2)],
)
def test_an_unbalanced_quotation_mark_costs_no_other_line(
    tmp_path: Path, bad: str, line: int
) -> None:
    rest = "".join(f"Person {n},0{n}55501\n" for n in range(10, 60))
    found = read(tmp_path, f'name,number\n{bad}\n{rest}"João","021555"\nAna,021556\n')
    names = {entry.name for entry in found.entries}
    assert {f"Person {n}" for n in range(10, 60)} | {"João", "Ana", "Maria"} <= names
    assert len(found.problems) >= 1
    assert f"line {line}: a quotation mark is not closed" in found.problems[0]


def test_a_quotation_mark_that_a_later_line_closes_takes_no_lines_in(tmp_path: Path) -> None:
    found = read(tmp_path, 'name,number\nMaria,"219555\nJoão,219556\nAna,219557"\n')
    assert {"Maria", "João", "Ana"} == {entry.name for entry in found.entries}
    assert "line 2" in found.problems[0]


@pytest.mark.parametrize("delimiter", [",", ";", "|", "\t"])
def test_two_open_quotation_marks_do_not_make_one_of_two(tmp_path: Path, delimiter: str) -> None:
    rows = ["name,number", '"Ana,021555001', 'Bia",021555002', "Caio,021555003"]
    text = "".join(row.replace(",", delimiter) + "\n" for row in rows)
    found = read(tmp_path, text)
    assert [entry.name.strip('"') for entry in found.entries] == ["Ana", "Bia", "Caio"]
    assert "line 2" in found.problems[0]


def test_a_cell_may_have_several_lines(tmp_path: Path) -> None:
    text = 'name,number,notes\n"Maria\nSouza",2198765456,"one, two\nthree"\n'
    assert read(tmp_path, text) == Contents((MARIA,))


@pytest.mark.parametrize(
    "text",
    [
        'name,number,address\nMaria,219555,"Rua 1, Casa 2\n20040 Rio, RJ, Brasil"\nBia,219556,\n',
        'name,notes,number\nMaria,"blue, green, red\nother",219555\nBia,x,219556\n',
    ],
)
def test_a_cell_of_several_lines_may_have_as_many_delimiters_as_a_row(
    tmp_path: Path, text: str
) -> None:
    found = read(tmp_path, text)
    assert found.problems == ()
    assert {entry.name: entry.numbers for entry in found.entries} == {
        "Maria": ("219555",),
        "Bia": ("219556",),
    }


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Contract Number,Phonetic First Name\n1,x\n", "no column for numbers"),
        ("number,address\n2198765456,Rua\n", "no column for names"),
        ("name,number\n", "no contacts"),
        ("name,number\nMaria,\nJoão,\n", "2 lines have no number"),
        ("name,number\nMaria,5E+12\n", "spreadsheet"),
        ("name,number\nMaria,see 12 below\n", "is no number"),
    ],
)
def test_no_line_vanishes_without_a_sentence(tmp_path: Path, text: str, words: str) -> None:
    found = read(tmp_path, text)
    assert found.entries == ()
    assert any(words in problem for problem in found.problems)


lines = st.lists(
    st.text(st.characters(exclude_characters="\r\n\0", exclude_categories=("Cs",)), max_size=30),
    max_size=12,
)


@given(lines, st.sampled_from(["utf-8", "utf-16-le"]))
def test_every_line_is_a_contact_or_is_told_of(given_lines: list[str], encoding: str) -> None:
    text = "name,number\n" + "".join(line + "\n" for line in given_lines)
    with TemporaryDirectory() as folder:
        found = read(Path(folder), text.encode(encoding))
    assert found.problems or found.entries or not any(line.strip() for line in given_lines)


def test_a_hundred_thousand_lines_with_quotation_marks(tmp_path: Path) -> None:
    text = "name,number\n" + '"Person","021555501"\n' * 50_000 + '"Open,021555502\n' * 50_000
    found = read(tmp_path, text)
    assert len(found.entries) == 100_000
    assert found.problems[-1] == "… and 49980 more lines."
