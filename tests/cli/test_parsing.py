from __future__ import annotations

from typing import Any

import pytest

from cti_desk.cli import parsing, starting
from tests.support.cli import run

DESIGNED = """
status snapshot capabilities queues journal login logout pause ready end-wrap-up dnd forward queue
dial answer hangup hold retrieve transfer consult complete reconnect pickup digits events rpc
vendor check
""".split()  # noqa: SIM905


@pytest.mark.parametrize("verb", DESIGNED)
def test_every_verb_of_the_design_has_help(verb: str) -> None:
    said = run(verb, "--help")
    assert said.code == 0
    assert f"cti-desk {verb}" in said.out


def test_help_lists_all_verbs_and_exit_codes() -> None:
    said = run("--help")
    assert said.code == 0
    for verb in (*DESIGNED, "demo", "simulate", "sim"):
        assert f"  {verb} " in said.out
    assert "7 ambiguous call" in said.out


@pytest.mark.parametrize(
    "words",
    [["nosuch"], ["--nosuch"], ["status", "more"], ["--nosuch", "status"], ["rpc"], ["vendor"]],
)
def test_words_that_mean_nothing_are_2(words: list[str]) -> None:
    said = run(*words)
    assert said.code == 2
    assert said.err


@pytest.mark.parametrize(
    "words", [["--instance", "x9", "status"], ["--instance=x9", "status"], ["status"]]
)
def test_the_instance_may_stand_before_or_after_the_verb(
    words: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Any] = []
    verb = parsing.VERBS[0]._replace(run=lambda options: asked.append(options) or 0)
    monkeypatch.setattr(parsing, "VERBS", (verb,))
    after = [] if len(words) > 1 else ["--instance", "x9"]
    assert run(*words, *after).code == 0
    assert asked[0].instance == "x9"


def test_without_a_verb_the_desk_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []
    monkeypatch.setattr(starting, "start", lambda options: asked.append(options) or 5)
    assert run("--profile", "office", "--config", "a.toml", "--instance", "two").code == 5
    assert run("--secrets-stdin").code == 5
    assert (asked[0].profile, asked[0].config, asked[0].instance) == ("office", "a.toml", "two")
    assert (asked[0].secrets_stdin, asked[1].secrets_stdin) == (False, True)


def test_programs_read_their_own_words(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[str]] = []
    program = starting.Program("", lambda words: asked.append(words) or 3)
    monkeypatch.setitem(starting.PROGRAMS, "sim", program)
    assert run("sim", "ring", "--agent", "default_1001").code == 3
    assert asked == [["ring", "--agent", "default_1001"]]


def test_options_before_a_program_s_word_reach_it(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[str]] = []
    program = starting.Program("", lambda words: asked.append(words) or 0, starting.STARTING)
    monkeypatch.setitem(starting.PROGRAMS, "com", program)
    assert run("--instance=two", "--config", "f", "com", "register").code == 0
    assert asked == [["--config", "f", "--instance", "two", "register"]]


@pytest.mark.parametrize(
    ("words", "option"),
    [
        (("--config", "f", "demo"), "--config"),
        (("--instance", "x", "sim", "state"), "--instance"),
        (("--secrets-stdin", "autostart", "on"), "--secrets-stdin"),
        (("--profile", "p", "status"), "--profile"),
        (("--config", "f", "secret", "check", "a", "b"), "--config"),
    ],
)
def test_an_option_that_means_nothing_to_a_word_is_refused(
    words: tuple[str, ...], option: str
) -> None:
    said = run(*words)
    assert said.code == 2
    assert f"{option} means nothing to" in said.err
