"""One asyncio loop on top of Qt's for the whole run, and `async def` tests on it."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.waiting import until

ASYNC_TEST_S = 60.0
"""A hung coroutine is cancelled, and told, before pytest-timeout ends the whole run."""


@pytest.fixture(scope="session")
def qt_loop(qapp: Any) -> Iterator[asyncio.AbstractEventLoop]:
    """The loop itself, without the checks; tests take `loop`."""
    import qasync

    qapp.setQuitOnLastWindowClosed(False)
    loop = qasync.QEventLoop(qapp)
    asyncio.set_event_loop(loop)
    yield loop
    asyncio.set_event_loop(None)
    loop.close()


@pytest.fixture
def loop(qt_loop: asyncio.AbstractEventLoop) -> Iterator[asyncio.AbstractEventLoop]:
    """The loop for one test: it fails on an unhandled exception and on a task left behind."""
    unhandled: list[str] = []

    def on_exception(_: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        cause = context.get("exception")
        unhandled.append(f"{context['message']}: {cause!r}" if cause else context["message"])

    before = asyncio.all_tasks(qt_loop)
    qt_loop.set_exception_handler(on_exception)
    yield qt_loop
    left = qt_loop.run_until_complete(_stragglers(before))
    qt_loop.set_exception_handler(None)
    if unhandled:
        pytest.fail("nobody handled what the loop raised:\n" + "\n".join(unhandled), pytrace=False)
    if left:
        pytest.fail("tasks left running:\n" + "\n".join(left), pytrace=False)


async def _stragglers(before: set[asyncio.Task[Any]]) -> list[str]:
    """Give tasks a moment to end, cancel what is left and say what it was."""

    def running() -> set[asyncio.Task[Any]]:
        return asyncio.all_tasks() - before - {asyncio.current_task()}  # type: ignore[arg-type]

    try:
        await until(lambda: not running(), timeout=1)
    except AssertionError:
        left = running()
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
        return [repr(task) for task in left]
    return []


def pytest_itemcollected(item: pytest.Item) -> None:
    """An async test needs the loop whether it names the fixture or not."""
    if isinstance(item, pytest.Function) and inspect.iscoroutinefunction(item.obj):
        item.fixturenames.append("loop")


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Run an `async def` test to its end on the session's loop."""
    if not inspect.iscoroutinefunction(pyfuncitem.obj):
        return None
    arguments = {name: pyfuncitem.funcargs[name] for name in pyfuncitem._fixtureinfo.argnames}
    loop: asyncio.AbstractEventLoop = pyfuncitem.funcargs["loop"]
    loop.run_until_complete(asyncio.wait_for(pyfuncitem.obj(**arguments), ASYNC_TEST_S))
    return True
