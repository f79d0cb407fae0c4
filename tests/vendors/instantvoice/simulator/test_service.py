import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cti_desk.simulator.clock import SimulatedTime
from cti_desk.simulator.exchange import Exchange
from cti_desk.simulator.faults import Faults
from cti_desk.vendors.instantvoice.messages.bodies import Reply, parse_reply
from cti_desk.vendors.instantvoice.methods import METHODS
from cti_desk.vendors.instantvoice.simulator import service
from cti_desk.vendors.instantvoice.simulator.platform import Platform
from cti_desk.vendors.instantvoice.simulator.seeds import seed
from cti_desk.vendors.instantvoice.simulator.service import Service

LOGIN = {"Accountcode": "default", "User": "default_1001", "Interface": "SIP/default_0001"}


class Bench:
    def __init__(self) -> None:
        self.platform = Platform(Exchange(SimulatedTime(frozen_at=0)))
        seed(self.platform)
        self.faults = Faults(self.platform.exchange.time)
        self.variants = self.platform.variants
        self.service = Service(self.platform, self.faults)
        self.service.rights["key"] = None

    def __call__(self, *request: Any) -> Any:
        reply = self.service.handle(json.dumps(request).encode())
        return None if reply is None else json.loads(reply.body)


def test_the_identifier_comes_back_unchanged() -> None:
    bench = Bench()
    assert bench("AgentLogin", "key", LOGIN, "key1234") == [0, "Successful QueueAdd", "key1234"]
    assert bench("AgentLogin", "key", LOGIN) == [4, "RESPONSE_DUPLICATE"]
    bench.variants.echo_identifier = False
    assert bench("AgentLogin", "key", LOGIN, "x") == [4, "RESPONSE_DUPLICATE"]


def test_the_reply_goes_to_the_topic_of_the_key() -> None:
    reply = Bench().service.handle(b'["AgentInfo", "other", {}]')
    assert reply is not None
    assert (reply.key, reply.method) == ("other", "AgentInfo")


def test_a_key_may_call_what_it_has_the_right_to() -> None:
    bench = Bench()
    bench.service.rights["few"] = frozenset({"AgentLogin"})
    assert bench("AgentLogin", "few", LOGIN)[0] == 0
    assert bench("AgentInfo", "few", {"accountcode": "default", "user": "1001"})[0] == -2
    assert bench("AgentLogin", "unknown", LOGIN)[0] == -2


def test_an_unknown_method_makes_no_sense() -> None:
    assert Bench()("AgentDance", "key", {})[0] == 5


@pytest.mark.parametrize("method", METHODS)
def test_every_method_misses_its_arguments_with_code_1(method: str) -> None:
    assert Bench()(method, "key", {})[0] == 1


def test_what_names_no_key_is_counted_and_not_answered() -> None:
    bench = Bench()
    assert bench.service.handle(b"[]") is None
    assert bench.service.requests == {"(unreadable)": 1}


def test_a_malformed_request_is_answered_with_its_code() -> None:
    bench = Bench()
    assert bench("AgentInfo", "key") == [1, "RESPONSE_MISSING_ARGS"]
    assert bench("AgentInfo", "key", [], "mine") == [5, "RESPONSE_INVALID", "mine"]
    assert bench.service.requests == {"(malformed)": 2}


def test_a_key_without_rights_is_told_only_that() -> None:
    bench = Bench()
    bench.service.rights["few"] = frozenset({"AgentLogin"})
    assert bench("AgentInfo", "few", [])[0] == -2
    assert bench("AgentLogin", "few", [])[0] == 5
    assert bench("AgentLogin", "unknown")[0] == -2


@pytest.mark.expected_log("the method AgentInfo failed")
def test_a_failure_of_its_own_is_code_9999() -> None:
    bench = Bench()
    bench.platform.exchange.world = object()  # type: ignore[assignment]
    assert bench("AgentInfo", "key", {"accountcode": "default", "user": "1001"})[0] == 9999


def test_requests_are_counted_by_method_and_refused_by_a_fault() -> None:
    bench = Bench()
    bench.faults.add("refuse", {"method": "AgentLogin", "code": 12, "count": 1})
    assert bench("AgentLogin", "key", LOGIN)[0] == 12
    assert bench("AgentLogin", "key", LOGIN)[0] == 0
    assert bench.service.requests["AgentLogin"] == 2


def test_every_declared_method_is_served() -> None:
    assert set(METHODS) == service.METHODS


@pytest.mark.parametrize("method", ["QueueList", "SipUserList"])
def test_lists_come_in_the_manuals_single_quotes_if_asked_for(method: str) -> None:
    bench = Bench()
    request = json.dumps([method, "key", {"accountcode": "default"}, "x"]).encode()
    bench.variants.list_quotes = "single"
    reply = bench.service.handle(request)
    assert reply is not None
    assert b'"' not in reply.body
    read = parse_reply(reply.body)
    bench.variants.list_quotes = "double"
    assert read == Reply(0, bench(method, "key", {"accountcode": "default"})[1], "x")


_VALUES = st.one_of(
    st.sampled_from(["1001", "default_1001", "7012", "0001", "123", "1", "0", "yes", ""]),
    st.integers() | st.text(max_size=5) | st.booleans() | st.none() | st.floats(),
    st.lists(st.dictionaries(st.sampled_from(["name", "linenumber", "priority"]), st.text("01x"))),
)


def _arguments(method: str) -> st.SearchStrategy[tuple[str, dict[str, Any]]]:
    """Its own arguments, mostly those that are needed, with right and wrong values."""
    needed, others = {}, {}
    for argument in METHODS[method].arguments:
        wire = (*argument.spellings("stomp"), argument.name)[0]
        account = "accountcode" in argument.name
        (needed if argument.mandatory else others)[wire] = (
            st.just("default") if account else _VALUES
        )
    return st.tuples(st.just(method), st.fixed_dictionaries(needed, optional=others))


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(sorted(METHODS)).flatmap(_arguments), max_size=6))
def test_no_request_is_an_internal_error(requests: list[tuple[str, dict[str, Any]]]) -> None:
    bench = Bench()
    for method, values in requests:
        assert bench(method, "key", values)[0] != 9999, (method, values)
    for method in ("AgentList", "QueueList", "SipUserList"):
        assert bench(method, "key", {"accountcode": "default"})[0] == 0
