"""A company's lists."""

from __future__ import annotations

from cti_desk.vendors.compass.methods.company import ENDPOINTS


def test_a_company_is_only_read() -> None:
    assert {(each.verb, each.method.acting) for each in ENDPOINTS} == {("GET", False)}


def test_filters_choose_among_types() -> None:
    types = {
        each.name: each.method.arguments[0].choices for each in ENDPOINTS if "{type}" in each.path
    }
    assert types == {
        "resourcesFiltered": ("company", "entity", "reseller", "user"),
        "entitiesFiltered": ("company", "entity", "reseller"),
    }
