from __future__ import annotations

import json

import pytest

from cti_desk.core import commands as c
from cti_desk.core import errors
from cti_desk.core.reports import Accepted
from tests.support.api import served
from tests.support.cli import ask
from tests.support.fake_desk import FakeDesk

VERBS: list[tuple[str, c.Command]] = [
    ("login", c.LogIn()),
    ("login SIP/1", c.LogIn("SIP/1")),
    ("logout", c.LogOut()),
    ("pause", c.SetNotReady()),
    ("pause Lunch", c.SetNotReady("Lunch")),
    ("ready", c.SetReady()),
    ("end-wrap-up", c.EndWrapUp()),
    ("dnd on", c.SetDoNotDisturb(True)),
    ("dnd off", c.SetDoNotDisturb(False)),
    ("forward no-answer 6100", c.SetForwarding("no_answer", "6100")),
    ("forward always off", c.SetForwarding("always")),
    ("queue join 7012", c.JoinQueue("7012")),
    ("queue leave 7012", c.LeaveQueue("7012")),
    ("dial 6100", c.MakeCall("6100")),
    ("dial +5521 --id 9", c.MakeCall("+5521", "9")),
    ("dial +5521 --correlation-id 9", c.MakeCall("+5521", "9")),
    ("answer", c.AnswerCall()),
    ("hangup --call 1.2", c.ClearCall("1.2")),
    ("hold", c.HoldCall()),
    ("retrieve", c.RetrieveCall()),
    ("transfer 7012", c.SingleStepTransfer(number="7012")),
    ("transfer 7012 --all", c.SingleStepTransfer(number="7012", all=True)),
    ("consult 6100 --call 1", c.ConsultationCall("1", number="6100")),
    ("complete", c.TransferCall()),
    ("reconnect", c.ReconnectCall()),
    ("pickup", c.PickupCall()),
    ("digits 12#", c.GenerateDigits(digits="12#")),
]


@pytest.mark.parametrize(("words", "command"), VERBS, ids=[words for words, _ in VERBS])
async def test_a_verb_becomes_its_command(words: str, command: c.Command) -> None:
    with served(FakeDesk()) as server:
        said = await ask(server, *words.split())
        assert said == (0, "Accepted.\n", "")
        assert [asked.command for asked in server.desk.asked] == [command]
        assert server.desk.asked[0].wait_s is None


@pytest.mark.parametrize(
    ("words", "wait"),
    [
        ("ready --wait", 10.0),
        ("ready --wait 3", 3.0),
        ("ready --wait=2.5", 2.5),
        ("dial 6100 --wait", 10.0),
        ("dial --wait 3 6100", 3.0),
        ("dial --wait 6100", 10.0),
    ],
)
async def test_waiting(words: str, wait: float) -> None:
    with served(FakeDesk()) as server:
        assert await ask(server, *words.split()) == (0, "Confirmed.\n", "")
        assert server.desk.asked[0].wait_s == wait


@pytest.mark.parametrize(
    ("answer", "code", "words"),
    [
        (
            errors.RefusedByVendor("Wrong password.", code=9),
            1,
            "Wrong password. (instantvoice code 9)",
        ),
        (errors.UsageError("A reason, please."), 2, "A reason, please."),
        (errors.NotOffered("No hold here."), 4, "No hold here."),
        (errors.OutcomeUnknown("No answer came."), 5, "No answer came."),
        (errors.NoLink("No link."), 6, "No link."),
        (errors.CtiError("Inside."), 1, "Inside."),
    ],
)
async def test_exit_codes(answer: errors.CtiError, code: int, words: str) -> None:
    with served(FakeDesk(outcome=answer)) as server:
        assert await ask(server, "ready") == (code, "", f"cti-desk: {words}\n")


async def test_an_ambiguous_call_lists_the_candidates() -> None:
    calls = [
        {"id": "1.1", "number": "2198765456", "name": "Maria Souza", "state": "CONNECTED"},
        {"id": "2.2", "number": None, "name": None, "state": "ALERTING"},
    ]
    error = errors.AmbiguousCall("2 calls can be meant.", details={"calls": calls})
    with served(FakeDesk(outcome=error)) as server:
        said = await ask(server, "hangup")
        assert said.code == 7
        assert said.err.splitlines() == [
            "cti-desk: 2 calls can be meant.",
            "  1.1  2198765456  Maria Souza  CONNECTED",
            "  2.2  ALERTING",
        ]


@pytest.mark.parametrize(
    "words",
    ["dial", "transfer", "dnd maybe", "forward always", "queue join", "ready --wait x", "digits x"],
)
async def test_wrong_words_do_nothing(words: str) -> None:
    with served(FakeDesk()) as server:
        said = await ask(server, *words.split())
        assert said.code == 2
        assert said.err
        assert not server.desk.asked


async def test_json_and_the_vendor_s_words() -> None:
    with served(FakeDesk(outcome=Accepted(code=4, message="Already so."))) as server:
        said = await ask(server, "ready", "--json")
        assert json.loads(said.out)["code"] == 4
        assert (await ask(server, "ready")).out == "Accepted: Already so.\n"


@pytest.mark.parametrize(
    ("verb", "words"),
    [
        ("pause 2", "Confirmed: paused after this call.\n"),
        ("logout", "Confirmed: logged out after this call.\n"),
    ],
)
async def test_what_follows_the_call_is_said(verb: str, words: str) -> None:
    with served(FakeDesk(outcome=Accepted(code=0, pending=True))) as server:
        assert await ask(server, *verb.split(), "--wait") == (0, words, "")
        told = json.loads((await ask(server, *verb.split(), "--wait", "--json")).out)
        assert (told["accepted"], told["confirmed"], told["pending"]) == (True, True, True)


async def test_another_agent_can_be_logged_in() -> None:
    with served(FakeDesk()) as server:
        await ask(server, "login", "SIP/2", "--agent", "default_1002")
        assert server.desk.asked[0].agent_id == "default_1002"
