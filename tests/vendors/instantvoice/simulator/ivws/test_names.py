"""The prefixes are the manual's."""

from __future__ import annotations

import re

from cti_desk.vendors.instantvoice.simulator.ivws.names import (
    FAULT_PREFIXES,
    REPLY_PREFIXES,
    XSI_1999,
    ivws,
    soap,
)
from tests.support.instantvoice_manual import FIXTURES


def test_replies_declare_what_the_manuals_declare() -> None:
    printed = (FIXTURES / "QueueList.reply.xml").read_text("utf-8")
    shown = {prefix or None: uri for prefix, uri in re.findall(r'xmlns:?(\S*)="(\S+)"', printed)}
    assert shown == {**REPLY_PREFIXES, "xsi": XSI_1999}


def test_a_faults_own_elements_can_be_in_no_namespace() -> None:
    assert None not in FAULT_PREFIXES


def test_full_names() -> None:
    assert ivws("key") == "{Ivws.Ivws}key"
    assert soap("Body") == "{http://schemas.xmlsoap.org/soap/envelope/}Body"
