from __future__ import annotations

import uuid

from cti_desk.ipc.com import identity


def test_ivclients_names_are_those_of_its_manual() -> None:
    ivclient = identity.INTEGRATION
    assert ivclient.progid == "Instantvoice.Integration"
    assert ivclient.clsid == "{F9DD083D-1A0A-4B67-80FA-5565ECBF51C0}"


def test_no_identifier_is_used_twice() -> None:
    ids = [
        *(each.clsid for each in identity.CLASSES),
        identity.TYPE_LIBRARY,
        identity.APPLICATION_INTERFACE,
        identity.EVENTS_INTERFACE,
    ]
    assert len({uuid.UUID(each) for each in ids}) == len(ids)
    assert all(each == f"{{{str(uuid.UUID(each)).upper()}}}" for each in ids)
