"""Vendors are found by their entry points; a broken one does not take the others along."""

from __future__ import annotations

from importlib.metadata import EntryPoint

import pytest

from cti_desk import registry
from cti_desk.registry import GROUP, installed_vendors


def test_instantvoice_is_installed() -> None:
    vendor = installed_vendors()["instantvoice"]
    assert vendor.name == "instantvoice"
    assert vendor.fields


@pytest.mark.expected_log("cannot be loaded")
def test_a_broken_package_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    broken = EntryPoint("broken", "no_such_package:VENDOR", GROUP)
    good = EntryPoint("instantvoice", "cti_desk.vendors.instantvoice:VENDOR", GROUP)
    monkeypatch.setattr(registry, "entry_points", lambda group: [broken, good])
    assert list(installed_vendors()) == ["instantvoice"]
