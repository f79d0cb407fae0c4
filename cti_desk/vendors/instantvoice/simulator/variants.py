"""Where InstantVoice's manual is silent or contradicts itself: each reading can be switched on.

The defaults are the likeliest reading (all of them *inferred*).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Literal

from cti_desk.simulator.errors import Invalid


@dataclass
class Variants:
    """One field for each thing the manual leaves open.

    * ``hangup_reason``: the member that carries it: ``reason``, ``direction``, or no member.
    * ``request_direction``: direction of a NEWCALL on request.
    * ``second_leg_id``: DNEWCALL and DCONNECT carry another uniqueid.
    * ``second_leg_first``: DNEWCALL is told before NEWCALL.
    * ``agent_argument``: BlindTransfer and NewCall take ``Agent`` and ``User``, or one of them.
    * ``external_id``: NewCall is refused without one (code 1), or not.
    * ``echo_identifier``: replies repeat the identifier, as documented for acting methods.
    * ``transfer_reason``: what HANGUP says after BlindTransfer (BTRANSFER is worded for the key).
    * ``list_quotes``: QueueList and SipUserList answer JSON, or single quotes as in the manual.
    * ``queue_defaults``: sl_answeredbefore_3 and requiresendinfo of a new queue are 60 and yes by
      the table, 90 and no by both examples.

    Those of the SOAP side are well-formed and valid by the WSDL unless they are changed:

    * ``soap_prefixes``: AgentInfo and AgentQueueList declare theirs, or write ``mlns:`` for
      ``xmlns:`` as in the manual.
    * ``soap_old_instance``: the XMLSchema-instance is that of 1999, as in the manual.
    * ``soap_nil``: what is not set is ``xsi:nil``, or ``xs:nil`` as in the manual.
    * ``soap_array_types``: lists have the manual's ``type="tns:…Array"``, a prefix never declared.
    * ``soap_sip_names``: SipUserList tells names, or the manual's tuples in whole numbers.
    * ``soap_requiresendinfo``: how QueueInfo spells it (and how the WSDL says it does).
    * ``soap_permission_refusal``: a refused …InfoPermission is a fault, or its element ``code``.
    """

    hangup_reason: Literal["reason", "direction", "none"] = "reason"
    request_direction: Literal["OUTBOUND", "INBOUND", ""] = "OUTBOUND"
    second_leg_id: bool = False
    second_leg_first: bool = False
    agent_argument: Literal["both", "agent", "user"] = "both"
    external_id: Literal["optional", "mandatory"] = "optional"
    echo_identifier: bool = True
    transfer_reason: str = "BTRANSFER"
    list_quotes: Literal["double", "single"] = "double"
    queue_defaults: Literal["table", "examples"] = "table"
    soap_prefixes: Literal["xmlns", "mlns"] = "xmlns"
    soap_old_instance: bool = False
    soap_nil: Literal["xsi", "xs"] = "xsi"
    soap_array_types: bool = False
    soap_sip_names: Literal["texts", "tuples"] = "texts"
    soap_requiresendinfo: Literal["requisendinfo", "requiresendinfo"] = "requisendinfo"
    soap_permission_refusal: Literal["fault", "code"] = "fault"

    def change(self, values: Mapping[str, Any]) -> None:
        """Set some of them by name; raises Invalid in words."""
        for name, value in values.items():
            choices = _CHOICES.get(name)
            if choices is None:
                raise Invalid(f"There is no variant {name!r}. Variants are: {', '.join(_CHOICES)}.")
            if choices and value not in choices:
                listed = ", ".join(repr(choice) for choice in choices)
                raise Invalid(f"The variant {name!r} is one of {listed}, not {value!r}.")
            if not isinstance(value, type(getattr(self, name))):
                raise Invalid(f"The variant {name!r} cannot be {value!r}.")
        for name, value in values.items():
            setattr(self, name, value)

    def listing(self) -> dict[str, Any]:
        return {field.name: getattr(self, field.name) for field in fields(self)}


_CHOICES: dict[str, tuple[Any, ...]] = {
    "hangup_reason": ("reason", "direction", "none"),
    "request_direction": ("OUTBOUND", "INBOUND", ""),
    "second_leg_id": (True, False),
    "second_leg_first": (True, False),
    "agent_argument": ("both", "agent", "user"),
    "external_id": ("optional", "mandatory"),
    "echo_identifier": (True, False),
    "transfer_reason": (),
    "list_quotes": ("double", "single"),
    "queue_defaults": ("table", "examples"),
    "soap_prefixes": ("xmlns", "mlns"),
    "soap_old_instance": (True, False),
    "soap_nil": ("xsi", "xs"),
    "soap_array_types": (True, False),
    "soap_sip_names": ("texts", "tuples"),
    "soap_requiresendinfo": ("requisendinfo", "requiresendinfo"),
    "soap_permission_refusal": ("fault", "code"),
}
