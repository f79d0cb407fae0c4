"""Posts an event as InstantVoice does (IVCEP), without its simulator."""

from __future__ import annotations

import asyncio
import http.client
from urllib.parse import urlencode

from cti_desk.vendors.instantvoice.client.broker import Host


async def post(host: Host, path: str = "/events", **fields: str) -> None:
    """Post the fields; it must be taken."""

    def posting() -> int:
        link = http.client.HTTPConnection(host.name, host.port, timeout=10)
        try:
            link.request("POST", f"{path}?{urlencode(fields)}")
            return link.getresponse().status
        finally:
            link.close()

    assert await asyncio.to_thread(posting) == http.client.OK
