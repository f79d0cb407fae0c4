"""Whose posts are heard."""

from __future__ import annotations

from ipaddress import ip_network

import pytest

from cti_desk.vendors.instantvoice.client.broker import Host
from cti_desk.vendors.instantvoice.client.listening import Listening


@pytest.mark.parametrize(
    ("sender", "heard"),
    [
        ("10.1.2.3", True),
        ("::ffff:10.1.2.3", True),
        ("11.1.2.3", False),
        ("fe80::1%eth0", True),
        ("::1", False),
    ],
)
def test_senders(sender: str, heard: bool) -> None:
    senders = (ip_network("10.0.0.0/8"), ip_network("fe80::/64"))
    assert Listening(Host("0.0.0.0", 1), senders=senders).hears(sender) is heard
