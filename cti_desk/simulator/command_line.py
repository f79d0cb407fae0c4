"""``cti-desk sim`` arguments into a verb and its parameters."""

from __future__ import annotations

import json
from typing import Any, Final, NamedTuple

from cti_desk.simulator.verbs import VERBS, Param, Verb, problem

_ON: Final = {"on": True, "yes": True, "true": True, "off": False, "no": False, "false": False}


class UsageError(Exception):
    """The arguments cannot be understood."""


class Request(NamedTuple):
    """What was asked for; ``control`` ``None`` means the one simulator that runs."""

    verb: str
    params: dict[str, Any]
    control: str | None
    json: bool


def parse(argv: list[str]) -> Request:
    """Return the request; raises UsageError with what is wrong."""
    options, words = _split(argv)
    control, as_json = options.pop("control", None), "json" in options
    options.pop("json", None)
    if not words:
        raise UsageError(f"Which verb? One of: {', '.join(VERBS)}.")
    name, *values = words
    verb = VERBS.get(name)
    if verb is None:
        raise UsageError(problem(name, {}) or "")
    if len(values) > len(verb.positional):
        raise UsageError(f"{name}: what is {values[len(verb.positional)]!r}?")
    texts = {**dict(zip(verb.positional, values, strict=False)), **options}
    params = {key: _value(name, verb, key, text) for key, text in texts.items()}
    if name == "script" and "file" in params:
        params["file"] = _absolute(params["file"])
    wrong = problem(name, params, typed=True)
    if wrong is not None:
        raise UsageError(wrong)
    return Request(name, params, control, as_json)


def _split(argv: list[str]) -> tuple[dict[str, str | None], list[str]]:
    """Options (``--name value``, ``--name=value``, ``--flag``) and the other words."""
    options: dict[str, str | None] = {}
    words: list[str] = []
    rest = list(argv)
    while rest:
        word = rest.pop(0)
        if not word.startswith("--"):
            words.append(word)
            continue
        name, equals, value = word[2:].partition("=")
        name = name.replace("-", "_")
        if equals:
            options[name] = value
        elif _stands_alone(name, rest):
            options[name] = None
        else:
            options[name] = rest.pop(0)
    return options, words


_FLAGS: Final = frozenset(
    {key for verb in VERBS.values() for key, p in verb.params.items() if "flag" in p.kind}
    | {"mid_frame", "clear"}
)


def _stands_alone(name: str, rest: list[str]) -> bool:
    """Whether an option has no value after it."""
    if name == "json" or not rest or rest[0].startswith("--"):
        return True
    return name in _FLAGS and not _is_flag_value(rest[0])


def _is_flag_value(text: str) -> bool:
    return text.lower() in _ON or text.replace(".", "", 1).isdigit()


def _value(name: str, verb: Verb, key: str, text: str | None) -> Any:
    param = verb.params.get(key, Param("any"))
    if text is None:
        if param.kind in ("flag", "flag or number", "any"):
            return True
        raise UsageError(f"{name}: --{key} needs a value.")
    if param.kind == "text":
        return text
    if param.kind == "list":
        return [item for item in text.split(",") if item]
    if "flag" in param.kind and text.lower() in _ON:
        return _ON[text.lower()]
    if param.kind == "any" and text.lower() in _ON:
        return _ON[text.lower()]
    return _number(text) if param.kind != "any" else _anything(text)


def _number(text: str) -> Any:
    try:
        return float(text) if "." in text else int(text)
    except ValueError:
        return text


def _anything(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


def _absolute(file: str) -> str:
    """The simulator reads the script: a path that means the same to it."""
    from os.path import abspath

    return abspath(file)
