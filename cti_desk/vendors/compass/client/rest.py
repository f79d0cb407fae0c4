"""One generic caller for Compass's REST interface, usable alone::

    import asyncio
    from cti_desk.vendors.compass.client.rest import Rest
    from cti_desk.vendors.compass.client.site import Site

    async def main() -> None:
        site = Site("https://rest.example.com", "https://files.example.com", "joe", password="...")
        async with await Rest.connect(site) as rest:
            me = await rest.call("user")
            await rest.call("user.loginQueue", id=me["self"], queue="270", priority=1)
            await rest.get("/user/100/identities")

    asyncio.run(main())

How a call is sent, and what its answer means: `cti_desk.switch_kit.http.caller`.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Callable, Mapping
from io import TextIOWrapper
from typing import IO, Any, Final, Literal

from cti_desk.core.errors import NotOffered, RefusedByVendor
from cti_desk.declarations.methods import find_method
from cti_desk.switch_kit.http.answers import Answer
from cti_desk.switch_kit.http.caller import HttpCaller
from cti_desk.switch_kit.http.endpoint import BODY, Verb, Wire, checked, json_object
from cti_desk.switch_kit.http.origins import Origins, local_target, name_in
from cti_desk.switch_kit.http.session import ANSWER_S, HttpSession, Outgoing, Progress
from cti_desk.switch_kit.login_guard import LoginGuard
from cti_desk.switch_kit.tls import client_context
from cti_desk.vendors.compass.client.csv_rows import lines, rows
from cti_desk.vendors.compass.client.failures import SERVER, VENDOR
from cti_desk.vendors.compass.client.media import NEWEST, OLDEST, media_type, version_of
from cti_desk.vendors.compass.client.schema import Schema, read_schema
from cti_desk.vendors.compass.client.site import Site
from cti_desk.vendors.compass.methods import CALLS, METHODS
from cti_desk.vendors.compass.methods.endpoint import Endpoint
from cti_desk.vendors.compass.methods.files import Download

_NO_REDIRECT: Final = {"X-No-Redirect": "true"}
_ANY_JSON: Final = {"Accept": "application/json, */*;q=0.5"}
_IN_MEMORY: Final = 1024 * 1024


class Rest:
    """Calls one site. ``version`` is that of the interface: negotiated, unless it was given.

    ``heard`` may be set: it is called whenever a part of an answer arrives.
    """

    def __init__(
        self,
        site: Site,
        guard: LoginGuard | None = None,
        version: int | None = None,
        answer_s: float = ANSWER_S,
    ) -> None:
        self.site = site
        self.guard = guard or LoginGuard()
        self.version = version
        self.heard: Callable[[], None] = lambda: None
        self._session = HttpSession(
            SERVER,
            {"Authorization": site.authorization},
            lambda: client_context(site.ca_file),
            proxied=not site.on_loopback,
            answer_s=answer_s,
            heard=lambda: self.heard(),
        )
        self._caller = HttpCaller(
            SERVER,
            self._session,
            site.rest,
            self.guard,
            origins=Origins((site.rest, site.platform or site.rest), site.rest),
            secrets=site.secrets,
            tunnel=site.method_override,
        )

    @classmethod
    async def connect(
        cls, site: Site, guard: LoginGuard | None = None, version: int | None = None
    ) -> Rest:
        """Connect and negotiate; raises what `negotiate` does."""
        rest = cls(site, guard, version)
        await rest.open()
        try:
            await rest.negotiate()
        except BaseException:
            await rest.close()
            raise
        return rest

    async def __aenter__(self) -> Rest:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def open(self) -> None:
        """Make ready to call; sends nothing. Raises `SettingsError`."""
        await self._session.open()

    async def close(self) -> None:
        await self._session.close()

    # -- who we are

    async def negotiate(self) -> dict[str, Any]:
        """Find the newest version that the platform speaks; return the own user, read with it.

        Only code 406 tries an older version. Raises `LoginRefused`, `NotOffered` when there is no
        version that both speak, or another core error.
        """
        tried = range(NEWEST, OLDEST - 1, -1) if self.version is None else (self.version,)
        for version in tried:
            answer = await self._send(Wire("GET", "/user"), "user", version, extra=_NO_REDIRECT)
            if answer.status == 406:
                continue
            found = _record(await self._caller.data(answer, "user", acting=False), "user")
            self.version = version_of(answer.headers.get("content-type")) or version
            self._learn_name(found)
            return found
        raise NotOffered(
            f"The platform speaks none of the versions {', '.join(map(str, tried))} of its REST "
            "interface.",
            vendor=VENDOR,
            code=406,
        )

    async def own(
        self, kind: Literal["user", "company"], *, redirect: bool = False
    ) -> dict[str, Any]:
        """The own user or company. ``redirect`` lets the platform send us to its address.

        A user of a reseller has no company: `RefusedByVendor` with code 404.
        """
        extra = {} if redirect else _NO_REDIRECT
        answer = await self._send(Wire("GET", f"/{kind}"), kind, extra=extra)
        if answer.status == 404 and redirect:
            # The manual's own example redirects to an address without the id.
            answer = await self._send(Wire("GET", f"/{kind}"), kind, extra=_NO_REDIRECT)
        return _record(await self._caller.data(answer, kind, acting=False), kind)

    def _learn_name(self, me: Mapping[str, Any]) -> None:
        """Objects are named to the platform as it names them itself."""
        url = me.get("self")
        names = self._caller.origins.names
        if isinstance(url, str) and (spoken := name_in(url, names)) is not None:
            self._caller.origins = Origins(names, spoken)

    # -- calling

    async def call(self, method: str, /, **arguments: Any) -> Any:
        """Call a declared method and return its data; empty answers are ``{}``.

        Files come as lists of rows. Raises `UsageError` (wrong method or argument),
        `RefusedByVendor` with the code and the platform's words, `NotOffered` for what its version
        lacks, `OutcomeUnknown` without an answer, `LinkFailure` when nothing came of it.
        """
        declared = CALLS[find_method(METHODS, method).name]
        if isinstance(declared, Endpoint):
            return await self._call_endpoint(declared, declared.check(arguments))
        if isinstance(declared, Download):
            return await self._call_download(declared, declared.method.check(arguments))
        given = checked(declared.method, arguments)
        body = json_object(given[BODY]) if BODY in given else None
        version = int(given["version"]) if "version" in given else None
        return await self.request(declared.verb, given["path"], body, version)

    async def get(self, path: str, version: int | None = None) -> Any:
        """Read a path or URL of the platform that no declaration knows."""
        return await self.request("GET", path, None, version)

    async def post(
        self, path: str, body: Mapping[str, Any] | None = None, version: int | None = None
    ) -> Any:
        return await self.request("POST", path, body, version)

    async def patch(self, path: str, body: Mapping[str, Any], version: int | None = None) -> Any:
        return await self.request("PATCH", path, body, version)

    async def delete(self, path: str, version: int | None = None) -> Any:
        return await self.request("DELETE", path, None, version)

    async def request(
        self,
        verb: Verb,
        path: str,
        body: Mapping[str, Any] | None = None,
        version: int | None = None,
    ) -> Any:
        """Any verb with any path or URL on the REST host; raises as `call` does."""
        target = local_target(path, self._caller.origins)
        wire = Wire(verb, target, body=None if body is None else dict(body))
        what = f"{verb} {target.partition('?')[0]}"
        acting = verb != "GET"
        answer = await self._send(wire, what, version, acting=acting)
        return await self._caller.data(answer, what, acting=acting)

    async def download(
        self, method: str, /, progress: Progress = lambda done, total: None, **arguments: Any
    ) -> list[dict[str, str]]:
        """The rows of a file, by the manual's column names; ``progress`` hears of the bytes."""
        declared = CALLS[find_method(METHODS, method).name]
        if not isinstance(declared, Download):
            raise NotOffered(f"{declared.method.name} is no file to download.", vendor=VENDOR)
        return await self._call_download(declared, declared.method.check(arguments), progress)

    async def schema(self) -> Schema:
        """What the platform's own description of its interface lists.

        Raises `RefusedByVendor` when it is not shown to this user.
        """
        what = "the description of the interface"
        wire = Wire("GET", f"/schema/schemas/v{self.version or NEWEST}.json")
        answer = await self._send(wire, what, extra=_ANY_JSON, beside=True)
        data = await self._caller.data(answer, what, acting=False)
        return await asyncio.to_thread(read_schema, data)

    # -- how

    async def _call_endpoint(self, endpoint: Endpoint, arguments: dict[str, Any]) -> Any:
        version = endpoint.version_for(self.version or NEWEST)
        media = media_type(version)
        extra = _NO_REDIRECT if endpoint.name in ("user", "company") else {}
        data = await self._caller.call(
            endpoint,
            arguments,
            version,
            headers={"Accept": media, **extra},
            media_type=media,
            feature=endpoint.feature,
        )
        if data is False and endpoint.method.reply == "text":
            raise RefusedByVendor(
                f"Compass answered that it was not done ({endpoint.name}).", vendor=VENDOR
            )
        return data

    async def _call_download(
        self,
        download: Download,
        arguments: dict[str, Any],
        progress: Progress = lambda done, total: None,
    ) -> list[dict[str, str]]:
        target = download.target(arguments, self._caller.origins)
        outgoing = Outgoing("GET", self.site.files, target, download.name)
        with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as file:
            await self._caller.download(outgoing, file.write, progress)
            return await asyncio.to_thread(_rows_of, file)

    async def _send(
        self,
        wire: Wire,
        what: str,
        version: int | None = None,
        *,
        acting: bool = False,
        extra: Mapping[str, str] | None = None,
        beside: bool = False,
    ) -> Answer:
        """Send a request, unless the login was refused before; see `HttpCaller.send`."""
        media = media_type(version or self.version or NEWEST)
        headers = {"Accept": media, **(extra or {})}
        outgoing = self._caller.outgoing(
            wire, what, acting=acting, headers=headers, media_type=media
        )
        return await self._caller.send(outgoing, beside=beside)


def _record(data: Any, what: str) -> dict[str, Any]:
    if not isinstance(data, dict):
        raise RefusedByVendor(f"Compass answered no {what} when asked for it.", vendor=VENDOR)
    return data


def _rows_of(file: IO[bytes]) -> list[dict[str, str]]:
    file.seek(0)
    return list(rows(lines(TextIOWrapper(file, "utf-8", errors="replace", newline=""))))
