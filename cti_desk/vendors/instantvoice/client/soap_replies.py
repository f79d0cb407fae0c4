"""What IVWS answers, made into the replies that STOMP gives (pure).

An acting method answers a return code, a reading one its data; how a reading one is refused is not
documented: a fault that names the code, or the bare code as the result (*inferred*).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from cti_desk.declarations.methods import Member, Method
from cti_desk.switch_kit.server_text import one_line
from cti_desk.vendors.instantvoice.client.lenient_xml import BadXml, Node, parse_xml
from cti_desk.vendors.instantvoice.messages.bodies import Reply
from cti_desk.vendors.instantvoice.messages.codes import SUCCESS
from cti_desk.vendors.instantvoice.messages.values import normalise_key

TRANSPORT: Final = "soap"

_CODE: Final = re.compile(r"\s*(-?[0-9]{1,9})(?![0-9.])")


class NotSoap(Exception):
    """An answer that is no SOAP; `str` says what it is, after “answered with”."""


class SoapFault(Exception):
    """A fault that names no return code. ``by_client``: the request was not understood at all."""

    def __init__(self, said: str, *, by_client: bool) -> None:
        super().__init__(said)
        self.said = said
        self.by_client = by_client


def read_reply(
    method: Method, arguments: Mapping[str, Any], body: bytes, charset: str | None = None
) -> Reply:
    """Read the answer to ``method``, asked with ``arguments`` (by our names).

    The data have STOMP's names and types; what SOAP does not carry is absent. Raises `NotSoap`
    and `SoapFault`.
    """
    answer = _body(body, charset)
    if answer.name == "Fault":
        return _fault(answer)
    result = answer.child(f"{method.name}Result")
    if result is None:
        result = answer.children[0] if answer.children else answer
    if method.reply == "none":
        code = _first_code(result)
        # SOAP has no words beside the code; these are STOMP's.
        return Reply(code, f"Successful {method.name}" if code == SUCCESS else None)
    told = _bare_code(result)
    if told is not None:
        return Reply(told)
    return Reply(SUCCESS, _data(method, arguments, result))


def _body(text: bytes, charset: str | None) -> Node:
    """What stands in the envelope's body."""
    try:
        root = parse_xml(text, charset)
    except BadXml as error:
        page = b"<html" in text[:2_000].lower()
        what = "a web page" if page else f"something that is no XML ({error})"
        raise NotSoap(what) from error
    body = root.child("Body") if root.name == "Envelope" else None
    if body is None:
        page = root.name.lower() == "html"
        raise NotSoap(
            "a web page" if page else f"XML that is no SOAP (<{one_line(root.name, 40)}>)"
        )
    if not body.children:
        raise NotSoap("an empty SOAP body")
    return body.children[0]


# -- codes


def _fault(fault: Node) -> Reply:
    """A fault that carries a code is a refusal like any other."""
    detail, words = fault.child("detail"), fault.child("faultstring")
    told = [node for node in detail.walk() if node.name == "code"] if detail is not None else []
    code = _number(told[0].text) if told else None
    said = one_line(words.text) if words is not None else ""
    if code is None and (beginning := _CODE.match(said)):
        code = int(beginning[1])
    if code is None or code == SUCCESS:
        who = fault.child("faultcode")
        by_client = who is not None and who.text.rpartition(":")[2].startswith("Client")
        raise SoapFault(said or "a fault without words", by_client=by_client)
    return Reply(code)


def _first_code(result: Node) -> int:
    """An acting method's code: the first whole number in the result (*inferred*)."""
    for node in result.walk():
        if (code := _number(node.text)) is not None:
            return code
    raise NotSoap("no return code")


def _bare_code(result: Node) -> int | None:
    """A reading method's result that is nothing but a code, ``None`` if it is more."""
    if result.children:
        codes = [node for node in result.children if node.name == "code"]
        if len(codes) != 1:
            return None
        code = _number(codes[0].text)
        refused = code is not None and (code != SUCCESS or len(result.children) == 1)
        return code if refused else None
    return _number(result.text)


def _number(text: str) -> int | None:
    found = _CODE.fullmatch(text)
    return int(found[1]) if found else None


# -- data


def _data(method: Method, arguments: Mapping[str, Any], result: Node) -> Any:
    if method.reply == "names":
        member = method.members[0]
        return [_value(member, node, "") for node in result.children if node.text]
    if method.reply == "text":
        return _text(method, result)
    account = str(arguments.get("accountcode", ""))
    if method.reply == "record":
        return _record(method, result, account)
    nodes = result.children
    if any(not node.children and (node.text or node.nil) for node in nodes):
        nodes = [result]  # one record, not wrapped
    return [_record(method, node, account) for node in nodes if node.children]


def _text(method: Method, result: Node) -> str:
    member = method.members[0]
    for name in member.spellings(TRANSPORT):
        if (found := result.child(name)) is not None:
            return found.text
    return result.text


def _record(method: Method, node: Node, account: str) -> dict[str, Any]:
    """One record: members by the names and in the order declared, then what nobody declared."""
    told = {normalise_key(child.name): child for child in node.children}
    of_record = told.get("accountcode")
    account = (of_record.text if of_record is not None else "") or account
    record: dict[str, Any] = {}
    for member in method.members:
        # A server may send more over SOAP than the manual shows: then by STOMP's name.
        for name in (*member.spellings(TRANSPORT), member.name):
            found = told.pop(normalise_key(name), None)
            if found is not None:
                record[member.name] = _value(member, found, account)
                break
    for child in told.values():
        record[child.name] = child.text
    return record


def _value(member: Member, node: Node, account: str) -> Any:
    text = node.text
    if node.nil and member.nullable:
        return None
    if member.kind == "integer":
        number = _number("0" if text in ("", "no") else text)  # qualify is “no” here, 0 on STOMP
        return text if number is None else number
    if member.kind == "qualified_name" and text and account:
        return text if text.startswith(f"{account}_") else f"{account}_{text}"
    return text
