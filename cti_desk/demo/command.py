"""The command itself: headless with pictures, or interactive on the agent's own display."""

from __future__ import annotations

import argparse
import json
import os
import shlex
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from cti_desk.core.errors import CtiError
from cti_desk.demo.day import demo_of
from cti_desk.demo.players import Players
from cti_desk.demo.stage import Stage, StageError
from cti_desk.simulator.acts import Demo

SETTLE_S: Final = 0.7
PAUSE_BETWEEN_ACTS_S: Final = 2.0
HELP: Final = """\
The desk is on your screen, the telephone system is simulated. Log in by the strip's menu
("Logged out"), or here. Type:
  login     log in
  queue     a customer calls the queue          ring     somebody calls you directly
  answer    pick your telephone up              hangup   the customer hangs up
  cut       the link is lost for 8 seconds      day      play a whole day
  quit      end the demo
From another terminal: cti-desk --instance demo status
"""


def main(argv: list[str]) -> int:
    """Run the demo; returns the exit code (0 well, 1 something did not happen, 2 usage)."""
    parser = argparse.ArgumentParser(prog="cti-desk demo", description=__doc__)
    parser.add_argument("--vendor", default="instantvoice", help="which telephone system")
    parser.add_argument(
        "--headless",
        metavar="DIR",
        nargs="?",
        const="build/demo",
        help="play on a virtual display; pictures and journal go to DIR (default build/demo)",
    )
    options = parser.parse_args(argv)
    has_display = bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    try:
        demo = demo_of(options.vendor)
        if options.headless or not has_display:
            return _headless(options.vendor, demo, Path(options.headless or "build/demo"))
        return _interactive(options.vendor, demo)
    except (StageError, CtiError) as error:
        print(f"cti-desk demo: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


class Album:
    """Numbered pictures in a folder, emptied of those of an earlier run."""

    def __init__(self, stage: Stage, directory: Path, say: Callable[[str], None]) -> None:
        self._stage = stage
        self._directory = directory
        self._say = say
        self._taken = 0
        directory.mkdir(parents=True, exist_ok=True)
        for old in directory.glob("[0-9][0-9]-*.png"):
            old.unlink()

    def take(self, name: str) -> None:
        time.sleep(SETTLE_S)
        self._taken += 1
        path = self._directory / f"{self._taken:02}-{name}.png"
        self._stage.picture(path)
        self._say(f"   picture {path}")


def _say(text: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {text}", flush=True)


def _headless(vendor: str, demo: Demo, directory: Path) -> int:
    with Stage() as stage, TemporaryDirectory(prefix="cti-desk-demo-") as state:
        # Its own memory and journal: a day is not told twice, and nobody's desk remembers it.
        stage.env["XDG_STATE_HOME"] = state
        with Players(vendor, demo.cast, stage.env, _say) as players:
            album = Album(stage, directory, _say)
            demo.day(players, album.take, _say, demo.cast).play()
            _keep_journal(players, directory / "journal.jsonl")
    _say(f"The day is over. Pictures and journal are in {directory}/")
    return 0


def _keep_journal(players: Players, path: Path) -> None:
    rows = players.desk("journal.list", limit=1000)
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in reversed(rows)))


def _interactive(vendor: str, demo: Demo) -> int:
    with Players(vendor, demo.cast, dict(os.environ), _say) as players:
        print(HELP, flush=True)
        if not sys.stdin.isatty():
            _play(demo, players)
            return _until_quit(players)
        while not players.desk_has_ended():
            try:
                words = shlex.split(input("> "))
            except EOFError:
                break
            if words and words[0] in ("quit", "exit"):
                break
            if words:
                _obey(words[0], players, demo)
    return 0


def _until_quit(players: Players) -> int:
    while not players.desk_has_ended():
        time.sleep(0.5)
    return 0


def _play(demo: Demo, players: Players) -> None:
    demo.day(players, _no_picture, _say, demo.cast).play()


def _log_in(players: Players, device: str | None) -> None:
    players.desk("agent.login", **({"device": device} if device else {}))


def _obey(word: str, players: Players, demo: Demo) -> None:
    cast = demo.cast
    customer, agent = cast.customer, cast.agent
    actions: dict[str, Callable[[], object]] = {
        "login": lambda: _log_in(players, cast.device),
        "queue": lambda: players.ring(queue=cast.queue, caller=customer.number, name=customer.name),
        "ring": lambda: players.ring(agent=agent, caller=cast.other.number),
        "answer": lambda: players.sim("answer", agent=agent),
        "hangup": lambda: players.sim("hangup", agent=agent, by="caller"),
        "cut": lambda: players.cut(seconds=8),
        "day": lambda: _play(demo, players),
    }
    action = actions.get(word)
    if action is None:
        print(HELP)
        return
    try:
        action()
        if word in ("queue", "ring") and not players.ready():
            print("   It rings at your telephone when you are logged in and ready.")
    except (StageError, CtiError) as error:
        print(f"   {error}")


def _no_picture(name: str) -> None:
    """With a real display a person looks on; the acts keep a pace one can follow."""
    time.sleep(PAUSE_BETWEEN_ACTS_S)
