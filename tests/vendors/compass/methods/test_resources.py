"""Other objects: what may be changed, and what moved between versions."""

from __future__ import annotations

from cti_desk.vendors.compass.methods.resources import ENDPOINTS


def test_what_is_changed_is_patched() -> None:
    patched = {each.name for each in ENDPOINTS if each.verb == "PATCH"}
    assert patched == {"identity.change", "dpSwitch.change"}
    assert all(each.method.acting == (each.verb == "PATCH") for each in ENDPOINTS)


def test_a_phones_registration_moved_with_version_2() -> None:
    named = {each.name: each.versions for each in ENDPOINTS if each.name.startswith("phone")}
    assert named == {"phone.get": (1, 2, 3), "phone.status": (2, 3)}
