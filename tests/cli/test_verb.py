from __future__ import annotations

from argparse import ArgumentParser, Namespace

import pytest

from cti_desk.cli.verb import desk, nothing
from cti_desk.core.errors import DeskNotRunning, UsageError


def test_the_desk_that_the_options_name() -> None:
    with pytest.raises(DeskNotRunning):
        desk(Namespace(instance="nobody"))
    with pytest.raises(UsageError):
        desk(Namespace(instance="no/body", client="crm"))


def test_a_verb_without_arguments_takes_none() -> None:
    parser = ArgumentParser()
    nothing(parser)
    assert vars(parser.parse_args([])) == {}
