from __future__ import annotations

import pytest
from phonenumbers import SUPPORTED_REGIONS, PhoneMetadata

from cti_desk.settings.countries import COUNTRIES, dial_rules


def test_every_country_is_here() -> None:
    assert set(COUNTRIES) == set(SUPPORTED_REGIONS)


@pytest.mark.parametrize("letters", sorted(COUNTRIES))
def test_the_table_is_that_of_phonenumbers(letters: str) -> None:
    country = COUNTRIES[letters]
    metadata = PhoneMetadata.metadata_for_region(letters)
    assert metadata is not None
    assert country.code == str(metadata.country_code)
    assert country.national_prefix == (metadata.national_prefix or "")
    usual = (
        metadata.preferred_international_prefix or metadata.international_prefix or ""
    ).replace("~", "")
    assert country.international_prefix == (usual if usual.isdigit() else "00")


def test_rules_are_completed_with_the_usual_prefixes() -> None:
    rules = dial_rules("US", None, None, "9", 4)
    assert (rules.country_code, rules.trunk_prefix, rules.international_prefix) == ("1", "1", "011")
    assert (rules.outside_line, rules.short_max) == ("9", 4)


def test_what_is_set_wins_also_when_it_is_empty() -> None:
    rules = dial_rules("BR", "0021", "", "", 5)
    assert (rules.international_prefix, rules.trunk_prefix) == ("0021", "")


def test_without_a_country_no_number_is_national() -> None:
    assert dial_rules("", None, None, "", 5).country_code == ""
