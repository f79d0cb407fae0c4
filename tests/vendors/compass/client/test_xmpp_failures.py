from __future__ import annotations

from xml.etree.ElementTree import Element, fromstring

import pytest

from cti_desk.core.link import LONGEST_RETRY_S
from cti_desk.switch_kit.link_failure import LinkFailure
from cti_desk.switch_kit.login_guard import LoginRefused
from cti_desk.vendors.compass.client.xmpp_failures import (
    StanzaError,
    bind_failure,
    login_failure,
    stanza_error,
    stream_failure,
)

WHERE = "uc.test.example:5222"


def error(condition: str, text: str = "", attributes: str = "") -> Element:
    return fromstring(f"<e {attributes}><{condition} xmlns='urn:x'/><text>{text}</text></e>")


@pytest.mark.parametrize(
    "condition", ["not-authorized", "account-disabled", "credentials-expired", "brand-new"]
)
def test_every_refusal_of_a_login_stops(condition: str) -> None:
    failure = login_failure(WHERE, error(condition))
    assert isinstance(failure, LoginRefused)
    assert failure.code == condition
    assert "until they are changed" in str(failure)


def test_a_refusal_without_a_word_stops_too() -> None:
    assert isinstance(login_failure(WHERE, Element("failure")), LoginRefused)


@pytest.mark.parametrize("condition", ["mechanism-too-weak", "encryption-required"])
def test_a_way_that_is_not_accepted_counts_as_a_refusal(condition: str) -> None:
    failure = login_failure(WHERE, error(condition))
    assert isinstance(failure, LoginRefused)
    assert "way of the login" in str(failure)


def test_a_server_in_trouble_may_be_asked_again() -> None:
    failure = login_failure(WHERE, error("temporary-auth-failure", "Database is down."))
    assert isinstance(failure, LinkFailure)
    assert str(failure).endswith("Database is down.")


@pytest.mark.parametrize(
    ("condition", "failure", "words"),
    [
        ("conflict", "closed", "another one"),
        ("policy-violation", "unreachable", "ten minutes"),
        ("host-unknown", "protocol", "domain"),
        ("system-shutdown", "closed", "restarting"),
        ("brand-new", "protocol", "brand-new"),
    ],
)
def test_a_stream_s_end_has_words(condition: str, failure: str, words: str) -> None:
    found = stream_failure(WHERE, error(condition))
    assert found.failure == failure
    assert words in str(found)
    assert found.retry_after_s == (LONGEST_RETRY_S if condition == "conflict" else None)


def test_a_server_s_text_is_one_line_and_bounded() -> None:
    found = stream_failure(WHERE, error("brand-new", "first\nsecond " + "x" * 1000))
    assert "first second" in str(found)
    assert len(str(found)) < 400


def test_an_error_of_a_stanza_is_read() -> None:
    found = stanza_error(
        fromstring("<iq><error type='wait'><busy/><text>Later</text></error></iq>")
    )
    assert (found.condition, found.kind, found.said) == ("busy", "wait", "busy: Later")
    assert stanza_error(Element("iq")).condition == "undefined-condition"


@pytest.mark.parametrize(
    ("condition", "kind", "gone"),
    [
        ("item-not-found", "cancel", False),
        ("service-unavailable", "cancel", True),
        ("remote-server-not-found", "cancel", True),
        ("anything", "wait", True),
    ],
)
def test_a_service_that_is_gone_is_told_from_one_that_refuses(
    condition: str, kind: str, gone: bool
) -> None:
    assert StanzaError(condition, kind).nobody_there is gone


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ("resource-constraint", "no more connections"),
        ("conflict", "of this name"),
        ("brand-new", "brand-new"),
    ],
)
def test_why_a_connection_gets_no_name(condition: str, words: str) -> None:
    found = bind_failure(WHERE, StanzaError(condition))
    assert words in str(found)
    assert found.retry_after_s == (LONGEST_RETRY_S if condition == "conflict" else None)
