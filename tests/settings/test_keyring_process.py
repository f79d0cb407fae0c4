from __future__ import annotations

import sys

from cti_desk.settings.keyring_process import HelperProcess, in_thread

ECHO = "import sys, json; print(json.dumps({'value': json.loads(sys.stdin.readline())['name']}))"


def test_one_line_in_one_line_out() -> None:
    helper = HelperProcess([sys.executable, "-c", ECHO])
    assert helper.answer({"name": "password"}) == {"value": "password"}


def test_a_helper_killed_before_it_starts_never_starts() -> None:
    helper = HelperProcess(["/nonexistent"])
    helper.kill()
    assert helper.answer({}) == {}


def test_an_answer_that_is_no_object_is_none() -> None:
    assert HelperProcess([sys.executable, "-c", "print('[1]')"]).answer({}) == {}


async def test_the_answer_reaches_the_loop(loop) -> None:
    helper = HelperProcess([sys.executable, "-c", ECHO])
    assert await in_thread(helper, {"name": "key"}) == {"value": "key"}
