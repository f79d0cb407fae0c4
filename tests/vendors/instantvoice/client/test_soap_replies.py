"""IVWS's answers, in the shape that STOMP gives them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cti_desk.vendors.instantvoice.client.soap_replies import (
    NotSoap,
    SoapFault,
    read_reply,
)
from cti_desk.vendors.instantvoice.messages.bodies import Reply, parse_reply
from cti_desk.vendors.instantvoice.methods import METHODS
from tests.support.instantvoice_manual import FIXTURES
from tests.support.ivws_server import fault, result

ASKED = {"accountcode": "default"}


def read(method: str, inner: str) -> Reply:
    return read_reply(METHODS[method], ASKED, result(method, inner).encode())


def of_manual(method: str) -> Any:
    return read_reply(METHODS[method], ASKED, (FIXTURES / f"{method}.reply.xml").read_bytes())


@pytest.mark.shows("instantvoice", "XML reply example of *")
@pytest.mark.parametrize("path", sorted(FIXTURES.glob("*.reply.xml")), ids=lambda path: path.name)
def test_every_reply_of_the_manual_is_read_into_stomps_shape(path: Path) -> None:
    method = path.name.partition(".")[0]
    told = of_manual(method)
    assert told.code == 0
    stomp = parse_reply((FIXTURES / f"{method}.reply.json").read_bytes())
    assert stomp is not None
    assert type(told.data) is type(stomp.data)
    if METHODS[method].reply not in ("record", "records"):
        return
    ours = told.data if isinstance(told.data, dict) else told.data[0]
    theirs = stomp.data if isinstance(stomp.data, dict) else stomp.data[0]
    shared = ours.keys() & theirs.keys()
    assert len(shared) >= 2
    for name in shared:
        assert theirs[name] is None or type(ours[name]) is type(theirs[name]), name


@pytest.mark.shows(
    "instantvoice",
    "inconsistency: requiresendinfo is requisendinfo in SOAP replies",
    "inconsistency: SipUserList's SOAP reply holds a tuple's text",
)
def test_the_values_of_the_manuals_replies() -> None:
    assert of_manual("AgentInfo").data == {
        "accountcode": "default",
        "name": "Foo Agent",
        "user": "default_0001",
        "pass": "456",
        "id": 22,
    }
    assert of_manual("SipUserList").data == ["instantvoice", "0001", "0002", "0003", "0004"]
    assert of_manual("QueueList").data == ["1000", "1", "2000", "2341", "10666"]
    (line,) = of_manual("AgentLineList").data
    assert (line["linestatus"], line["linestatusts"]) == ("IDLE", 0)
    queue = of_manual("QueueInfo").data
    assert (queue["name"], queue["requiresendinfo"]) == ("default_1000", "no")
    assert of_manual("AgentInfoPermission").data == "123"
    assert of_manual("SipUserInfo").data["callgroup"] == ""


@pytest.mark.parametrize(
    ("inner", "code"),
    [
        ("0", 0),
        (" 3\n", 3),
        ("-2", -2),
        ("<code>4</code>", 4),
        ("<integer>0</integer><string>Successful AgentPause</string>", 0),
        ("<string>x</string><integer>9999</integer>", 9999),
        ("('3',)", 3),
    ],
)
def test_an_acting_method_answers_the_first_whole_number(inner: str, code: int) -> None:
    assert read("AgentPause", inner).code == code


def test_success_has_the_words_that_stomp_has() -> None:
    assert read("AgentPause", "0").data == "Successful AgentPause"
    assert read("AgentPause", "3").data is None


@pytest.mark.parametrize("inner", ["", "<a/>", "done", "1.5"])
def test_an_acting_method_without_a_number_said_nothing(inner: str) -> None:
    with pytest.raises(NotSoap, match="no return code"):
        read("AgentPause", inner)


@pytest.mark.parametrize("method", ["AgentInfo", "AgentList", "AgentLineList", "QueueInfo"])
@pytest.mark.parametrize("inner", ["3", "<code>3</code>", "<code>3</code><text>x</text>"])
def test_a_reading_method_may_answer_a_code(method: str, inner: str) -> None:
    assert read(method, inner) == Reply(3)


def test_no_group_and_no_records() -> None:
    assert read("AgentInfoPermission", "<code>3</code><location/>").code == 3
    assert read("AgentQueueList", "").data == []
    assert read("AgentList", "").data == []


def test_a_record_that_is_not_wrapped() -> None:
    told = read("AgentQueueList", "<name>7012</name><priority>0</priority>")
    assert told.data == [{"name": 7012, "priority": 0}]


def test_what_the_manual_does_not_show_is_taken_by_stomps_name() -> None:
    told = read(
        "AgentInfo", "<user>1001</user><agentstatus>IDLE</agentstatus><disabled>0</disabled>"
    )
    assert told.data == {"user": "default_1001", "agentstatus": "IDLE", "disabled": 0}
    more = read("AgentInfo", "<user>default_1001</user><shoesize>43</shoesize>")
    assert more.data == {"user": "default_1001", "shoesize": "43"}


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (fault("3 RESPONSE_NOT_FOUND"), 3),
        (fault("-2"), -2),
        (fault("no", detail="<detail><a><code>10</code></a></detail>"), 10),
    ],
)
def test_a_fault_with_a_code(body: Any, code: int) -> None:
    assert read_reply(METHODS["AgentInfo"], ASKED, body.body.encode()) == Reply(code)


@pytest.mark.parametrize(
    ("words", "who", "by_client"),
    [("KeyError: 'x'", "Server", False), ("0", "Client", True), ("", "Client.Auth", True)],
)
def test_a_fault_without_a_code(words: str, who: str, by_client: bool) -> None:
    with pytest.raises(SoapFault) as raised:
        read_reply(METHODS["AgentInfo"], ASKED, str(fault(words, who).body).encode())
    assert raised.value.by_client is by_client
    assert raised.value.said


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"<!DOCTYPE html><html><p>x</html>", "a web page"),
        (b"<html><body/></html>", "a web page"),
        (b"<Envelope><Body/></Envelope>", "an empty SOAP body"),
        (b"<Envelope/>", "no SOAP"),
        (b"[0, {}]", "no XML"),
    ],
)
def test_what_is_no_soap(body: bytes, words: str) -> None:
    with pytest.raises(NotSoap, match=words):
        read_reply(METHODS["AgentInfo"], ASKED, body)


@given(
    st.sampled_from(sorted(METHODS)),
    st.recursive(
        st.text(alphabet="0123-a'(,) ", max_size=6),
        lambda inner: st.lists(
            st.tuples(st.sampled_from(["integer", "code", "name", "user", "AgentLines"]), inner),
            max_size=4,
        ).map(lambda parts: "".join(f"<{name}>{text}</{name}>" for name, text in parts)),
        max_leaves=12,
    ),
)
def test_any_result_is_read_or_said_to_be_none(method: str, inner: str) -> None:
    try:
        told = read(method, inner)
    except NotSoap:
        assert METHODS[method].reply == "none"
        return
    kinds: dict[str, type] = {"record": dict, "records": list, "names": list}
    if told.code == 0 and told.data is not None:
        assert isinstance(told.data, kinds.get(METHODS[method].reply, str))
