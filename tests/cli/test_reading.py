from __future__ import annotations

import json

import pytest

from tests.support.api import served
from tests.support.cli import ask, run
from tests.support.fake_desk import FakeDesk

STATE = {
    "kind": "state",
    "started": 1_795_298_371.25,
    "duration_s": None,
    "state": "READY",
    "reason": None,
    "reason_code": None,
}


@pytest.mark.parametrize(
    ("verb", "words"),
    [
        ("status", "default_1001"),
        ("snapshot", '"profile": "office"'),
        ("capabilities", "MakeCall"),
        ("queues", "Support"),
        ("journal", "empty"),
    ],
)
async def test_verbs_that_look(verb: str, words: str) -> None:
    with served(FakeDesk()) as server:
        said = await ask(server, verb)
        assert (said.code, said.err) == (0, "")
        assert words in said.out
        (line,) = (await ask(server, verb, "--json")).out.splitlines()
        assert json.loads(line) is not None


async def test_the_journal_s_length() -> None:
    with served(FakeDesk(rows=[STATE] * 50)) as server:
        assert len((await ask(server, "journal")).out.splitlines()) == 20
        assert len((await ask(server, "journal", "--limit", "3")).out.splitlines()) == 3


@pytest.mark.parametrize("verb", ["status", "snapshot", "check", "events", "dial 6100", "rpc x"])
def test_nobody_home_is_3(verb: str) -> None:
    said = run("--instance", "nobody", *verb.split())
    assert said == (3, "", "cti-desk: CTI Desk is not running.\n")


@pytest.mark.parametrize("limit", ["many", "0", "1001", "-1", "2.5"])
async def test_a_wrong_limit_is_told_in_words(limit: str) -> None:
    with served(FakeDesk()) as server:
        said = await ask(server, "journal", f"--limit={limit}")
        assert said.code == 2
        assert f"a whole number from 1 to 1000 is needed, not {limit}" in said.err
