"""Vendors are found by folder or entry point; a broken one does not take the others along."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import EntryPoint, EntryPoints

import pytest

from cti_desk.installation import registry
from cti_desk.installation.registry import GROUP, installed_vendors

ALSO = EntryPoint("elsewhere", "cti_desk.vendors.instantvoice:VENDOR", GROUP)
BROKEN = EntryPoint("broken", "no_such_package:VENDOR", GROUP)


OWN = tuple(installed_vendors())


@pytest.mark.parametrize("name", OWN)
def test_our_own_are_found_by_their_folder(name: str) -> None:
    vendor = installed_vendors()[name]
    assert vendor.name == name
    assert vendor.fields
    with pytest.raises(KeyError):
        installed_vendors()["nonesuch"]


@pytest.mark.expected_log("broken cannot be loaded")
def test_other_packages_by_their_entry_point(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_entry_points", lambda: EntryPoints([ALSO, BROKEN]))
    vendors = installed_vendors()
    assert list(vendors) == sorted(("elsewhere", *OWN))
    assert len(vendors) == len(OWN) + 1
    assert vendors["elsewhere"] is vendors["instantvoice"]


def test_our_own_cost_no_look_at_every_packages_metadata() -> None:
    program = (
        "import sys; from cti_desk.installation.registry import installed_vendors; "
        "installed_vendors()['instantvoice']; sys.exit('importlib.metadata' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], timeout=60, check=False)
    assert done.returncode == 0


@pytest.mark.parametrize("name", OWN)
def test_the_entry_point_of_our_own_names_the_same(name: str) -> None:
    declared = {entry.name: entry for entry in registry._entry_points()}
    assert declared[name].load() is installed_vendors()[name]


@pytest.mark.parametrize("name", OWN)
def test_a_descriptor_brings_no_library_along(name: str) -> None:
    program = (
        f"import sys; from cti_desk.installation.registry import installed_vendors; "
        f"installed_vendors()[{name!r}]; "
        "sys.exit(any(each in sys.modules for each in ('stomp', 'httpx', 'slixmpp')))"
    )
    done = subprocess.run([sys.executable, "-c", program], timeout=60, check=False)
    assert done.returncode == 0
