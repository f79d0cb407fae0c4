"""The REST interface as an ASGI application: logins, versions, redirects, faults, dispatch."""

from __future__ import annotations

import asyncio
import base64
import binascii
import contextlib
import hmac
import json
import re
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any, Final

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route as Path

from cti_desk.simulator.errors import ExchangeError, NotAllowed, NotFound
from cti_desk.simulator.faults import Faults
from cti_desk.vendors.compass.client.media import media_type
from cti_desk.vendors.compass.simulator.chronicle import Chronicle
from cti_desk.vendors.compass.simulator.logins import Logins
from cti_desk.vendors.compass.simulator.platform import Account, Platform
from cti_desk.vendors.compass.simulator.records import Records
from cti_desk.vendors.compass.simulator.rest import files
from cti_desk.vendors.compass.simulator.rest.asked import Asked, RestError
from cti_desk.vendors.compass.simulator.rest.openapi import document
from cti_desk.vendors.compass.simulator.rest.routes import Route, find
from cti_desk.vendors.compass.simulator.variants import Variants

_VERBS: Final = ["GET", "POST", "PATCH", "DELETE", "PUT", "HEAD"]
_OVERRIDES: Final = ("x-http-method-override", "x-method-override", "x-http-header-override")
"""Three spellings in the manual."""
_VERSION: Final = re.compile(r"application/vnd\.iperity\.compass\.v([0-9]{1,3})\+json")
_QUALITY: Final = re.compile(r"q=([01](?:\.[0-9]{0,3})?)\s*(?:;|$)")
_SCHEMA: Final = re.compile(r"/schema/schemas/v([123])\.json")
_BOOTSTRAP: Final = ("user", "company")
_MOST_BODY: Final = 1024 * 1024

Check = Callable[[str, str], Account | None]
"""Says whose user name and password these are."""


class RestApp:
    """Answers requests; ``requests`` counts them by the name of what was called."""

    def __init__(
        self,
        platform: Platform,
        chronicle: Chronicle,
        records: Records,
        variants: Variants,
        faults: Faults,
        logins: Logins,
        check: Callable[[str, str], Account | None],
    ) -> None:
        self._platform = platform
        self._chronicle = chronicle
        self._records = records
        self._variants = variants
        self._faults = faults
        self._logins = logins
        self._check = check
        self._time = platform.exchange.time
        self.requests: Counter[str] = Counter()
        # The manual: usable from any web page.
        cors = Middleware(
            CORSMiddleware,
            allow_origins=["*"],
            allow_methods=["*"],
            allow_headers=["*"],
            expose_headers=["Location", "Content-Type"],
        )
        path = Path("/{path:path}", self._answer, methods=_VERBS)
        self.asgi = Starlette(routes=[path], middleware=[cors])

    async def _answer(self, request: Request) -> Response:
        name = "unknown"
        try:
            account = self._log_in(request)
            body = await self._body(request)
            name, response = self._respond(request, account, body)
        except RestError as error:
            response = _error(error.status, str(error))
        except NotFound as error:
            response = _error(404, str(error))
        except NotAllowed as error:
            response = _error(403, str(error))
        except ExchangeError as error:
            response = _error(400, str(error))
        self.requests[name] += 1
        return await self._faulty(name, response)

    # Who asks

    def _log_in(self, request: Request) -> Account:
        given = request.headers.get("authorization")
        if given is None:
            raise RestError(401, "Log in.")
        scheme, _, encoded = given.partition(" ")
        try:
            user, colon, password = base64.b64decode(encoded, validate=True).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError):
            user = colon = password = ""
        account = self._check(user, password) if scheme.lower() == "basic" and colon else None
        if account is None:
            self._logins.refused("rest")
            raise RestError(401, "User name or password is wrong.")
        return account

    # What is asked

    def _respond(
        self, request: Request, account: Account, body: Mapping[str, Any]
    ) -> tuple[str, Response]:
        path, origin = request.url.path, self._origin(request)
        if files.is_file(path):
            with self._time.lock:
                query = dict(request.query_params)
                text = files.download(self._platform, self._records, account, path, query)
            return "files", PlainTextResponse(text, media_type="text/csv")
        if path.startswith("/schema"):
            return "schema", self._schema(path, origin)
        version = self._version(request.headers.get("accept"))
        verb = self._verb(request)
        route, places = find(verb, path, version, self._variants.call_control)
        if route.right is not None and route.right not in account.rights:
            raise RestError(403, "That user feature is not enabled.")
        asked = Asked(
            self._platform,
            self._chronicle,
            self._variants,
            account,
            version,
            origin,
            places,
            dict(request.query_params),
            body,
        )
        return route.name, self._carry_out(route, asked, request)

    def _origin(self, request: Request) -> str:
        """What objects are named by."""
        if self._variants.self_host == "platform":
            return f"https://rest.{self._platform.domain}"
        return f"https://{request.headers.get('host', '')}"

    def _carry_out(self, route: Route, asked: Asked, request: Request) -> Response:
        with self._time.lock:
            found = route.handler(asked)
        no_redirect = request.headers.get("x-no-redirect", "").lower() == "true"
        if route.name in _BOOTSTRAP and not no_redirect:
            return Response(status_code=303, headers={"Location": found["self"]})
        if found is None:
            return Response(status_code=200)
        return Response(json.dumps(found), media_type=media_type(asked.version))

    def _version(self, accept: str | None) -> int:
        """The best of those accepted that is served; the newest for who does not care."""
        served = self._variants.served
        wanted: list[tuple[float, int]] = []
        for part in (accept or "*/*").split(","):
            kind, _, parameters = part.strip().partition(";")
            quality = _QUALITY.search(parameters)
            weight = float(quality[1]) if quality else 1.0
            found = _VERSION.fullmatch(kind.strip().lower())
            if found is not None and int(found[1]) in served:
                wanted.append((weight, int(found[1])))
            elif kind.strip() in ("*/*", "application/*"):
                wanted.append((weight, max(served)))
        if not wanted:
            raise RestError(406, f"Served are versions {', '.join(map(str, served))}.")
        return max(wanted)[1]

    def _verb(self, request: Request) -> str:
        if request.method == "POST" and self._variants.method_override:
            for name in _OVERRIDES:
                if name in request.headers:
                    return request.headers[name].upper()
        return request.method

    async def _body(self, request: Request) -> Mapping[str, Any]:
        content = bytearray()
        async for chunk in request.stream():
            content += chunk
            if len(content) > _MOST_BODY:
                raise RestError(400, "The body is too large.")
        if not content:
            return {}
        try:
            found = json.loads(content)
        except (ValueError, RecursionError) as error:
            raise RestError(400, "The body is no JSON.") from error
        if not isinstance(found, dict):
            raise RestError(400, "The body must be an object.")
        return found

    def _schema(self, path: str, origin: str) -> Response:
        if not self._variants.schema:
            raise RestError(403, "You may not read the schema.")
        if path.rstrip("/") == "/schema":
            links = "".join(
                f"<li><a href='/schema/schemas/v{v}.json'>v{v}</a>" for v in self._variants.served
            )
            return HTMLResponse(f"<title>REST API</title><ul>{links}</ul>")
        found = _SCHEMA.fullmatch(path)
        if found is None or int(found[1]) not in self._variants.served:
            raise RestError(404, "There is no such schema.")
        text = document(int(found[1]), origin, call_control=self._variants.call_control)
        return Response(json.dumps(text), media_type="application/json")

    # Faults

    async def _faulty(self, name: str, response: Response) -> Response:
        fault = self._faults.take
        if fault("silent", "replies", name) or fault("drop", "replies", name):
            await asyncio.Event().wait()
        delay = fault("delay", "replies", name)
        if delay is not None:
            await self._pass(delay.seconds)
        refusal = fault("refuse", "replies", name)
        if refusal is not None:
            code = refusal.code if 400 <= refusal.code < 600 else 500
            return _error(code, refusal.text or "It was told to fail.")
        if fault("garble", "replies", name):
            half = bytes(response.body)[: len(response.body) // 2]
            return Response(half + b"\xff{", response.status_code, media_type=response.media_type)
        return response

    async def _pass(self, seconds: float) -> None:
        """Wait on the exchange's clock, which can be advanced."""
        loop, passed = asyncio.get_running_loop(), asyncio.Event()

        def over() -> None:
            with contextlib.suppress(RuntimeError):  # the loop has ended meanwhile
                loop.call_soon_threadsafe(passed.set)

        self._time.call_later(seconds, over)
        await passed.wait()


def passwords(platform: Platform, password: Callable[[Account], str]) -> Check:
    """A check of user names and passwords, with the same time for every wrong one."""

    def check(user: str, given: str) -> Account | None:
        with platform.exchange.time.lock:
            account = platform.named(user)
            right = password(account) if account is not None else ""
        same = hmac.compare_digest(given.encode(), right.encode())
        return account if same and account is not None else None

    return check


def redirecting(https: Callable[[], str]) -> Starlette:
    """What answers without encryption: only where to go instead."""

    async def moved(request: Request) -> Response:
        query = f"?{request.url.query}" if request.url.query else ""
        location = f"{https()}{request.url.path}{query}"
        return Response(status_code=308, headers={"Location": location})

    return Starlette(routes=[Path("/{path:path}", moved, methods=_VERBS)])


def _error(status: int, detail: str) -> Response:
    """The shape of an error's body is not documented."""
    headers = {"WWW-Authenticate": 'Basic realm="Compass"'} if status == 401 else {}
    body = json.dumps({"code": status, "message": detail})
    return Response(body, status, headers, media_type="application/json")
