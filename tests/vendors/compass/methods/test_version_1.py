"""What only version 1 has."""

from __future__ import annotations

from cti_desk.vendors.compass.methods.version_1 import ENDPOINTS


def test_all_of_it_is_gone_since() -> None:
    assert {each.versions for each in ENDPOINTS} == {(1,)}
    assert {each.verb for each in ENDPOINTS} == {"GET"}


def test_any_object_had_an_id_and_a_type() -> None:
    paths = {each.path for each in ENDPOINTS if each.name.startswith("object.")}
    assert paths == {"/{type}/{id}/id", "/{type}/{id}/type"}
