from __future__ import annotations

import pytest

from cti_desk.contacts.csv_columns import columns_of, is_telephone


@pytest.mark.parametrize(
    "heading",
    [
        "number", "Number", "Phone", "Phone number", "PhoneNumber", "phone_number",
        "Phone 1 - Value", "Telephone (landline)", "Tel.", "Tel", "Mobile", "Mobile Phone",
        "Home Phone 2", "homePhone", "Business Phone", "Cell", "Customer phone", "Telefon",
        "Telefon (geschäftlich)", "Mobiltelefon", "Geschäftstelefon", "Rufnummer", "Handy",
        "Handynummer", "Nummer", "Durchwahl", "Telefone", "Celular", "Número", "Ramal",
        "Telefoon", "Telefoonnummer", "Mobiele nummer", "Téléphone", "Portable", "Numéro",
        "Poste", "Extension", "Work number", "Teléfono", "CallerID", "WhatsApp", "GSM",
        "Contact Number", "NUMBER (WORK)",
    ],
)  # fmt: skip
def test_telephones(heading: str) -> None:
    assert is_telephone(heading)


@pytest.mark.parametrize(
    "heading",
    [
        "Contract Number", "Phonetic First Name", "Customer number", "Account number",
        "House number", "Phone 1 - Type", "Phone 1 - Label", "Phone type", "Phone verified",
        "Telephone provider", "E-mail", "Email", "E-mail Address", "Fax", "Business Fax",
        "Fax number", "VAT number", "Name", "IBAN", "Street", "Hotel", "Automobile",
        "Vertragsnummer", "Kundennummer", "Hausnummer", "Número do contrato",
        "Numéro de client", "Postal code", "ID", "Country code (phone)", "", "12",
        "Phonetic Last Name", "Numerology", "Cellar", "Handyman",
    ],
)  # fmt: skip
def test_what_is_no_telephone(heading: str) -> None:
    assert not is_telephone(heading)


def test_columns_and_the_names_they_make() -> None:
    columns = columns_of(["First Name", "Phonetic First Name", "Last Name", "Company", "Phone"])
    assert columns is not None
    assert (columns.first, columns.last, columns.company, columns.numbers) == (0, 2, 3, (4,))
    assert columns.has_names
    assert columns.name_of(["Maria", "x", "Souza", "ACME", "1"]) == "Maria Souza"
    assert columns.name_of(["", "", "", "ACME", "1"]) == columns.company_of(["", "", "", "ACME"])
    assert columns.name_of([]) == ""


def test_no_columns() -> None:
    assert columns_of(["name", "address"]) is None
    nameless = columns_of(["phone"])
    assert nameless is not None
    assert not nameless.has_names
