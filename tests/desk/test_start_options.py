"""A start without options is the usual one."""

from __future__ import annotations

from cti_desk.desk.start_options import StartOptions


def test_what_is_not_said_is_the_usual() -> None:
    options = StartOptions()
    assert (options.profile, options.config, options.instance) == (None, None, None)
    assert not options.secrets_stdin
