"""What somebody sees who opens IVWS's address in a browser."""

from __future__ import annotations

from html import escape

from cti_desk.vendors.instantvoice.methods import FAMILIES


def page(address: str) -> bytes:
    """A short HTML page."""
    families = "".join(
        f"<li>{escape(family)}: {', '.join(escape(method.name) for method in methods)}</li>"
        for family, methods in FAMILIES.items()
    )
    return (
        '<!doctype html><html lang="en"><title>IVWS</title><h1>IVWS, simulated</h1>'
        "<p>InstantVoice's web service speaks SOAP 1.1: post an envelope to this address. Its "
        f'methods are described by the <a href="?wsdl">WSDL</a> at {escape(address)}?wsdl.</p>'
        f"<ul>{families}</ul></html>\n"
    ).encode()
