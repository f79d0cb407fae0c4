"""What a new InstantVoice exchange holds (CONTRACTS §5)."""

from __future__ import annotations

from typing import Final

from cti_desk.simulator.exchange import Exchange
from cti_desk.simulator.model import Extension, Queue

ACCOUNTCODE: Final = "default"
AGENTS: Final = ("1001", "1002", "1003", "1004", "1005")
NAMES: Final = ("Ana Lima", "Bruno Costa", "Carla Dias", "Davi Rocha", "Elisa Nunes")
QUEUE: Final = "7012"
REASONS: Final = {"1": "Break", "2": "Lunch", "3": "Training"}


def seed(exchange: Exchange) -> None:
    """Five agents on five telephones, one queue, four extensions, three pauses.

    6100 answers by itself after a ring, 6101 is busy, 6102 never answers, 6103 does not exist.
    """
    for index, (number, name) in enumerate(zip(AGENTS, NAMES, strict=True), start=1):
        phone = f"SIP/{ACCOUNTCODE}_{index:04}"
        exchange.add_agent(f"{ACCOUNTCODE}_{number}", number, name, phone)
    members = {f"{ACCOUNTCODE}_{number}": 0 for number in AGENTS}
    exchange.add_queue(Queue(QUEUE, "Support", members))
    exchange.add_extension(Extension("6100", answers_after=exchange.policy.ring_s))
    exchange.add_extension(Extension("6101", busy=True))
    exchange.add_extension(Extension("6102"))
    exchange.add_extension(Extension("6103", unallocated=True))
    for code, text in REASONS.items():
        exchange.add_reason(code, text)


def devices() -> list[str]:
    return [f"SIP/{ACCOUNTCODE}_{index:04}" for index in range(1, len(AGENTS) + 1)]
