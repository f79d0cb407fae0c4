"""How a setting is declared."""

from __future__ import annotations

from typing import Any

import pytest

from cti_desk.declarations.fields import Field


def test_a_plain_setting_is_optional_and_unlimited() -> None:
    field = Field("user", "text", "User", "Who logs in to the broker.")
    assert field.default is None
    assert not field.required
    assert (field.choices, field.minimum, field.maximum) == ((), None, None)


@pytest.mark.parametrize(
    ("more", "given"),
    [({}, True), ({"kept_only": True}, False), ({"when": ("transport", "soap")}, False)],
)
def test_a_secret_is_given_unless_it_is_only_kept(more: dict[str, Any], given: bool) -> None:
    field = Field("key", "secret", "Key", "The key.", **more)
    assert field.is_given({"transport": "stomp"}) == given
    assert not Field("user", "text", "User", "Who.").is_given({})


def test_a_declaration_cannot_be_changed() -> None:
    field = Field("port", "integer", "Port", "Where it listens.", default=61613, minimum=1)
    with pytest.raises(AttributeError):
        field.default = 1  # type: ignore[misc]


def test_a_field_may_count_beside_another_ones_value_only() -> None:
    assert Field("user", "text", "User", "…").counts({})
    field = Field("password", "secret", "Password", "…", required=True, when=("door", "locked"))
    assert field.counts({"door": "locked"})
    assert not field.counts({"door": "open"})
    assert not field.counts({})
