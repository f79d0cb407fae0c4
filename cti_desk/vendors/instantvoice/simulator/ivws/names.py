"""Namespaces of IVWS's messages, and the prefixes that the manual's replies give them."""

from __future__ import annotations

from typing import Final

IVWS: Final = "Ivws.Ivws"
SOAP: Final = "http://schemas.xmlsoap.org/soap/envelope/"
SOAP_12: Final = "http://www.w3.org/2003/05/soap-envelope"
XS: Final = "http://www.w3.org/2001/XMLSchema"
XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"
XSI_1999: Final = "http://www.w3.org/1999/XMLSchema-instance"

REPLY_PREFIXES: Final[dict[str | None, str]] = {
    "plnk": "http://schemas.xmlsoap.org/ws/2003/05/partner-link/",
    "SOAP-ENC": "http://schemas.xmlsoap.org/soap/encoding/",
    "xs": XS,
    "xsi": XSI,
    "SOAP-ENV": SOAP,
    None: IVWS,
}

# A fault's own elements are in no namespace, so none may stand without a prefix.
FAULT_PREFIXES: Final[dict[str | None, str]] = {"SOAP-ENV": SOAP, "ivws": IVWS}


def ivws(local: str) -> str:
    return f"{{{IVWS}}}{local}"


def soap(local: str) -> str:
    return f"{{{SOAP}}}{local}"
