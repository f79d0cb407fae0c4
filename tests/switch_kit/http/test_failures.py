"""What went wrong at an HTTP server, in words."""

from __future__ import annotations

from cti_desk.core.errors import NoLink, OutcomeUnknown
from cti_desk.switch_kit.http.failures import Server, TooMuch, broken_off, no_answer, too_much

ACME = Server("acme", "Acme")


def test_only_what_acts_has_an_unknown_outcome() -> None:
    for acted in (
        no_answer(ACME, "x", 5, acting=True),
        broken_off(ACME, "x", "h", acting=True),
        too_much(ACME, "x", "16 MB", acting=True),
    ):
        assert isinstance(acted, OutcomeUnknown)
        assert "may or may not" in str(acted)
        assert acted.vendor == "acme"
    for read in (
        no_answer(ACME, "x", 5, acting=False),
        broken_off(ACME, "x", "h", acting=False),
        too_much(ACME, "x", "16 MB", acting=False),
    ):
        assert isinstance(read, NoLink)
        assert read.vendor == "acme"


def test_an_answer_that_is_too_long_is_no_lost_link() -> None:
    found = too_much(ACME, "x", "16 MB", acting=False)
    assert isinstance(found, TooMuch)
    assert str(found) == "Acme sent more than 16 MB (x): that is not read."
    assert found.failure == "protocol"
