"""Where Compass's documents are silent or contradict themselves: each reading can be switched on.

The defaults are the likeliest reading (all of them *inferred*).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Final

from cti_desk.simulator.errors import Invalid


@dataclass
class Variants:
    """One field for each thing the documents leave open.

    * ``versions``: the versions of the REST interface that are served, 406 for the others.
    * ``company``: the company can be asked for (else nobody has one, as for a brand-new user).
    * ``expire``: the pubsub service takes the option ``pubsub#expire`` (else an error).
    * ``subscribed_at_once``: the answer to a subscription says so, without a message behind it.
    * ``list_subscriptions``: the pubsub service lists a user's subscriptions (else an error).
    * ``invisible``: privacy lists are served (else an error).
    * ``call_control``: the schema lists calls that answer, hang up, hold and transfer.
    * ``schema``: the schema may be read (else 403).
    * ``call_id``: version 3 answers a started call's id as a JSON text, or as the member ``callId``
      of an object.
    * ``status_as_user``: a change of status is told with the whole user.
    * ``rpc_host``: the host that answers requests: ``phone.uc.`` or, as in one example, ``phone.``
      and the domain.
    * ``self_host``: objects are named by the address that was asked, or by the platform's own name
      (``rest.`` and the domain), and only that is understood.
    * ``method_override``: a POST may name another method in a header.
    """

    versions: str = "1,2,3"
    company: bool = True
    expire: bool = True
    subscribed_at_once: bool = False
    list_subscriptions: bool = True
    invisible: bool = True
    call_control: bool = False
    schema: bool = True
    call_id: str = "text"
    status_as_user: bool = False
    rpc_host: str = "phone.uc"
    self_host: str = "address"
    method_override: bool = True

    @property
    def served(self) -> tuple[int, ...]:
        return tuple(int(version) for version in self.versions.split(","))

    def change(self, values: Mapping[str, Any]) -> None:
        """Set some of them by name; raises Invalid in words."""
        for name, value in values.items():
            if name not in _CHOICES:
                raise Invalid(f"There is no variant {name!r}. Variants are: {', '.join(_CHOICES)}.")
            choices = _CHOICES[name]
            if value not in choices or not isinstance(value, type(choices[0])):
                listed = ", ".join(repr(choice) for choice in choices)
                raise Invalid(f"The variant {name!r} is one of {listed}, not {value!r}.")
        for name, value in values.items():
            setattr(self, name, value)

    def listing(self) -> dict[str, Any]:
        return {field.name: getattr(self, field.name) for field in fields(self)}


_YES_NO: Final = (True, False)
_CHOICES: Final[dict[str, tuple[Any, ...]]] = {
    "versions": ("1,2,3", "2,3", "1,2", "1", "2", "3"),
    "company": _YES_NO,
    "expire": _YES_NO,
    "subscribed_at_once": _YES_NO,
    "list_subscriptions": _YES_NO,
    "invisible": _YES_NO,
    "call_control": _YES_NO,
    "schema": _YES_NO,
    "call_id": ("text", "object"),
    "status_as_user": _YES_NO,
    "rpc_host": ("phone.uc", "phone"),
    "self_host": ("address", "platform"),
    "method_override": _YES_NO,
}
