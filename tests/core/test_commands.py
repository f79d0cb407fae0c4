"""The commands, named by what the agent wants."""

from __future__ import annotations

import msgspec
import pytest

from cti_desk.core import commands
from cti_desk.core.model import AgentState

DESIGNED = """
    LogIn LogOut SetNotReady SetReady EndWrapUp MakeCall DialColleague AnswerCall ClearCall
    HoldCall RetrieveCall SingleStepTransfer ConsultationCall TransferCall ReconnectCall PickupCall
    GenerateDigits JoinQueue LeaveQueue SetDoNotDisturb SetForwarding
"""

SAMPLES: list[commands.Command] = [
    commands.LogIn("SIP/1"),
    commands.SetNotReady("2"),
    commands.MakeCall("6100", "order-7"),
    commands.ClearCall("c1"),
    commands.SingleStepTransfer(number="6100", all=True),
    commands.GenerateDigits("c1", digits="1#"),
    commands.SetForwarding("busy"),
]


def test_every_designed_command_exists() -> None:
    assert list(commands.NAMES) == DESIGNED.split()


@pytest.mark.parametrize(
    ("kind", "wanted"),
    [
        (commands.LogIn, AgentState.READY),
        (commands.LogOut, AgentState.LOGGED_OUT),
        (commands.SetNotReady, AgentState.NOT_READY),
        (commands.SetReady, AgentState.READY),
        (commands.EndWrapUp, AgentState.READY),
    ],
)
def test_agent_commands_ask_for_a_state(
    kind: type[commands.AgentCommand], wanted: AgentState
) -> None:
    assert kind.wanted is wanted


def test_the_call_need_not_be_named() -> None:
    assert commands.AnswerCall().call_id is None
    assert commands.SingleStepTransfer(number="6100") == commands.SingleStepTransfer(
        None, number="6100", all=False
    )


@pytest.mark.parametrize("command", SAMPLES)
def test_a_recorded_command_reads_back_as_itself(command: commands.Command) -> None:
    recorded = msgspec.json.encode(command)
    assert msgspec.json.decode(recorded)["command"] == command.name
    assert msgspec.json.decode(recorded, type=type(command)) == command
