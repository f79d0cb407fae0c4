"""What a new Compass exchange holds (docs/contracts.md §5, in Compass's terms)."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from cti_desk.simulator.model import Extension, Queue
from cti_desk.simulator.world import Policy
from cti_desk.vendors.compass.simulator.platform import Account, Platform, Resource

POLICY: Final = Policy(defer=False, ring_ids=True, keep_until_taken=True, keep_last_queue=False)
DOMAIN: Final = "compass.localhost"
COMPANY_DOMAIN: Final = "example.localhost"
USERS: Final = ("1001", "1002", "1003", "1004", "1005")
NAMES: Final = ("Anna Bakker", "Bram de Vries", "Carla Jansen", "Daan Visser", "Eva Smit")
RESELLER: Final = "reseller"
QUEUES: Final = {"7012": "Support", "7013": "Sales"}
STATUSES: Final = ("Break", "Lunch", "Training")
NUMBERS: Final = {"31201234567": "Main number", "31201234568": "Sales"}


def seed(platform: Platform) -> None:
    """Five users, each logged on to their phone, two queues that nobody takes calls of yet.

    The fifth user's JID is in the company's own domain. Who dials 6100 is answered after a ring,
    6101 is busy, 6102 never answers, 6103 does not exist. One account belongs to a reseller and
    so to no company.
    """
    exchange = platform.exchange
    for code, text in enumerate(STATUSES, start=1):
        exchange.add_reason(str(code), text)
    for index, (number, name) in enumerate(zip(USERS, NAMES, strict=True), start=1):
        account = _user(platform, index, number, name)
        exchange.add_agent(account.id, number, name, f"275{index:03}")
        exchange.agents.log_in(account.id, f"275{index:03}")
    for queue, name in QUEUES.items():
        exchange.add_queue(Queue(queue, name, strategy="ring_all", dial_timeout=20))
    exchange.add_extension(Extension("6100", answers_after=exchange.policy.ring_s))
    exchange.add_extension(Extension("6101", busy=True))
    exchange.add_extension(Extension("6102"))
    exchange.add_extension(Extension("6103", unallocated=True))
    for index, (number, name) in enumerate(NUMBERS.items(), start=1):
        _keep(platform, Resource(f"550{index}", "externalNumber", name, number))
    _keep(platform, Resource("100", "dpSwitch", "Night switch", setting=1))
    _keep(platform, Resource("610", "voicemail", "Support voicemail", "1233"))
    _keep(platform, Resource("620", "forward", "After hours"))
    reseller = Account("9001", RESELLER, platform.uc, "Reseller's own", in_company=False)
    platform.accounts[reseller.id] = reseller


def _user(platform: Platform, index: int, number: str, name: str) -> Account:
    domain = platform.company_domain if index == len(USERS) else platform.uc
    account = Account(
        f"8323{index:03}",
        number,
        domain,
        name,
        contact=f"{number}@{platform.company_domain}",
        language="en" if index % 2 else "nl",
        extension=number,
        identity=f"73{index:02}",
        cli="5501",
    )
    platform.accounts[account.id] = account
    _keep(platform, Resource(f"431{index:03}", "extension", number, number))
    return account


def _keep(platform: Platform, resource: Resource) -> None:
    platform.resources[resource.id] = resource


def profile_values(addresses: Mapping[str, str], ca_file: Path) -> dict[str, Any]:
    """What a desk's profile says of this simulator, secrets apart."""
    return {
        "domain": DOMAIN,
        "user": USERS[0],
        "rest_address": f"https://{addresses['rest']}",
        "files_address": f"https://{addresses['rest']}",
        "xmpp_address": addresses["xmpp"],
        "websocket_address": f"wss://{addresses['web']}/ws",
        "ca_file": str(ca_file),
        "queues": [QUEUES["7012"]],
        "pause_model": "status",
        "pause_reasons": list(STATUSES),
        "dialing": {"country": "NL"},
    }
