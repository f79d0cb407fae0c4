"""A declared telephone system without a wire, and settings files to try it with."""

from __future__ import annotations

from typing import Any

from cti_desk.core.ports import SwitchSetup
from cti_desk.declarations.fields import Field
from cti_desk.declarations.vendor import Vendor


def _no_switch(setup: SwitchSetup) -> Any:
    raise AssertionError(f"nobody asked for a switch of {setup.profile}")


VENDORS = {
    "acme": Vendor(
        name="acme",
        title="Acme PBX",
        fields=(
            Field("hosts", "list", "Hosts", "Where the server is.", required=True),
            Field("port", "integer", "Port", "TCP port.", default=61613, minimum=1, maximum=65535),
            Field("encryption", "choice", "TLS", "…", default="tls", choices=("tls", "none")),
            Field("agent", "text", "Agent", "Your agent."),
            Field("supervisor", "boolean", "Supervisor", "…", default=False),
            Field("pause_reasons", "table", "Reasons", "Number and text.", default={}),
            Field("files_address", "text", "Files", "Where its files are."),
            Field("patience", "number", "Patience", "Seconds.", default=5.0, minimum=0.5),
            Field("password", "secret", "Password", "The server's password."),
        ),
        make_switch=_no_switch,
        simulate=lambda argv: 0,
    )
}

GOOD = """\
profile = "office"

[desk]  # how it behaves
on_quit = "logout"
on_lock = "pause 2"

[dialing]
country = "BR"
outside_line = "0"

[contacts]
file = "people.csv"

[screen_pop]
url = "https://crm.example.com/call{?e164,name}"

[profiles.office]
vendor = "acme"
hosts = ["pbx.example.com", "pbx2.example.com"]
agent = "default_0042"
pause_reasons = { 1 = "Break", 2 = "Lunch" }

[profiles.office.dialing]
outside_line = "9"

[profiles.sim]
vendor = "acme"
hosts = ["127.0.0.1:61613"]
encryption = "none"
simulator = true
secrets = "simulator"
control = "127.0.0.1:4000"
"""
