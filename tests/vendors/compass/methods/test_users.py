"""Users: what is read, and the two meanings of a status."""

from __future__ import annotations

from cti_desk.vendors.compass.methods import ENDPOINTS
from cti_desk.vendors.compass.methods.users import ENDPOINTS as USERS


def test_reading_does_not_act() -> None:
    assert {each.name for each in USERS if each.method.acting} == {"user.delete", "user.setStatus"}


def test_a_status_is_read_in_every_version_and_set_in_the_third() -> None:
    assert ENDPOINTS["user.status"].versions == (1, 2, 3)
    assert ENDPOINTS["user.setStatus"].versions == (3,)
    phone = ENDPOINTS["user.status"].method.members[0]
    assert [phone.spellings(f"v{version}") for version in (1, 3)] == [("phone",), ()]
