"""What a new InstantVoice exchange holds (docs/contracts.md §5)."""

from __future__ import annotations

from typing import Final

from cti_desk.simulator.model import Extension, Queue
from cti_desk.vendors.instantvoice.simulator.platform import ACCOUNTCODE, Platform
from cti_desk.vendors.instantvoice.simulator.setup_sip_users import keep

AGENTS: Final = ("1001", "1002", "1003", "1004", "1005")
NAMES: Final = ("Ana Lima", "Bruno Costa", "Carla Dias", "Davi Rocha", "Elisa Nunes")
QUEUE: Final = "7012"
REASONS: Final = {"1": "Break", "2": "Lunch", "3": "Training"}


def seed(platform: Platform) -> None:
    """Five agents on five telephones, one queue, four extensions, three pauses.

    6100 answers by itself after a ring, 6101 is busy, 6102 never answers, 6103 does not exist.
    The SIP user instantvoice is another brick, as in the manual's list.
    """
    exchange = platform.exchange
    keep(platform, f"{ACCOUNTCODE}_instantvoice", {"route": "yes"})
    for index, (number, name) in enumerate(zip(AGENTS, NAMES, strict=True), start=1):
        full, user = f"{ACCOUNTCODE}_{number}", f"{ACCOUNTCODE}_{index:04}"
        exchange.add_agent(full, number, name, f"SIP/{user}")
        platform.agent_id(full)
        platform.passwords[full] = number
        keep(platform, user, {"callerid": user})
    members = {f"{ACCOUNTCODE}_{number}": 0 for number in AGENTS}
    exchange.add_queue(Queue(QUEUE, "Support", members))
    platform.queue_id(QUEUE)
    exchange.add_extension(Extension("6100", answers_after=exchange.policy.ring_s))
    exchange.add_extension(Extension("6101", busy=True))
    exchange.add_extension(Extension("6102"))
    exchange.add_extension(Extension("6103", unallocated=True))
    for code, text in REASONS.items():
        exchange.add_reason(code, text)


def devices() -> list[str]:
    return [f"SIP/{ACCOUNTCODE}_{index:04}" for index in range(1, len(AGENTS) + 1)]
