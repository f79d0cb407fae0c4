"""A site is what its simulator writes, with what its customer has set otherwise."""

from __future__ import annotations

from contextlib import nullcontext
from typing import Any

from cti_desk.simulator.site import Site


def test_a_site_logs_in_with_a_password_and_names_its_calls_unless_it_says_otherwise() -> None:
    simulated: Any = object()
    site = Site(lambda: nullcontext(simulated))
    assert (site.settings, site.login_secret, site.names_calls) == ({}, "password", True)
    with site.simulate() as sim:
        assert sim is simulated
