"""Kinds of notifications: each has its own type and schema type."""

from __future__ import annotations

from cti_desk.vendors.compass.messages import notifications as n
from tests.support.compass_xml import NOTIFICATIONS


def test_every_kind_has_a_name_of_its_own() -> None:
    kinds = set(n.Notification.__subclasses__()) - {n.UnknownNotification}
    assert len({kind.TYPE for kind in kinds}) == len({kind.SCHEMA for kind in kinds}) == len(kinds)
    assert all(kind.TYPE and kind.SCHEMA for kind in kinds)


def test_every_kind_can_be_generated_for_tests() -> None:
    assert set(NOTIFICATIONS) == set(n.Notification.__subclasses__())
