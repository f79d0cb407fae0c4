"""Who plays: people whom the contacts know by the numbers that the telephone system tells."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.demo import CAST, known_by_name


def test_callers_are_known_by_name(tmp_path: Path) -> None:
    known_by_name(CAST, "BR", tmp_path)
    assert CAST.contacts.splitlines()[0] == "name,number"


def test_a_number_of_another_country_names_nobody(tmp_path: Path) -> None:
    with pytest.raises(AssertionError):
        known_by_name(CAST, "NL", tmp_path)
