"""A request as a handler sees it, and the refusals it may raise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urlsplit

from cti_desk.vendors.compass.simulator.chronicle import Chronicle
from cti_desk.vendors.compass.simulator.platform import READ, WRITE, Account, Platform
from cti_desk.vendors.compass.simulator.variants import Variants


class RestError(Exception):
    """An answer that is no success: ``status`` and a detail in words."""

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(detail)
        self.status = status


@dataclass(frozen=True)
class Asked:
    """``account`` asks, in ``version``; ``origin`` is the host name in the request."""

    platform: Platform
    chronicle: Chronicle
    variants: Variants
    account: Account
    version: int
    origin: str
    places: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    body: Mapping[str, Any] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return self.places["id"]

    def url(self, kind: str, object_id: str) -> str:
        return f"{self.origin}/{kind}/{object_id}"

    def user(self, right: str = READ) -> Account:
        """The user the request is about, if that right is there; raises RestError."""
        found = self.platform.accounts.get(self.id)
        return self._allowed(found, right, f"There is no user {self.id}.")

    def identity(self, right: str = READ) -> Account:
        """The user of the identity the request is about."""
        accounts = self.platform.accounts.values()
        found = next((one for one in accounts if one.identity == self.id), None)
        return self._allowed(found, right, f"There is no identity {self.id}.")

    def _allowed(self, found: Account | None, right: str, missing: str) -> Account:
        if found is None:
            raise RestError(404, missing)
        if right not in self.account.rights:
            raise RestError(403, f"You have no {right} right.")
        own = found is self.account or not self.account.in_company
        if right == WRITE and not own:
            raise RestError(403, "You have no write right on that user.")
        return found

    def read_company(self) -> None:
        """Raises RestError for another company, or without the right to read it."""
        if self.places.get("id", self.places.get("company")) != self.platform.company_id:
            raise RestError(404, "There is no such company.")
        self.need(READ)

    def need(self, right: str) -> None:
        if right not in self.account.rights:
            raise RestError(403, f"You have no {right} right.")

    def reference(self, name: str, kind: str) -> str | None:
        """The id of the object that a member of the body names; ``None`` to clear it."""
        return self._refers(name, kind, self.body.get(name))

    def needed(self, name: str, kind: str) -> str:
        """The same for a member that must name one."""
        found = self.reference(name, kind)
        if found is None:
            raise RestError(400, f"{name} is missing.")
        return found

    def queried(self, name: str, kind: str) -> str:
        found = self._refers(name, kind, self.query.get(name))
        if found is None:
            raise RestError(400, f"{name} is missing.")
        return found

    def text(self, name: str) -> str:
        """A member of the body that must be there and a text."""
        value = self.body.get(name)
        if not isinstance(value, str) or not value:
            raise RestError(400, f"{name} must be a text.")
        return value

    def _refers(self, name: str, kind: str, value: Any) -> str | None:
        if value is None or (value == "" and self.version == 1):
            return None
        if not isinstance(value, str):
            raise RestError(400, f"{name} must be the URL of a {kind}.")
        try:
            parts = urlsplit(value)
        except ValueError as error:
            raise RestError(400, f"{name} is no URL.") from error
        if parts.scheme:
            if f"{parts.scheme}://{parts.netloc}" != self.origin:
                raise RestError(400, f"{name} is on another host.")
        elif self.version > 1:
            raise RestError(400, f"{name} must be an absolute URL.")
        found = parts.path.strip("/").split("/")
        if len(found) != 2 or found[0].lower() != kind.lower():
            raise RestError(400, f"{name} must be the URL of a {kind}.")
        return unquote(found[1])
