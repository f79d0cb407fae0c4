"""Calls that no public text names: any path of the REST host, with any of its verbs."""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from cti_desk.declarations.arguments import Argument
from cti_desk.declarations.methods import Method
from cti_desk.switch_kit.http.endpoint import BODY, Verb

PATH: Final = Argument(
    "path", "The path, such as /user/100/status, or the whole URL.", mandatory=True
)
ANY_BODY: Final = Argument(BODY, "A JSON object.")
VERSION: Final = Argument(
    "version",
    "The version of the interface; without it the one that was negotiated.",
    kind="integer",
    minimum=1,
)


class Generic(Struct, frozen=True):
    """One verb, for whatever path."""

    method: Method
    verb: Verb


def _generic(verb: Verb, help: str) -> Generic:
    body = () if verb == "GET" else (ANY_BODY,)
    return Generic(
        Method(
            verb.lower(),
            (PATH, *body, VERSION),
            section="Requests",
            reply="record",
            acting=verb != "GET",
            help=help,
        ),
        verb,
    )


GENERIC: Final = (
    _generic("GET", "Read what a path has."),
    _generic("POST", "Ask a path to do something, or to make an object."),
    _generic("PATCH", "Change an object. What is not given stays as it is."),
    _generic("DELETE", "Delete an object."),
)
