"""Who plays: people whom the contacts know by the numbers that the telephone system tells."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from cti_desk.contacts.csv_contacts import CsvContacts
from cti_desk.demo.cast import cast_of
from cti_desk.settings.countries import dial_rules


@pytest.mark.parametrize(("vendor", "country"), [("instantvoice", "BR"), ("compass", "NL")])
def test_callers_are_known_by_name(tmp_path: Path, vendor: str, country: str) -> None:
    cast = cast_of(vendor)
    file = tmp_path / "contacts.csv"
    file.write_text(cast.contacts, encoding="utf-8")
    loaded = threading.Event()
    rules = dial_rules(country, None, None, "", 5)
    contacts = CsvContacts(file, rules, lambda problems: loaded.set())
    assert loaded.wait(20)
    for person in (cast.customer, cast.other):
        assert contacts.look_up(person.number).name == person.name
    assert contacts.look_up(cast.answering).name == "Answering machine"
