"""Which columns of a contacts file are names and telephone numbers, by their headings' words.

Headings are matched as words, never as parts of words: a "Contract Number" is no telephone, nor is
a "Phonetic First Name". English, Portuguese, Dutch, French, German, Spanish and Italian.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

from msgspec import Struct


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Whole headings, in lower case, letters and digits only.
_NAMES: Final = _set(
    """
    name fullname displayname contact contactname fileas nome nomecompleto contato naam
    volledigenaam nom nomcomplet anzeigename nombre nombrecompleto kontakt contatto contacto
    """
)
_FIRST_NAMES: Final = _set(
    """
    firstname givenname forename primeironome prenom voornaam vorname
    """
)
_LAST_NAMES: Final = _set(
    """
    lastname surname familyname sobrenome achternaam nomdefamille nachname apellido
    apellidos cognome familienname
    """
)
_COMPANIES: Final = _set(
    """
    company companyname organization organisation organizationname organization1name empresa
    bedrijf bedrijfsnaam entreprise societe firma firmenname azienda ditta
    """
)

# Words that make a heading a telephone's.
_TELEPHONES: Final = _set(
    """
    phone phones tel telnr telno telephone telephones phonenumber phonenumbers phoneno
    phonenr mobile mobilephone mobilenumber cell cellphone cellular cellulare landline
    whatsapp gsm callerid fone telefone telefones celular ramal telemovel movil telefoon
    telefoonnummer telefoonnr mobiel mobiele toestel toestelnummer portable telephonique
    poste telefon telefonnummer telefonnr mobil mobilnummer mobilfunk handy handynummer
    rufnummer durchwahl festnetz nebenstelle telefono telefoni telefonos extension
    extensions ext
    """
)
# Ends of compound words: Mobiltelefon, homephone.
_ENDS: Final = ("telefon", "telefoon", "telefone", "telefono", "telephone", "phone", "rufnummer")
# A number alone is a telephone's; with any other word than these it is something else's.
_NUMBERS: Final = _set(
    """
    number numbers numero numeros nummer nummern num nr no
    """
)
_NEUTRAL: Final = _set(
    """
    work home business private personal main primary secondary other office direct dial
    called caller calling contact contato kontakt external internal short first second
    third trabalho casa comercial residencial principal outro
    werk thuis zakelijk prive travail domicile bureau
    geschaftlich privat buro dienstlich arbeit trabajo lavoro
    """
)
# Words that make a telephone's heading something about the telephone.
_ABOUT: Final = _set(
    """
    email mail type typ tipo art kind label etikett code prefix vorwahl country land pais
    provider carrier operator operadora model brand serial imei verified valid optin optout
    opt allowed status note notes notiz comment comments date time id fax telefax
    phonetic
    """
)


class Columns(Struct, frozen=True):
    """Where in a row the names and the numbers are."""

    name: int | None
    first: int | None
    last: int | None
    company: int | None
    numbers: tuple[int, ...]

    @property
    def has_names(self) -> bool:
        return not (self.name is self.first is self.last is self.company is None)

    def name_of(self, cells: Sequence[str]) -> str:
        """The person's name, else the company's."""
        person = " ".join(filter(None, (_cell(cells, self.first), _cell(cells, self.last))))
        return _cell(cells, self.name) or person or _cell(cells, self.company)

    def company_of(self, cells: Sequence[str]) -> str:
        """The company's name, or nothing."""
        return _cell(cells, self.company)


def columns_of(headings: Sequence[str]) -> Columns | None:
    """The columns that the headings name; ``None`` when none is a telephone's."""
    numbers = tuple(index for index, text in enumerate(headings) if is_telephone(text))
    if not numbers:
        return None
    keys = ["".join(_words(text)) for text in headings]

    def index_of(known: frozenset[str]) -> int | None:
        found = (index for index, key in enumerate(keys) if key in known and index not in numbers)
        return next(found, None)

    return Columns(
        index_of(_NAMES),
        index_of(_FIRST_NAMES),
        index_of(_LAST_NAMES),
        index_of(_COMPANIES),
        numbers,
    )


def is_telephone(heading: str) -> bool:
    """Whether a column with this heading holds telephone numbers."""
    # phoneNumber is two words and WhatsApp is one: both readings count.
    words = [word for word in _words(heading) if not word.isdigit()]
    if "".join(words) in _TELEPHONES:
        return True
    if _is_telephone([word for word in _words(heading.lower()) if not word.isdigit()]):
        return _ABOUT.isdisjoint(words)
    return _is_telephone(words)


def _is_telephone(words: list[str]) -> bool:
    if not words or not _ABOUT.isdisjoint(words):
        return False
    if any(word in _TELEPHONES or word.endswith(_ENDS) for word in words):
        return True
    others = [word for word in words if word not in _NUMBERS]
    return len(others) < len(words) and all(word in _NEUTRAL for word in others)


def _words(heading: str) -> list[str]:
    """``Telefon (geschäftlich)`` → telefon, geschaftlich; ``homePhone2`` → home, phone, 2."""
    plain = unicodedata.normalize("NFKD", heading)
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    plain = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", plain).lower().replace("e-mail", "email")
    return re.findall(r"[^\W\d_]+|\d+", plain)


def _cell(cells: Sequence[str], index: int | None) -> str:
    return cells[index] if index is not None and index < len(cells) else ""
