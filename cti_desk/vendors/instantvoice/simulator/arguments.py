"""The arguments of a request, read the way InstantVoice's manual spells them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal

from cti_desk.core.errors import UsageError
from cti_desk.declarations.arguments import Argument
from cti_desk.declarations.methods import Method
from cti_desk.vendors.instantvoice.simulator import wire

Transport = Literal["stomp", "soap"]
AgentArgument = Literal["both", "agent", "user"]

_CALLING_AGENT: Final[dict[AgentArgument, tuple[str, ...]]] = {
    "both": ("Agent", "User"),
    "agent": ("Agent",),
    "user": ("User",),
}


class Refusal(Exception):
    """A request refused before it reached the exchange."""

    def __init__(self, code: int) -> None:
        super().__init__(wire.NAMES.get(code, str(code)))
        self.code = code


class Arguments:
    """Typed access; a mandatory argument that is missing or empty is code 1.

    Names are compared exactly: state and call methods capitalise them, the others do not.
    """

    def __init__(
        self,
        values: Mapping[str, Any],
        agent_argument: AgentArgument,
        transport: Transport = "stomp",
    ) -> None:
        self._values = values
        self._transport = transport
        self._calling_agent = _CALLING_AGENT["user" if transport == "soap" else agent_argument]

    def text(self, name: str) -> str:
        value = self.optional(name)
        if value is None:
            raise Refusal(wire.MISSING)
        return value

    def optional(self, name: str) -> str | None:
        value = self._values.get(name)
        if value is None or value == "" or isinstance(value, (dict, list, bool)):
            return None
        return str(value)

    def full_agent(self) -> str:
        """``User`` in its full form, for agent state methods."""
        return self._in_account(self.text("Accountcode"), self.text("User"))

    def calling_agent(self) -> str:
        """``Agent`` or ``User``: table and SOAP say one, the JSON examples the other."""
        account = self.text("Accountcode")
        found = (self.optional(name) for name in self._calling_agent)
        agent = next((value for value in found if value is not None), None)
        if agent is None:
            raise Refusal(wire.MISSING)
        return self._in_account(account, agent)

    def numeric_agent(self) -> str:
        """``user`` in its numeric form, as the management methods take it."""
        account, user = self.text("accountcode"), self.text("user")
        # The full form is taken too: it names the agent without doubt.
        return user if "_" in user else f"{account}_{user}"

    def declared(self, method: Method) -> dict[str, Any]:
        """The arguments of a method by our names; missing is code 1, out of range code 5.

        What the declaration does not know is ignored (inferred), empty is not given.
        """
        return _declared(method.arguments, self._values, self._transport)

    @staticmethod
    def _in_account(account: str, agent: str) -> str:
        if agent.rpartition("_")[0] != account:
            raise Refusal(wire.NOT_FOUND)
        return agent


def _declared(
    arguments: tuple[Argument, ...], values: Mapping[str, Any], transport: Transport
) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for argument in arguments:
        spelt = (name for name in argument.spellings(transport) if values.get(name) is not None)
        value = values[name] if (name := next(spelt, None)) is not None else None
        if value not in (None, "", []):
            found[argument.name] = value
        elif argument.mandatory:
            raise Refusal(wire.MISSING)
    try:
        return {
            one.name: _value(one, found[one.name], transport)
            for one in arguments
            if one.name in found
        }
    except UsageError:
        raise Refusal(wire.INVALID) from None


def _value(argument: Argument, value: Any, transport: Transport) -> Any:
    if argument.kind != "records":
        return argument.check(value)
    if not isinstance(value, list) or not all(isinstance(record, dict) for record in value):
        raise Refusal(wire.INVALID)
    return [_declared(argument.fields, record, transport) for record in value]
