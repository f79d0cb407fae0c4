"""How a setting is declared."""

from __future__ import annotations

import pytest

from cti_desk.core.fields import Field


def test_a_plain_setting_is_optional_and_unlimited() -> None:
    field = Field("user", "text", "User", "Who logs in to the broker.")
    assert field.default is None
    assert not field.required
    assert (field.choices, field.minimum, field.maximum) == ((), None, None)


def test_a_declaration_cannot_be_changed() -> None:
    field = Field("port", "integer", "Port", "Where it listens.", default=61613, minimum=1)
    with pytest.raises(AttributeError):
        field.default = 1  # type: ignore[misc]
