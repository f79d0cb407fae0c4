"""What a SIP user consists of, in the order of the manual's table (and of SOAP)."""

from __future__ import annotations

from typing import Final

from cti_desk.declarations.arguments import Argument, ArgumentKind

CODECS: Final = ("ilbc", "gsm", "ulaw", "alaw", "g729")
GROUP_MEMBERS: Final = "Whole numbers, separated by commas."


def _yes_no(name: str, help: str, default: str | None = "no") -> Argument:
    return Argument(name, help, kind="yes_no", default=default)


def _whole(name: str, help: str, default: str | None = "0", maximum: int | None = None) -> Argument:
    return Argument(name, help, kind="integer", minimum=0, maximum=maximum, default=default)


def _choice(name: str, help: str, choices: tuple[str, ...], default: str | None) -> Argument:
    return Argument(name, help, kind="choice", choices=choices, default=default)


def _codecs(name: str, help: str, default: str | None, also: tuple[str, ...] = ()) -> Argument:
    return Argument(
        name, help, kind="choice", choices=CODECS, also=also, separator=";", default=default
    )


def _special(name: str, kind: ArgumentKind, help: str) -> Argument:
    return Argument(name, help, kind=kind)


FIELDS: Final = (
    Argument("description", "A description for people."),
    _codecs("allow", "The codecs allowed, the preferred one first.", "ilbc;gsm;ulaw;alaw"),
    _choice(
        "amaflags",
        "How its calls appear in the call records.",
        ("default", "omit", "billing", "documentation"),
        "default",
    ),
    Argument(
        "call_limit",
        "How many calls at once; 0: any number.",
        spelling={"stomp": "call-limit", "soap": "call_limit"},
        kind="integer",
        minimum=0,
        default="0",
    ),
    Argument("callerid", "The caller it shows."),
    Argument("callgroup", f"Its call groups. {GROUP_MEMBERS}", kind="integer", separator=","),
    _yes_no("canreinvite", "Whether it supports re-invites.", "yes"),
    Argument("context", "The context of its calls.", default="instantvoice_agent"),
    _special("defaultip", "address", "Its address as long as it has not registered."),
    _special("deny", "network", "From where its traffic is refused."),
    _codecs("disallow", "The codecs refused, or all.", None, ("all",)),
    _choice("dtmfmode", "How keys are sent.", ("inband", "info", "rfc2833"), "rfc2833"),
    Argument("fromdomain", "The domain of From: in SIP messages."),
    Argument("fromuser", "The user of From:, instead of the caller."),
    Argument("fullcontact", "Its contact as a SIP URI."),
    Argument("host", "Its address or host name, or dynamic if it registers.", default="dynamic"),
    Argument(
        "ignoregexpire",
        "Whether a contact is used though it has expired. The manual spells it in three ways.",
        spelling={"soap": "ignoreexpire"},
        kind="yes_no",
        default="no",
    ),
    _choice(
        "insecure", "What is let in without question.", ("invite", "port", "invite,port"), None
    ),
    Argument(
        "ipaddr",
        "Its address. Shown in the SOAP examples and in replies, in no table.",
        spelling={"stomp": ()},
    ),
    _choice("language", "The language it is spoken to.", ("en_US", "pt_BR", "es_ES"), "en_US"),
    Argument("mailbox", "A voice mailbox that exists."),
    Argument("md5secret", "An MD5 sum in place of the password.", secret=True),
    Argument("musiconhold", "A class of musiconhold.conf."),
    _yes_no("nat", "Whether it is behind a firewall that translates addresses."),
    _special("permit", "network", "From where its traffic is let in."),
    Argument(
        "pickupgroup",
        f"Whose calls it may take with *8. {GROUP_MEMBERS}",
        kind="integer",
        separator=",",
    ),
    _whole("port", "Its SIP port.", "5060", maximum=65535),
    _choice("progressinband", "Whether ringing is sent as sound.", ("yes", "no", "never"), "never"),
    _yes_no("promiscredir", "Whether it may redirect calls (302)."),
    Argument(
        "qualify",
        "Whether it is asked if it is there, or after how many milliseconds it counts as gone.",
        kind="integer",
        also=("yes", "no"),
        minimum=0,
        default="no",
    ),
    _whole("regexten", "The extension used when it registers.", None),
    _whole("regseconds", "How often it registers, in seconds."),
    Argument("rpid", "Its Remote-Party-ID header."),
    _whole("rtpholdtimeout", "A held call ends after so many seconds of silence."),
    Argument("secret", "Its password.", secret=True),
    _yes_no("sendrpid", "Whether a Remote-Party-ID header is sent."),
    _special("setvar", "setting", "A channel variable for its calls: variable=value."),
    Argument("subscribecontext", "The context of SUBSCRIBE requests."),
    _yes_no("trustrpid", "Whether its Remote-Party-ID header is believed.", None),
    _choice("type", "What it may do.", ("user", "friend", "peer"), "friend"),
    _yes_no("useclientcode", "Whether X-ClientCode names the caller in the records.", None),
    Argument(
        "username",
        "Its user name. A number by the table; the manual's reply shows the full name.",
    ),
    _yes_no("route", "Whether it is another brick of the platform."),
    _special("macaddr", "mac", "The address of its telephone's network card."),
    Argument("location", "A permission group that exists."),
)
