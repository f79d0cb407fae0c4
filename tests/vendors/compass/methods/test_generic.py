"""The four methods for what is not known."""

from __future__ import annotations

from cti_desk.vendors.compass.methods.generic import GENERIC


def test_every_verb_has_one() -> None:
    assert [each.verb for each in GENERIC] == ["GET", "POST", "PATCH", "DELETE"]
    assert [each.method.acting for each in GENERIC] == [False, True, True, True]
    assert [len(each.method.arguments) for each in GENERIC] == [2, 3, 3, 3]
