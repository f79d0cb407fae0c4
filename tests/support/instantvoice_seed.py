"""The manual's examples, and how a declaration builds the same request."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from cti_desk.vendors.instantvoice.messages.bodies import parse_body
from cti_desk.vendors.instantvoice.methods import METHODS

FIXTURES = Path(__file__).parents[1] / "vendors" / "instantvoice" / "fixtures"


def example(method: str) -> list[Any]:
    """The request that the manual shows for a method."""
    data = parse_body((FIXTURES / f"{method}.request.json").read_bytes())
    assert isinstance(data, list)
    return data


def built(method: str, **arguments: Any) -> dict[str, Any]:
    """The arguments as we send them."""
    declared = METHODS[method]
    return declared.spell(declared.check(arguments), "stomp")
