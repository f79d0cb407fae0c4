"""InstantVoice's documented methods, as declarations (fact sheet §4).

A family of methods is a module here that ends with its ``METHODS``; adding a method is adding its
declaration.
"""

from __future__ import annotations

from typing import Final

from cti_desk.core.methods import Method
from cti_desk.vendors.instantvoice.methods import agents, calls, queues, state

METHODS: Final[dict[str, Method]] = {
    method.name: method
    for family in (state.METHODS, calls.METHODS, agents.METHODS, queues.METHODS)
    for method in family
}
