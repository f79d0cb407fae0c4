"""The WSDL: taken by strict readers, and true of what is asked and answered."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from lxml import etree
from zeep import Client, Settings
from zeep.exceptions import Fault

from cti_desk.vendors.instantvoice.methods import METHODS
from cti_desk.vendors.instantvoice.simulator.ivws.names import SOAP, XS
from cti_desk.vendors.instantvoice.simulator.ivws.wsdl import RECORDS_NAMED, wsdl
from cti_desk.vendors.instantvoice.simulator.variants import Variants
from tests.support.instantvoice_bench import KEY
from tests.support.ivws import (
    IvwsBench,
    as_the_manual_has_it,
    call,
    carried_out,
    example,
    numbered,
    served,
)

ADDRESS = "http://127.0.0.1:7789/"


class Seat:
    """A platform, and zeep as strict as it can be."""

    def __init__(self, bench: IvwsBench, address: str) -> None:
        self.bench = bench
        settings = Settings(strict=True, xsd_ignore_sequence_order=False)
        self.client = Client(f"http://{address}/?wsdl", settings=settings)

    def call(self, method: str, key: str = KEY, /, **arguments: Any) -> Any:
        return self.client.service[method](key=key, **arguments)


@pytest.fixture
def seat() -> Iterator[Seat]:
    bench = as_the_manual_has_it()
    with served(bench) as server:
        one = Seat(bench, server.address)
        yield one
        one.client.transport.session.close()


def schema_of(document: bytes) -> etree.XMLSchema:
    """The schema in a WSDL, by libxml2's own validator."""
    found = etree.fromstring(document).find(f".//{{{XS}}}schema")
    # Its prefixes are declared further up: written out, it takes them along.
    return etree.XMLSchema(etree.fromstring(etree.tostring(found)))


def content(message: bytes) -> Any:
    return etree.fromstring(message).find(f"{{{SOAP}}}Body")[0]


def test_every_method_is_called_by_a_strict_client_with_the_manuals_arguments(seat: Seat) -> None:
    told: dict[str, Any] = {}

    def request(method: str) -> None:
        told[method] = seat.call(method, **numbered(method, example(method)[1]))

    carried_out(seat.bench, request)
    assert told.keys() == METHODS.keys()
    for name, method in METHODS.items():
        if method.reply == "none":
            assert told[name] == 0, name
    assert told["AgentInfo"].agents_id == 6
    assert told["AgentInfo"].user == "0001"
    assert told["AgentLineList"][0].linestatus == "IDLE"
    assert told["AgentLineList"][0].linestatusts is None
    assert [(one.name, one.priority) for one in told["AgentQueueList"]] == [("1", 9), ("5", 0)]
    assert [(one.user, one.priority) for one in told["AgentQueueMembers"]] == [("0001", 9)]
    assert told["AgentList"] == [1001, 1002, 1003, 1004, 1005, 1]
    assert told["QueueList"] == [7012, 1, 5, 1000, 8787, 8015]
    assert told["SipUserList"][:2] == ["instantvoice", "0001"]
    assert told["QueueInfo"].requisendinfo == "yes"
    assert told["QueueInfo"].dialtimeout == 10
    assert told["SipUserInfo"].fullcontact is None
    assert told["SipUserInfo"].port == 5060
    assert (told["AgentInfoPermission"].code, told["AgentInfoPermission"].location) == (0, "123")


def test_a_strict_client_hears_refusals(seat: Seat) -> None:
    assert seat.call("AgentLogoff", Accountcode="default", User="default_1005") == 4
    with pytest.raises(Fault, match=r"^3 RESPONSE_NOT_FOUND$") as raised:
        seat.call("AgentInfo", accountcode="default", user="9999")
    assert raised.value.code == "SOAP-ENV:Client"
    assert raised.value.detail.findtext("{Ivws.Ivws}code") == "3"


def test_a_strict_client_reads_some_of_the_manuals_oddities(seat: Seat) -> None:
    """Those that leave XML whole: attributes it does not know, and names in other words."""
    told = seat.call("QueueInfo", accountcode="default", name="7012")
    assert told.requisendinfo == "no"
    seat.bench.platform.variants.change({"soap_old_instance": True, "soap_array_types": True})
    assert seat.call("QueueList", accountcode="default")[0] == 7012
    assert seat.call("QueueInfo", accountcode="default", name="7012").dialtimeout == 10


@pytest.mark.parametrize("method", METHODS)
def test_every_request_of_the_manual_is_valid_by_it(method: str) -> None:
    schema_of(wsdl(ADDRESS, Variants())).assertValid(content(example(method)[0]))


def test_every_answer_is_valid_by_it() -> None:
    bench = as_the_manual_has_it()
    schema = schema_of(wsdl(ADDRESS, bench.platform.variants))
    answered = set()

    def request(method: str) -> None:
        answer = bench.ivws.answer(example(method)[0])
        assert answer.status == 200
        schema.assertValid(content(answer.body))
        answered.add(method)

    carried_out(bench, request)
    assert answered == set(METHODS)


@pytest.mark.parametrize("spelt", ["requisendinfo", "requiresendinfo"])
def test_it_says_how_queue_info_is_spelt(spelt: str) -> None:
    bench = IvwsBench()
    bench.platform.variants.change({"soap_requiresendinfo": spelt})
    answer = bench.ivws.answer(call("QueueInfo", accountcode="default", name="7012"))
    assert f"<{spelt} ".encode() in answer.body
    schema_of(bench.ivws.wsdl(ADDRESS)).assertValid(content(answer.body))


def test_it_says_as_the_original_seems_to_that_tuples_are_whole_numbers() -> None:
    bench = IvwsBench()
    bench.platform.variants.change({"soap_sip_names": "tuples"})
    answer = bench.ivws.answer(call("SipUserList", accountcode="default"))
    assert b"('0001',)" in answer.body
    schema = schema_of(bench.ivws.wsdl(ADDRESS))
    assert not schema.validate(content(answer.body))
    assert "is not a valid value of the atomic type 'xs:integer'" in str(schema.error_log)


def test_every_method_has_its_operation_and_its_words() -> None:
    document = etree.fromstring(wsdl(ADDRESS, Variants()))
    spaces = {"w": "http://schemas.xmlsoap.org/wsdl/", "s": "http://schemas.xmlsoap.org/wsdl/soap/"}
    operations = document.findall("w:portType/w:operation", spaces)
    assert [one.get("name") for one in operations] == list(METHODS)
    assert all(one.findtext("w:documentation", None, spaces) for one in operations)
    actions = document.findall("w:binding/w:operation/s:operation", spaces)
    assert [one.get("soapAction") for one in actions] == list(METHODS)
    address = document.find("w:service/w:port/s:address", spaces)
    assert address is not None
    assert address.get("location") == ADDRESS


def test_more_records_are_taken_than_it_names() -> None:
    lines = [{"linenumber": str(number)} for number in range(10, 10 + RECORDS_NAMED + 1)]
    bench = IvwsBench()
    assert bench.soap("AgentLineAdd", accountcode="default", user="1001", lines=lines) == "0"
    assert len(bench.data("AgentLineList", accountcode="default", user="1001")) == len(lines) + 2
