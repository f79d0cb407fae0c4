"""Every desk-wide setting, declared once. A vendor's own settings are declared in its folder."""

from __future__ import annotations

import re
from typing import Annotated, Any, Final, Literal
from urllib.parse import urlsplit

from msgspec import Struct

from cti_desk.core.screen_pop import TRIGGERS, VARIABLES, Trigger
from cti_desk.declarations.fields import Field
from cti_desk.settings.countries import COUNTRIES
from cti_desk.settings.declaring import About
from cti_desk.settings.endings import Ending, check_ending, check_silent_ending, parse_ending
from cti_desk.settings.form_hash import check_hash
from cti_desk.settings.queues import Queues


class Desk(Struct, frozen=True):
    """The desk itself: how it ends, and how it looks."""

    on_quit: Annotated[
        str,
        About(
            "When you quit",
            "What happens to your agent state when you quit the desk or change the profile: "
            "`stay`, `logout`, `pause REASON` (the reason's code), or `ask`, which asks only "
            "when you are logged in or a call is up.",
            check=check_ending,
        ),
    ] = "ask"
    on_session_end: Annotated[
        str,
        About(
            "When the session ends",
            "What happens to your agent state when you log out of the computer, or it is shut "
            "down: `stay`, `logout` or `pause REASON`. The desk takes no more than 5 seconds "
            "for it.",
            check=check_silent_ending,
        ),
    ] = "logout"
    on_lock: Annotated[
        str,
        About(
            "When the screen is locked",
            "What happens to your agent state when the screen is locked: `stay`, `logout` or "
            "`pause REASON`. Unlocking the screen undoes nothing.",
            check=check_silent_ending,
        ),
    ] = "stay"
    always_on_top: Annotated[
        bool, About("Always on top", "Keep the strip above other windows.")
    ] = True
    theme: Annotated[
        Literal["system", "light", "dark"],
        About(
            "Theme",
            "`system` follows the system's light or dark setting, also while the desk runs.",
            choices=("system", "light", "dark"),
        ),
    ] = "system"
    pop: Annotated[bool, About("Show callers", "Show a small window for each incoming call.")] = (
        True
    )
    after_answer: Annotated[
        Literal["small", "hide"],
        About(
            "After answering",
            "Whether the caller's window becomes small or disappears when the call is answered.",
            choices=("small", "hide"),
        ),
    ] = "small"
    animations: Annotated[
        Literal["system", "on", "off"],
        About("Animations", "Whether windows fade.", choices=("system", "on", "off")),
    ] = "system"
    failure_s: Annotated[
        float,
        About(
            "Failures stay",
            "How long the message about a failure is shown, in seconds.",
            minimum=3,
            maximum=300,
        ),
    ] = 15.0

    @property
    def quit_ending(self) -> Ending:
        return parse_ending(self.on_quit)

    @property
    def session_ending(self) -> Ending:
        return parse_ending(self.on_session_end)

    @property
    def lock_ending(self) -> Ending:
        return parse_ending(self.on_lock)


def _check_country(value: str) -> str | None:
    if value and value not in COUNTRIES:
        return 'should be a country\'s two letters, such as "BR" or "DE"'
    return None


def _check_prefix(value: str) -> str | None:
    return None if re.fullmatch(r"[0-9*#]*", value) else "should be digits only"


class Dialing(Struct, frozen=True):
    """How numbers are dialled. A profile may have its own rules: `[profiles.NAME.dialing]`."""

    country: Annotated[
        str,
        About(
            "Country",
            "The country of the telephone, in two letters (ISO 3166). Numbers of this country "
            "are dialled in their national form, and a number without a country code is read as "
            "one of this country.",
            check=_check_country,
        ),
    ] = ""
    international_prefix: Annotated[
        str | None,
        About(
            "International prefix",
            "What is dialled in place of `+`. If not set: the country's usual prefix, or `00`.",
            check=_check_prefix,
        ),
    ] = None
    national_prefix: Annotated[
        str | None,
        About(
            "National prefix",
            "What is dialled in place of the telephone's own country code, with a carrier's "
            "code where one is needed (`021`). If not set: the country's usual prefix.",
            check=_check_prefix,
        ),
    ] = None
    outside_line: Annotated[
        str,
        About(
            "Outside line",
            "What is dialled before every outside number, such as `0`.",
            check=_check_prefix,
        ),
    ] = ""
    short_max: Annotated[
        int,
        About(
            "Short numbers",
            "Numbers of up to this many digits (extensions, queues, emergency numbers) are "
            "dialled as they are. So are codes with `*` or `#`.",
            minimum=0,
            maximum=12,
        ),
    ] = 5


class ContactList(Struct, frozen=True):
    """Who is this number?"""

    file: Annotated[
        str | None,
        About(
            "Contacts file",
            "A CSV file with names and numbers, read again when it changes. A relative name "
            "starts at the settings file's folder.",
        ),
    ] = None


_VARIABLE: Final = re.compile(r"\{([^{}]*)\}")
_NAMES: Final = re.compile(r"[+#./;?&]?(?P<names>[^+#./;?&].*)")
_NAME: Final = re.compile(r"([A-Za-z_][A-Za-z0-9_]*)(?:\*|:[1-9][0-9]{0,3})?")
# After these a variable cannot become a part of the host.
_ENDS_HOST: Final = ("{/", "{?", "{#")


def _check_template(value: str) -> str | None:
    rest = _VARIABLE.sub("", value)
    if "{" in rest or "}" in rest:
        return "has a curly bracket without its partner"
    for expression in _VARIABLE.findall(value):
        names = _NAMES.fullmatch(expression)
        for each in names["names"].split(",") if names else [""]:
            name = _NAME.fullmatch(each)
            if name is None:
                return f'has "{{{expression}}}", which is not an RFC 6570 expression'
            if name[1] not in VARIABLES:
                return f'names "{name[1]}", which is not one of {", ".join(VARIABLES)}'
    try:
        _port = urlsplit(value.partition("{")[0]).port
    except ValueError:
        return "has a host or port that there cannot be"
    return None


def _check_hosts(value: list[str]) -> str | None:
    for host in value:
        text = host.strip()
        if "/" in text:
            return f'names "{host}": write the host alone, as "crm.example.com"'
        name, colon, port = text.rpartition(":") if text.count(":") == 1 else (text, "", "")
        wrong = not name or any(sign.isspace() or sign in "@?#" for sign in name)
        if wrong or (colon and not (port.isascii() and port.isdigit() and 0 < int(port) < 65536)):
            return f'names "{host}", which is not a host or host:port'
    return None


def _check_schemes(value: list[str]) -> str | None:
    wrong = next((each for each in value if not re.fullmatch(r"[a-z][a-z0-9+.-]*", each)), None)
    if wrong is None:
        return None
    return f'names "{wrong}": write a scheme alone and in small letters, as "https"'


class ScreenPopRule(Struct, frozen=True):
    """Which page is opened for a call: once for each party in it, however often it rings."""

    trigger: Annotated[
        Trigger,
        About(
            "Moment",
            "When the page opens. For incoming calls: `ringing`, `answered`, or `ended` (once, "
            "when a call that was answered is over). `party`: whenever another person comes on "
            "the line, in either direction, such as a customer whom a colleague connects. "
            "`dialled`: for outgoing calls. `clicked`: only when you ask for it.",
            choices=TRIGGERS,
        ),
    ] = "ringing"
    url: Annotated[
        str,
        About(
            "Page",
            "The page's address as an RFC 6570 template, such as "
            "`https://crm.example.com/call{?number,name,queue}`. If empty, no page opens. "
            f"Variables: {', '.join(f'`{name}`' for name in VARIABLES)}.",
            check=_check_template,
        ),
    ] = ""
    schemes: Annotated[
        tuple[str, ...],
        About("Schemes", "The kinds of addresses that may be opened.", check=_check_schemes),
    ] = ("https", "http")
    hosts: Annotated[
        tuple[str, ...],
        About(
            "Hosts",
            "The hosts that may be opened; `*.example.com` means every host below it. "
            "If empty, only the template's own host.",
            check=_check_hosts,
        ),
    ] = ()

    @property
    def allowed_hosts(self) -> tuple[str, ...]:
        """The declared hosts, or else the template's own; none if that is not fixed."""
        if self.hosts:
            return self.hosts
        fixed = self.url.partition("{")[0]
        try:
            host = urlsplit(fixed).hostname
        except ValueError:
            return ()
        # A host that runs into a variable could be completed by a caller's name.
        whole = (
            fixed == self.url or fixed.count("/") > 2 or self.url[len(fixed) :][:2] in _ENDS_HOST
        )
        return (host,) if host and whole else ()


class JournalRule(Struct, frozen=True):
    """Calls and agent states that are kept on this computer."""

    retention_days: Annotated[
        int,
        About(
            "Kept for",
            "How many days calls and states are kept.",
            minimum=1,
            maximum=3650,
        ),
    ] = 90


class Log(Struct, frozen=True):
    """The log file, for whoever looks for a fault. It contains no secrets."""

    level: Annotated[
        Literal["info", "debug"],
        About(
            "Detail",
            "`debug` also writes what the desk asks of the telephone system, the codes of its "
            "answers, and its events.",
            choices=("info", "debug"),
        ),
    ] = "info"
    megabytes: Annotated[
        int, About("Size", "Size of one log file, in megabytes.", minimum=1, maximum=1000)
    ] = 5
    files: Annotated[
        int, About("Files", "How many older log files are kept.", minimum=0, maximum=100)
    ] = 4


class FormRule(Struct, frozen=True):
    """Who may open the settings form. It keeps honest people out: this file can be edited."""

    allowed: Annotated[
        bool,
        About(
            "Settings form",
            "Whether the form can be opened at all. Meant for the administrator's file.",
        ),
    ] = True
    password_hash: Annotated[
        str,
        About(
            "Password of the form",
            "A salted hash (scrypt) of the password that the form asks for before it opens. If "
            "empty, it asks for none. Set it in the form. Anybody who may change this file can "
            "remove it.",
            check=check_hash,
        ),
    ] = ""


class ProfileBasics(Struct, frozen=True):
    """What every profile has, whatever its telephone system."""

    vendor: Annotated[
        str, About("Telephone system", "The telephone system's name, such as `instantvoice`.")
    ] = ""
    secrets: Annotated[
        Literal["keyring", "simulator"],
        About(
            "Secrets",
            "Where passwords and keys come from: the system's keyring, or the simulator itself.",
            choices=("keyring", "simulator"),
        ),
    ] = "keyring"
    simulator: Annotated[
        bool,
        About(
            "Simulator",
            "This profile belongs to a simulator on this computer; the desk shows it.",
        ),
    ] = False
    control: Annotated[
        str | None,
        About("Simulator's address", "`host:port` of the simulator's control API, loopback only."),
    ] = None


PROFILE: Final = Field(
    "profile",
    "text",
    "Profile",
    "The profile that is used when none is named at the start; not needed when there is only one.",
)

SECTIONS: Final[dict[str, type[Any]]] = {
    "desk": Desk,
    "dialing": Dialing,
    "contacts": ContactList,
    "screen_pop": ScreenPopRule,
    "queues": Queues,
    "journal": JournalRule,
    "log": Log,
    "form": FormRule,
}
