"""One SOAP request after another, over the same platform as STOMP."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cti_desk.core.text import LONGEST_TEXT, clean
from cti_desk.vendors.instantvoice.methods import METHODS
from cti_desk.vendors.instantvoice.simulator.ivws.xml_shim import NotXml, parse
from tests.support.instantvoice_bench import ACCOUNT, KEY
from tests.support.ivws import (
    AS_PRINTED,
    IvwsBench,
    as_the_manual_has_it,
    body,
    call,
    carried_out,
    example,
    result,
)

LOGIN = {"Accountcode": "default", "User": "default_1001", "Interface": "SIP/default_0001"}
ACTING = sorted(name for name, method in METHODS.items() if method.reply == "none")
READING = sorted(METHODS.keys() - set(ACTING))


def test_the_simulator_answers_every_request_of_the_manual_as_printed() -> None:
    bench = as_the_manual_has_it()
    told: dict[str, Any] = {}

    def request(method: str) -> None:
        told[method] = result(bench.ivws.answer(example(method)[0]))

    carried_out(bench, request)
    assert told.keys() == METHODS.keys()
    assert {told[name] for name in ACTING} == {"0"}
    assert told["AgentInfo"]["passwd"] == "9876"
    assert told["AgentInfoPermission"] == {"code": "0", "location": "123"}
    assert told["QueueList"] == ["7012", "1", "5", "1000", "8787", "8015"]


def test_what_soap_adds_stomp_lists_and_the_other_way_round() -> None:
    bench = IvwsBench()
    lines = [{"linenumber": "4", "inbound": "0"}, {"linenumber": "6"}]
    assert bench.soap("AgentAdd", **ACCOUNT, user="0042", passwd="456", name="Zoë <&>") == "0"
    assert bench.soap("AgentLineAdd", **ACCOUNT, user="0042", lines=lines) == "0"
    assert bench.soap("AgentQueueAdd", **ACCOUNT, user="0042", queues=[{"name": "7012"}]) == "0"
    info = bench.data("AgentInfo", ACCOUNT, user="0042")
    assert (info["name"], info["pass"]) == ("Zoë <&>", "456")
    told = bench.data("AgentLineList", ACCOUNT, user="0042")
    assert [(one["linenumber"], one["inbound"]) for one in told][-2:] == [(4, 0), (6, 1)]
    members = bench.data("AgentQueueMembers", ACCOUNT, name="7012")
    assert {"priority": "0", "user": "0042"} in members
    assert bench.code("AgentModify", original_accountcode="default", original_user="0042",
                      name="Other") == 0  # fmt: skip
    assert bench.soap("AgentInfo", **ACCOUNT, user="0042")["name"] == "Other"
    assert bench.soap("AgentQueueList", **ACCOUNT, user="0042") == [
        {"name": "7012", "priority": "0"}
    ]


@pytest.mark.parametrize(
    ("method", "arguments", "code"),
    [
        ("AgentAdd", {}, "1"),
        ("AgentAdd", {"accountcode": "default", "user": ""}, "1"),
        ("AgentDelete", {"accountcode": "default", "user": "9999"}, "3"),
        ("AgentDelete", {"accountcode": "elsewhere", "user": "1001"}, "3"),
        ("AgentAdd", {"accountcode": "default", "user": "1001"}, "4"),
        ("AgentAdd", {"accountcode": "default", "user": "abc"}, "5"),
        ("QueueAdd", {"accountcode": "default", "name": "1", "sl_answeredbefore_1": "300"}, "5"),
        ("QueueDelete", {"accountcode": "default", "name": "7012"}, "6"),
        ("AgentQueueDelete", {"accountcode": "default", "user": "1001", "name": "7012"}, "10"),
        ("AgentLineAdd", {"accountcode": "default", "user": "1001", "lines": "1"}, "5"),
        ("AgentLineAdd", {"accountcode": "default", "user": "1001", "lines": ""}, "1"),
        ("BlindTransfer", {"Accountcode": "default", "Agent": "default_1001", "Exten": "1"}, "1"),
        ("AgentLogin", {"accountcode": "default", "User": "default_1001"}, "1"),
    ],
)
def test_a_method_that_acts_answers_the_documented_code(
    method: str, arguments: dict[str, str], code: str
) -> None:
    assert IvwsBench().soap(method, **arguments) == code


def test_acting_twice_is_a_duplicate() -> None:
    bench = IvwsBench()
    assert [bench.soap("AgentLogin", **LOGIN) for _ in range(2)] == ["0", "4"]


@pytest.mark.parametrize(
    ("method", "arguments", "words"),
    [
        ("AgentInfo", {"accountcode": "default"}, "1 RESPONSE_MISSING_ARGS"),
        ("AgentInfo", {"accountcode": "default", "user": "9999"}, "3 RESPONSE_NOT_FOUND"),
        ("QueueList", {"accountcode": "elsewhere"}, "3 RESPONSE_NOT_FOUND"),
        ("AgentInfoPermission", {"accountcode": "default", "user": "1001"}, "3 RESPONSE_NOT_FOUND"),
    ],
)
def test_a_method_that_tells_refuses_by_a_fault(
    method: str, arguments: dict[str, str], words: str
) -> None:
    assert IvwsBench().fault(call(method, **arguments)) == ("Client", words, words[0])


@pytest.mark.parametrize("method", METHODS)
def test_a_key_without_the_right_is_denied(method: str) -> None:
    bench = IvwsBench()
    bench.service.rights["few"] = frozenset(METHODS.keys() - {method})
    for key in ("few", "unknown", ""):
        if method in ACTING:
            assert bench.soap(method, key) == "-2"
        else:
            assert bench.fault(call(method, key)) == ("Client", "-2 PERMISSION_DENIED", "-2")


def test_a_refused_permission_group_may_come_as_its_code() -> None:
    bench = IvwsBench()
    bench.platform.variants.change({"soap_permission_refusal": "code"})
    told = bench.soap("SipUserInfoPermission", **ACCOUNT, name="0001")
    assert told == {"code": "3", "location": None}


def test_requests_are_counted_and_refused_by_a_fault() -> None:
    bench = IvwsBench()
    bench.faults.add("refuse", {"method": "AgentInfo", "code": 9999, "text": "Out of \x07 luck"})
    told = bench.fault(call("AgentInfo", **ACCOUNT, user="1001"))
    assert told == ("Server", "9999 Out of \ufffd luck", "9999")
    assert bench.fault(b"nonsense")[0] == "Client"
    assert bench.fault(body("<what/>"))[0] == "Client"
    assert bench.service.requests == {"AgentInfo": 1, "(unreadable)": 2}


def test_prefixes_may_be_misspelt_as_in_the_manual() -> None:
    bench = IvwsBench()
    bench.platform.variants.change(AS_PRINTED)
    data = bench.ivws.answer(call("AgentInfo", **ACCOUNT, user="1001")).body
    assert b' mlns:xsi="http://www.w3.org/1999/XMLSchema-instance"' in data
    assert b' mlns="Ivws.Ivws"' in data
    with pytest.raises(NotXml, match="prefix"):
        parse(data)
    assert parse(bench.ivws.answer(call("AgentList", **ACCOUNT)).body)


def test_what_stomp_can_tell_and_xml_cannot_carry_is_said() -> None:
    bench = IvwsBench()
    bench.data("AgentAdd", ACCOUNT, user="0042", name="bell \x07")
    told = bench.fault(call("AgentInfo", **ACCOUNT, user="0042"))
    words = "9999 name has the character U+0007, which XML cannot carry"
    assert told == ("Server", words, "9999")


@pytest.mark.expected_log("the answer of AgentList failed")
def test_a_failure_of_its_own_is_code_9999() -> None:
    bench = IvwsBench()
    bench.ivws._variants = None  # type: ignore[assignment]
    assert bench.fault(call("AgentList", **ACCOUNT))[1] == "9999 RESPONSE_INTERNAL_ERROR"


carried = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff")
    | st.sampled_from("\t\n"),
    min_size=1,
).filter(lambda text: text == text.strip(" \t\r\n"))


@settings(max_examples=60)
@given(carried)
def test_texts_come_through_both_ways(text: str) -> None:
    bench = IvwsBench()
    assert bench.soap("AgentAdd", **ACCOUNT, user="0042", name=text) == "0"
    assert bench.data("AgentInfo", ACCOUNT, user="0042")["name"] == clean(text, LONGEST_TEXT)
    assert bench.soap("AgentInfo", **ACCOUNT, user="0042")["name"] == text


@pytest.mark.parametrize("character", ["&#1;", "\x01", "&#xFFFE;", "&#xD800;"])
def test_a_text_that_xml_cannot_carry_is_refused(character: str) -> None:
    data = call("AgentAdd", **ACCOUNT, user="0042", name="NAME").replace(
        b"NAME", character.encode()
    )
    code, words, _ = IvwsBench().fault(data)
    assert (code, words.partition(":")[0]) == ("Client", "This is not well-formed XML")


values = st.one_of(
    st.sampled_from(["1001", "default_1001", "7012", "0001", "123", "1", "0", "yes", ""]),
    st.text(st.characters(codec="ascii", exclude_categories=["Cc"]), max_size=4),
    st.lists(
        st.dictionaries(st.sampled_from(["name", "linenumber", "priority"]), st.text("01x")),
        max_size=3,
    ),
)


@st.composite
def requests(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    method = METHODS[draw(st.sampled_from(sorted(METHODS)))]
    arguments: dict[str, Any] = {}
    for one in method.arguments:
        name = (*one.spellings("soap"), one.name)[0]
        if one.mandatory or draw(st.integers(0, 3)) == 0:
            arguments[name] = "default" if "accountcode" in name.lower() else draw(values)
    return method.name, arguments


@settings(max_examples=100)
@given(st.lists(requests(), max_size=5))
def test_no_request_is_an_internal_error(made: list[tuple[str, dict[str, Any]]]) -> None:
    bench = IvwsBench()
    for method, arguments in made:
        answer = bench.ivws.answer(call(method, KEY, **arguments))
        assert b"9999" not in answer.body, (method, arguments, answer.body)
        assert parse(answer.body)


@given(
    st.binary(max_size=300) | st.binary(max_size=40).map(lambda some: body("X").replace(b"X", some))
)
def test_any_bytes_are_answered(data: bytes) -> None:
    answer = IvwsBench().ivws.answer(data)
    assert answer.status in (200, 500)
    assert parse(answer.body)
