"""The page for people."""

from __future__ import annotations

from cti_desk.vendors.instantvoice.methods import METHODS
from cti_desk.vendors.instantvoice.simulator.ivws.page import page


def test_it_says_what_this_is_and_where_the_wsdl_is() -> None:
    text = page("http://127.0.0.1:7789/").decode()
    assert 'href="?wsdl"' in text
    assert "http://127.0.0.1:7789/?wsdl" in text
    assert all(name in text for name in METHODS)
