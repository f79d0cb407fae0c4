"""Calls that a type checker knows: every method's name, arguments and answer.

The types are in typed.pyi, which scripts/make_stubs.py writes from the declarations.
"""

from __future__ import annotations

from typing import Any

from cti_desk.vendors.instantvoice.client.calling import Calling


class TypedCalls(Calling):
    """``await caller.call("AgentInfo", accountcode="default", user="1001")``.

    A name that is known at run time only is called with `call_method`, which does the same.
    """

    async def call(self, method: str, /, **arguments: Any) -> Any:
        """Call a documented method; see `Calling.call_method`."""
        return await self.call_method(method, arguments)
