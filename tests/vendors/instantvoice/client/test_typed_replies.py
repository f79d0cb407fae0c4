"""The types of records name what the declarations do."""

from __future__ import annotations

from typing import Any, get_type_hints

import pytest

from cti_desk.vendors.instantvoice.client import typed_replies
from cti_desk.vendors.instantvoice.methods import METHODS

RECORDS = [name for name, method in METHODS.items() if method.reply in ("record", "records")]
KINDS = {"text": str, "qualified_name": str, "integer": int}


@pytest.mark.parametrize("name", RECORDS)
def test_members_and_their_types(name: str) -> None:
    typed: Any = getattr(typed_replies, f"{name}Record")
    expected = {
        one.name: KINDS[one.kind] | None if one.nullable else KINDS[one.kind]
        for one in METHODS[name].members
    }
    assert get_type_hints(typed) == expected
    assert not typed.__required_keys__
