from __future__ import annotations

from collections.abc import Iterator

import pytest

from cti_desk.desktop.words import CATALOGUE, Catalogue, tr, trn


@pytest.fixture
def catalogue() -> Iterator[Catalogue]:
    before = CATALOGUE.translate, CATALOGUE.translate_plural
    yield CATALOGUE
    CATALOGUE.use(*before)


def test_english_is_the_source() -> None:
    assert tr("Dials {number}", number="0 21") == "Dials 0 21"
    assert tr("{text} is left alone without values") == "{text} is left alone without values"
    assert trn("{count} call", "{count} calls", 1) == "1 call"
    assert trn("{count} call", "{count} calls", 2) == "2 calls"


def test_a_catalogue_is_asked_before_values_are_filled_in(catalogue: Catalogue) -> None:
    catalogue.use(
        {"Dials {number}": "Belt {number}"}.__getitem__,
        lambda one, many, count: "{count} Anrufe",
    )
    assert tr("Dials {number}", number="0 21") == "Belt 0 21"
    assert trn("{count} call", "{count} calls", 2) == "2 Anrufe"
