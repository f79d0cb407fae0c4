"""Writes docs/instantvoice.md from the declarations of its methods.

python scripts/make_vendor_doc.py           write it
python scripts/make_vendor_doc.py --check   fail when it is stale
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from cti_desk.declarations.arguments import Argument
from cti_desk.declarations.methods import Member, Method
from cti_desk.vendors.instantvoice.messages.codes import SENTENCES
from cti_desk.vendors.instantvoice.methods import FAMILIES

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "instantvoice.md"
TEXT = ROOT / "docs" / "instantvoice.in.md"

_NOTE = "<!-- Written by scripts/make_vendor_doc.py; its text is docs/instantvoice.in.md. -->\n\n"
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


def page() -> str:
    """The whole page: the text by hand, with the generated parts in their places."""
    text = TEXT.read_text("utf-8")
    for name, lines in (("overview", _overview()), ("codes", _codes()), ("details", _details())):
        mark = f"<!-- {name} -->\n"
        assert mark in text, name
        text = text.replace(mark, "\n".join(lines).strip("\n") + "\n")
    return _NOTE + text


def main(arguments: list[str]) -> int:
    """Write the page, or compare it; returns the exit code."""
    text = page()
    if "--check" in arguments:
        same = PAGE.exists() and PAGE.read_text("utf-8") == text
        if not same:
            print(f"{PAGE.name} is not as generated. Run scripts/make_vendor_doc.py.")
        return 0 if same else 1
    PAGE.write_text(text, "utf-8")
    return 0


def _overview() -> Iterator[str]:
    yield "## Overview"
    for family, methods in FAMILIES.items():
        yield f"\n{family}:\n"
        yield "| Method | What it does | Acts | Answers |"
        yield "|---|---|---|---|"
        for method in methods:
            acts = "yes" if method.acting else "no"
            link = f"[`{method.name}`](#{method.name.lower()})"
            yield _row(link, method.help, acts, _ANSWERS[method.reply])


def _codes() -> Iterator[str]:
    yield "## Return codes\n"
    yield "| Code | Meaning |"
    yield "|---|---|"
    yield _row("0", "done")
    for code, sentence in SENTENCES.items():
        yield _row(str(code), sentence)


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
            yield _row(f"`{member.name}`", _told(member, "stomp"), _told(member, "soap"))


def _told(member: Member, transport: str) -> str:
    """How a member of an answer is spelt on a transport, and of what type it is there."""
    spelt = member.spellings(transport)
    if not spelt:
        return "–"
    form = _FORMS[member.kind_on(transport)]
    return f"`{spelt[0]}`, {form}{' or null' if member.nullable else ''}"


def _arguments(arguments: Iterable[Argument], within: str) -> Iterator[str]:
    for one in arguments:
        yield _row(
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


def _row(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
