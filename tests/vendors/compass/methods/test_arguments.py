"""Arguments that several methods share."""

from __future__ import annotations

import pytest

from cti_desk.core.errors import UsageError
from cti_desk.vendors.compass.methods.arguments import entity_type, object_of


def test_an_object_is_needed() -> None:
    assert object_of("user").mandatory


def test_types_are_a_choice() -> None:
    with pytest.raises(UsageError, match="company, user"):
        entity_type("company", "user").check("queue")
