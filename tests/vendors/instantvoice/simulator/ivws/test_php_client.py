"""A SOAP client of another ecosystem: PHP's own, in C, which reads the WSDL and nothing else."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cti_desk.vendors.instantvoice.methods import METHODS
from tests.support import ivws
from tests.support.instantvoice_bench import ACCOUNT, KEY
from tests.support.ivws import (
    IvwsBench,
    as_the_manual_has_it,
    carried_out,
    example,
    numbered,
    served,
)

SCRIPT = Path(ivws.__file__).with_name("soap_client.php")


class Php:
    """A program that calls what it is told to."""

    def __init__(self, bench: IvwsBench, process: subprocess.Popen[str]) -> None:
        self.bench = bench
        self._process = process
        self.functions: list[str] = self._line()

    def ask(self, method: str, key: str = KEY, /, **arguments: Any) -> Any:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps([method, {"key": key, **arguments}]) + "\n")
        self._process.stdin.flush()
        return self._line()

    def call(self, method: str, key: str = KEY, /, **arguments: Any) -> Any:
        told = self.ask(method, key, **arguments)
        assert "result" in told, told
        return told["result"]

    def _line(self) -> Any:
        assert self._process.stdout is not None
        return json.loads(self._process.stdout.readline())


@pytest.fixture
def php() -> Iterator[Php]:
    program = shutil.which("php")
    assert program, "PHP is missing: scripts/setup.sh test installs php-cli and php-soap"
    bench = as_the_manual_has_it()
    with (
        served(bench) as server,
        subprocess.Popen(
            [program, SCRIPT, f"http://{server.address}/?wsdl"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as process,
    ):
        yield Php(bench, process)
    assert process.returncode == 0


def test_it_finds_every_method(php: Php) -> None:
    assert php.functions == list(METHODS)


def test_it_calls_every_method_with_the_manuals_arguments(php: Php) -> None:
    told: dict[str, Any] = {}

    def request(method: str) -> None:
        told[method] = php.call(method, **numbered(method, example(method)[1]))

    carried_out(php.bench, request)
    assert told.keys() == METHODS.keys()
    acting = {name for name, method in METHODS.items() if method.reply == "none"}
    assert {name: told[name] for name in acting} == dict.fromkeys(acting, 0)
    assert told["AgentInfo"] == {
        "accountcode": "default",
        "name": "Foo Agent",
        "user": "0001",
        "passwd": "9876",
        "agents_id": 6,
    }
    assert told["SipUserList"]["integer"][:2] == ["instantvoice", "0001"]
    assert told["QueueList"] == {"integer": [7012, 1, 5, 1000, 8787, 8015]}
    assert told["AgentQueueMembers"] == {"QueueMembers": [{"priority": 9, "user": "0001"}]}
    assert told["AgentInfoPermission"] == {"code": 0, "location": "123"}
    assert told["SipUserInfo"]["port"] == 5060
    assert told["SipUserInfo"]["fullcontact"] is None


def test_what_it_adds_stomp_lists(php: Php) -> None:
    assert php.call("AgentAdd", **ACCOUNT, user="0042", name="Zoë <&>") == 0
    lines = {"line1": {"linenumber": "4", "inbound": "0"}, "line2": {"linenumber": "6"}}
    assert php.call("AgentLineAdd", **ACCOUNT, user="0042", lines=lines) == 0
    assert php.bench.data("AgentInfo", ACCOUNT, user="0042")["name"] == "Zoë <&>"
    numbers = [one["linenumber"] for one in php.bench.data("AgentLineList", ACCOUNT, user="0042")]
    assert numbers[-2:] == [4, 6]


def test_it_hears_refusals(php: Php) -> None:
    assert php.call("AgentAdd", **ACCOUNT, user="1001") == 4
    assert php.call("AgentAdd", "unknown", **ACCOUNT, user="1001") == -2
    code, words, vendors = php.ask("AgentInfo", **ACCOUNT, user="9999")["fault"]
    assert (code, words, vendors) == ("SOAP-ENV:Client", "3 RESPONSE_NOT_FOUND", "3")
