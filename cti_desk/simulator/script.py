"""Scripts: a file of verbs with waits between them.

JSON lines, or TOML with a ``[[step]]`` for each. A step is one of

    {"verb": "ring", "agent": "default_1001", "from": "2198765456", "as": "first"}
    {"verb": "answer", "call": "$first"}
    {"wait": 1.5}            seconds that really pass
    {"advance": 20}          seconds that pass at once

``as`` keeps the call id a verb returned, ``$name`` stands for it later.
"""

from __future__ import annotations

import json
import threading
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from cti_desk.simulator.clock import SimulatedTime
from cti_desk.simulator.errors import ExchangeError, Invalid
from cti_desk.simulator.verbs import problem

Run = Callable[[str, Mapping[str, Any]], Any]
MOST_BYTES: Final = 1024 * 1024


def run_file(file: str, run: Run, time: SimulatedTime) -> dict[str, Any]:
    """Run a script; return ``{"steps": n, "calls": {name: id}}``. Raises Invalid with the step."""
    steps = read(Path(file))
    names: dict[str, str] = {}
    for number, step in enumerate(steps, start=1):
        try:
            _run_step(step, names, run, time)
        except ExchangeError as error:
            raise Invalid(f"Step {number} of the script: {error}") from error
    return {"steps": len(steps), "calls": names}


def read(path: Path) -> list[dict[str, Any]]:
    """Return the steps of a script; raises Invalid with file and place, never its content."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise Invalid(f"The script {path} is too large.")
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Invalid(f"The script {path} cannot be read: {type(error).__name__}.") from error
    return _toml(path, text) if path.suffix == ".toml" else _json_lines(path, text)


def _toml(path: Path, text: str) -> list[dict[str, Any]]:
    try:
        steps = tomllib.loads(text).get("step")
    except tomllib.TOMLDecodeError as error:
        raise Invalid(f"The script {path} is not TOML.") from error
    if not isinstance(steps, list) or not all(isinstance(step, dict) for step in steps):
        raise Invalid(f"The script {path} has no [[step]].")
    return steps


def _json_lines(path: Path, text: str) -> list[dict[str, Any]]:
    steps = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        try:
            step = json.loads(line)
        except ValueError as error:
            raise Invalid(f"Line {number} of the script {path} is not JSON.") from error
        if not isinstance(step, dict):
            raise Invalid(f"Line {number} of the script {path} is no step.")
        steps.append(step)
    return steps


def _run_step(step: dict[str, Any], names: dict[str, str], run: Run, time: SimulatedTime) -> None:
    step = dict(step)
    for word in ("wait", "advance"):
        seconds = step.get(word)
        if seconds is None or "verb" in step:
            continue
        if not isinstance(seconds, (int, float)) or not 0 <= seconds < 86_400:
            raise Invalid(f"{word} must be a number of seconds.")
        threading.Event().wait(seconds) if word == "wait" else time.advance(seconds)
        return
    verb, keep = step.pop("verb", None), step.pop("as", None)
    if not isinstance(verb, str):
        raise Invalid("There is neither a verb nor a wait.")
    params = {key: _resolved(value, names) for key, value in step.items()}
    wrong = problem(verb, params)
    if wrong is not None or verb == "script":
        raise Invalid(wrong or "A script cannot run a script.")
    result = run(verb, params)
    call = result.get("call") if isinstance(result, dict) else result
    if isinstance(keep, str) and isinstance(call, str):
        names[keep] = call


def _resolved(value: Any, names: Mapping[str, str]) -> Any:
    if isinstance(value, str) and value.startswith("$"):
        if value[1:] not in names:
            raise Invalid(f"No earlier step was named {value[1:]!r}.")
        return names[value[1:]]
    return value
