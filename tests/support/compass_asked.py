"""Requests to the simulator's REST handlers without a server between."""

from __future__ import annotations

from typing import Any

import pytest

from cti_desk.vendors.compass.simulator.rest.asked import Asked, RestError
from cti_desk.vendors.compass.simulator.rest.routes import find
from tests.support.compass_sim import ANNA, Company

ORIGIN = "https://rest.example.com"


class Office(Company):
    """A company that is asked things."""

    def asked(
        self,
        *,
        version: int = 3,
        user: str = ANNA,
        places: dict[str, str] | None = None,
        query: dict[str, str] | None = None,
        body: dict[str, Any] | None = None,
    ) -> Asked:
        return Asked(
            self.platform,
            self.chronicle,
            self.variants,
            self.platform.account(user),
            version,
            ORIGIN,
            places or {},
            query or {},
            body or {},
        )

    def ask(
        self,
        verb: str,
        path: str,
        body: dict[str, Any] | None = None,
        *,
        version: int = 3,
        user: str = ANNA,
        **query: str,
    ) -> Any:
        """What the handler of a path answers."""
        route, places = find(verb, path, version, self.variants.call_control)
        made = self.asked(version=version, user=user, places=dict(places), query=query, body=body)
        return route.handler(made)

    def refused(self, status: int, verb: str, path: str, *arguments: Any, **more: Any) -> str:
        """The words of a refusal with this status."""
        with pytest.raises(RestError) as caught:
            self.ask(verb, path, *arguments, **more)
        assert caught.value.status == status
        return str(caught.value)


def url(kind: str, object_id: str) -> str:
    return f"{ORIGIN}/{kind}/{object_id}"
