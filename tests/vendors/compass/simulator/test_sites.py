"""The sites of the contract test: each settings key is one that a profile can have."""

from __future__ import annotations

from cti_desk.installation.registry import installed_vendors
from cti_desk.vendors.compass.simulator.sites import SITES


def test_what_a_site_sets_is_declared() -> None:
    keys = {field.key for field in installed_vendors()["compass"].fields}
    assert all(site.settings.keys() <= keys for site in SITES.values())
    assert all(name.startswith("compass") for name in SITES)
