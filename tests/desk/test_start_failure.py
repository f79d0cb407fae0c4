"""A start that comes to nothing: what a person reads, and where."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from cti_desk.desk import start_failure
from cti_desk.desk.start_failure import NoDisplay, check_display, report_failure
from cti_desk.system.logging_setup import end_logging
from cti_desk.system.paths import Paths


@pytest.mark.parametrize(
    "environment",
    [{"DISPLAY": ":1"}, {"WAYLAND_DISPLAY": "wayland-0"}, {"QT_QPA_PLATFORM": "offscreen"}],
)
def test_a_display_of_any_kind_will_do(environment: dict[str, str]) -> None:
    check_display(environment)


def test_no_display_is_said_in_words() -> None:
    with pytest.raises(NoDisplay, match="graphical session"):
        check_display({"QT_QPA_PLATFORM": "xcb", "DISPLAY": ""})


@pytest.mark.expected_log("it came to nothing")
@pytest.mark.parametrize("terminal", [True, False])
def test_a_failure_is_written_logged_and_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, terminal: bool
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    shown: list[str] = []
    monkeypatch.setattr(start_failure, "notify", lambda title, text: shown.append(text))
    stream = io.StringIO()
    monkeypatch.setattr(stream, "isatty", lambda: terminal)
    monkeypatch.setattr(sys, "stderr", stream)
    report_failure("it came to nothing", "here")
    end_logging()
    assert stream.getvalue() == "cti-desk: it came to nothing\n"
    assert "it came to nothing" in Paths("here").log_file.read_text()
    assert shown == ([] if terminal else ["it came to nothing"])


def test_a_failure_without_any_stream_or_log_is_still_shown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shown: list[str] = []
    monkeypatch.setattr(start_failure, "notify", lambda title, text: shown.append(text))
    monkeypatch.setattr(sys, "stderr", None)
    report_failure("a bad name", "no/such")
    assert shown == ["a bad name"]
