"""What docs/instantvoice.md and the scorecard are written from: methods, codes and events.

What the manual documents is listed: the declared methods on each transport, the examples kept in
tests/vendors/instantvoice/fixtures (``SECTION.KIND.json`` or ``.xml``), codes, events and hangup
reasons as declared.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from cti_desk.declarations.arguments import Argument
from cti_desk.declarations.documentation import Documentation, link, row
from cti_desk.declarations.methods import Member, Method
from cti_desk.vendors.instantvoice.messages.codes import SENTENCES, SUCCESS
from cti_desk.vendors.instantvoice.messages.events import (
    AGENT_TYPES,
    CALL_TYPES,
    HANGUP_REASONS,
    Event,
)
from cti_desk.vendors.instantvoice.methods import FAMILIES, METHODS

_ANSWERS = {
    "none": "–",
    "record": "a record",
    "records": "a list of records",
    "names": "a list of names",
    "text": "a text",
}
_FORMS = {
    "text": "text",
    "integer": "whole number",
    "yes_no": "`yes` or `no`",
    "flag": "`1` or `0`",
    "records": "list of records",
    "address": "IP address",
    "network": "IP address or network",
    "mac": "MAC address",
    "setting": "variable=value",
    "qualified_name": "text with the accountcode before it",
}
_TRAY = ("StartTray", "StopTray", "PollEvents")
COM_METHODS = frozenset(_TRAY) | {
    "AgentLogin",
    "AgentLogoff",
    "AgentPause",
    "AgentUnpause",
    "BlindTransfer",
    "NewCall",
    "Hangup",
}
"""What IVClient offers by the manual; the desk's ``ivclient.*`` has more."""


def _parts() -> Mapping[str, Iterable[str]]:
    return {"overview": _overview(), "codes": _codes(), "details": _details()}


def _overview() -> Iterator[str]:
    yield "## Overview"
    for family, methods in FAMILIES.items():
        yield f"\n{family}:\n"
        yield "| Method | What it does | Acts | Answers |"
        yield "|---|---|---|---|"
        for method in methods:
            acts = "yes" if method.acting else "no"
            yield row(link(method.name), method.help, acts, _ANSWERS[method.reply])


def _codes() -> Iterator[str]:
    yield "## Return codes\n"
    yield "| Code | Meaning |"
    yield "|---|---|"
    yield row("0", "done")
    for code, sentence in SENTENCES.items():
        yield row(str(code), sentence)


def _details() -> Iterator[str]:
    for family, methods in FAMILIES.items():
        yield f"\n## {family}"
        for method in methods:
            yield from _method(method)


def _method(method: Method) -> Iterator[str]:
    yield f"\n### {method.name}\n"
    yield f"{method.help} {method.note}".strip()
    if method.secrets:
        yield f"\nCovered in the answer: {', '.join(f'`{name}`' for name in method.secrets)}."
    yield "\n| Argument | STOMP | SOAP | Value | Default | Meaning |"
    yield "|---|---|---|---|---|---|"
    yield from _arguments(method.arguments, "")
    if method.members:
        each = {"records": "Each record of the answer", "names": "Each name of the answer"}
        yield f"\n| {each.get(method.reply, 'Answer')} | STOMP | SOAP |"
        yield "|---|---|---|"
        for member in method.members:
            yield row(f"`{member.name}`", _told(member, "stomp"), _told(member, "soap"))


def _told(member: Member, transport: str) -> str:
    """How a member of an answer is spelt on a transport, and of what type it is there."""
    spelt = member.spellings(transport)
    if not spelt:
        return "–"
    form = _FORMS[member.kind_on(transport)]
    return f"`{spelt[0]}`, {form}{' or null' if member.nullable else ''}"


def _arguments(arguments: Iterable[Argument], within: str) -> Iterator[str]:
    for one in arguments:
        yield row(
            f"`{within}{one.name}`",
            _spelt(one, "stomp"),
            _spelt(one, "soap"),
            _value(one),
            "**needed**" if one.mandatory else f"`{one.default}`" if one.default else "–",
            one.help,
        )
        yield from _arguments(one.fields, f"{within}{one.name}[].")


def _spelt(argument: Argument, transport: str) -> str:
    words = " or ".join(f"`{name}`" for name in argument.spellings(transport)) or "–"
    numbered = f" of `{argument.item}1`, `{argument.item}2` …"
    return words + numbered if argument.item and transport == "soap" else words


def _value(argument: Argument) -> str:
    words = _FORMS.get(argument.kind) or ", ".join(f"`{choice}`" for choice in argument.choices)
    low, high = argument.minimum, argument.maximum
    if low is not None:
        words += f", {low} to {high}" if high is not None else f", from {low}"
    elif high is not None:
        words += f", up to {high}"
    if argument.also:
        words += f", or {', '.join(f'`{word}`' for word in argument.also)}"
    if argument.separator:
        words += f"; several, separated by `{argument.separator}`"
    return words + ("; secret" if argument.secret else "")


def _items(fixtures: Iterable[str]) -> Iterator[str]:
    for transport in ("STOMP", "SOAP"):
        yield from (f"method {name} over {transport}" for name in METHODS)
    yield from (f"method {name} over COM" for name in (*_TRAY, *METHODS) if name in COM_METHODS)
    yield from _examples(fixtures)
    yield from (f"event {kind}" for kind in sorted(CALL_TYPES) + sorted(AGENT_TYPES))
    yield from (f"event field {field}" for field in Event().fields())
    yield from (f"hangup reason {reason}" for reason in sorted(HANGUP_REASONS))
    yield from (f"return code {code}" for code in (SUCCESS, *SENTENCES))


def _examples(fixtures: Iterable[str]) -> Iterator[str]:
    order = {name: place for place, name in enumerate(METHODS)}
    found = []
    for file in fixtures:
        section, kind, form = file.split(".")
        found.append((form, order.get(section, len(order)), section, kind))
    for form, _, section, kind in sorted(found):
        yield f"{form.upper()} {kind} example of {section}"


DOCUMENTATION: Final = Documentation(
    _parts, "InstantVoice: what its manual documents, and what of it is done", _items
)
