"""The sites of the contract test: each settings key is one that a profile can have."""

from __future__ import annotations

from cti_desk.installation.registry import installed_vendors
from cti_desk.vendors.instantvoice.simulator.sites import SITES


def test_what_a_site_sets_is_declared() -> None:
    keys = {field.key for field in installed_vendors()["instantvoice"].fields}
    assert all(site.settings.keys() <= keys for site in SITES.values())
    assert all(name.startswith("instantvoice") for name in SITES)


def test_the_events_are_posted_to_where_the_desk_receives_them() -> None:
    with SITES["instantvoice over SOAP, events posted"].simulate() as sim:
        assert 'events_listen = "127.0.0.1:' in sim.profile.read_text("utf-8")
