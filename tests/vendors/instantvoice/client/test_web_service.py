"""Where IVWS is."""

from __future__ import annotations

from cti_desk.vendors.instantvoice.client.broker import Host
from cti_desk.vendors.instantvoice.client.web_service import PLAIN_TEXT_MARK, WebService

HOST = Host("acd.example.com", 7789)


def test_an_address_for_each_kind_of_encryption() -> None:
    assert WebService((HOST,)).url(HOST) == "https://acd.example.com:7789/?wsdl"
    assert WebService((HOST,), "none").url(Host("::1", 80), "/x") == "http://[::1]:80/x"


def test_clear_text_is_marked() -> None:
    assert WebService((HOST,), "none").marks == (PLAIN_TEXT_MARK,)
    assert WebService((HOST,)).marks == ()
