"""REST while its link is up: who acts, with what, and what this platform lets them do."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any

from cti_desk.core.errors import CtiError, NotOffered
from cti_desk.switch_kit.http.failures import TooMuch
from cti_desk.switch_kit.link_failure import LinkFailure
from cti_desk.switch_kit.login_guard import LoginRefused
from cti_desk.vendors.compass.client.call_control import CallControl, call_control
from cti_desk.vendors.compass.client.failures import VENDOR
from cti_desk.vendors.compass.client.rest import Rest
from cti_desk.vendors.compass.client.schema import Schema
from cti_desk.vendors.compass.client.status_body import StatusBody, from_answer, from_schema
from cti_desk.vendors.compass.messages.elements import Unreadable
from cti_desk.vendors.compass.messages.rest_objects import (
    PRIMARY,
    Identity,
    Membership,
    RestObject,
    RestStatus,
    read_all,
    read_identity,
    read_membership,
    read_object,
    read_status,
)
from cti_desk.vendors.compass.settings import Profile

_log = logging.getLogger(__name__)

_STATUS_PATH = "/user/{id}/status"


async def negotiate(rest: Rest, profile: Profile) -> dict[str, Any]:
    """Agree on a version, and return the own user; raises what `Rest.negotiate` does.

    Pauses by queue, and who is paused where, are of version 2.
    """
    rest.version = profile.rest_version
    if rest.version is None and profile.pause_model == "queue":
        try:
            rest.version = 2
            return await rest.negotiate()
        except NotOffered:
            rest.version = None
    return await rest.negotiate()


class RestSession:
    """``lost`` hears when REST does not answer any more.

    ``uses_status``: the company sets pauses by the user's status. Where it does not, that is not
    even read: its documents say that using it clears the other programs' pauses.
    """

    def __init__(
        self,
        rest: Rest,
        me: Mapping[str, Any],
        lost: Callable[[CtiError], None],
        *,
        uses_status: bool = True,
    ) -> None:
        self.rest = rest
        self.me: RestObject = read_object(me)
        self.identity: Identity | None = None
        self.control: CallControl | None = None
        self.no_schema = ""
        self.status_body: StatusBody | None = None
        self._lost = lost
        self._uses_status = uses_status

    @property
    def version(self) -> int:
        return self.rest.version or 3

    @property
    def url(self) -> str:
        """The own user's address, else their id: the platform understands both."""
        return self.me.url or self.me.id

    async def look_around(self) -> None:
        """See what there is to act with. Only a lost link or login is an error."""
        self.identity = await self._primary()
        schema = await self._schema()
        if schema is not None:
            self.control = call_control(schema)
        if self._uses_status and self.version >= 3:
            operation = schema.find("POST", _STATUS_PATH) if schema is not None else None
            self.status_body = from_schema(operation)
            if self.status_body is None:
                self.status_body = from_answer(await self._reading("user.status", id=self.url))

    async def call(self, method: str, /, **arguments: Any) -> Any:
        """Call a declared method; a link that is lost by it is told."""
        try:
            return await self.rest.call(method, **arguments)
        except (LinkFailure, LoginRefused) as error:
            if not isinstance(error, TooMuch):
                self._lost(error)
            raise

    async def post(self, path: str, body: Mapping[str, Any] | None) -> Any:
        """Call what only the platform's own description names."""
        try:
            return await self.rest.post(path, body)
        except (LinkFailure, LoginRefused) as error:
            if not isinstance(error, TooMuch):
                self._lost(error)
            raise

    async def memberships(self) -> tuple[Membership, ...] | None:
        """The own user's queues; ``None`` if they cannot be read."""
        if self.identity is None:
            return None
        data = await self._reading("identity.queueMemberships", id=self.identity_url)
        return None if data is None else read_all(data, read_membership)[0]

    async def status(self) -> RestStatus | None:
        """Which calls the user receives; ``None`` if it cannot be read, or is not used."""
        if self.version < 3 or not self._uses_status:
            return None
        data = await self._reading("user.status", id=self.url)
        try:
            return None if data is None else read_status(data)
        except Unreadable:
            return None

    async def phone_registered(self, phone: str) -> bool | None:
        """Whether a telephone is registered at the platform; ``None`` if it does not tell.

        That one without any address is not is *inferred*.
        """
        if self.version < 2:
            return None
        data = await self._reading("phone.status", id=phone)
        if not isinstance(data, Mapping) or not {"privateIP", "publicIP"} & data.keys():
            return None
        return any(data.get(key) for key in ("privateIP", "publicIP"))

    async def queues(self) -> dict[str, str]:
        """The names of the company's queues by id; empty if they cannot be read."""
        company = await self._reading("company")
        if company is None:
            return {}
        data = await self._reading("company.queues", id=read_object(company).url)
        return {one.id: one.name for one in read_all(data, read_object)[0]}

    @property
    def identity_url(self) -> str:
        """The identity that acts; raises `NotOffered` without one."""
        if self.identity is None:
            raise NotOffered("Compass does not tell which identity acts for you.", vendor=VENDOR)
        return self.identity.url or self.identity.id

    async def _primary(self) -> Identity | None:
        data = await self._reading("user.identities", id=self.url)
        found = read_all(data, read_identity)[0]
        return next((one for one in found if one.order == PRIMARY), next(iter(found), None))

    async def _schema(self) -> Schema | None:
        """A large document: that it does not come in time is no lost link."""
        try:
            return await self.rest.schema()
        except LoginRefused:
            raise
        except CtiError as error:
            self.no_schema = str(error)
            _log.info("the platform's description of its interface: %s", error)
            return None

    async def _reading(self, method: str, **arguments: Any) -> Any:
        """What a reading method answers; ``None`` if the platform refuses to."""
        try:
            return await self.call(method, **arguments)
        except TooMuch as error:
            _log.info("%s could not be read: %s", method, error)
            return None
        except (LinkFailure, LoginRefused):
            raise
        except CtiError as error:
            _log.info("%s could not be read: %s", method, error)
            return None
