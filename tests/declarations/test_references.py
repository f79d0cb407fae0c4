"""A reference is followed when it is loaded, not before."""

from __future__ import annotations

import pytest

from cti_desk.declarations import references
from cti_desk.declarations.references import load


def test_what_a_reference_names_is_loaded() -> None:
    assert load("cti_desk.declarations.references:load") is references.load


@pytest.mark.parametrize(
    ("reference", "error"),
    [
        ("cti_desk.declarations.nonesuch:load", ImportError),
        ("cti_desk.declarations.references:nonesuch", AttributeError),
        ("cti_desk.declarations.references", AttributeError),
    ],
)
def test_a_reference_to_nothing_is_an_error(reference: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        load(reference)
