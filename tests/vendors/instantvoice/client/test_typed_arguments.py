"""The types of arguments name what the declarations do."""

from __future__ import annotations

from typing import Any

import pytest

from cti_desk.declarations.arguments import Argument
from cti_desk.vendors.instantvoice.client import typed_arguments
from cti_desk.vendors.instantvoice.methods import METHODS


def named(arguments: tuple[Argument, ...], *, mandatory: bool) -> set[str]:
    return {one.name for one in arguments if one.mandatory is mandatory}


@pytest.mark.parametrize("name", METHODS)
def test_names_and_what_is_mandatory(name: str) -> None:
    typed: Any = getattr(typed_arguments, f"{name}Arguments")
    declared = METHODS[name].arguments
    assert typed.__required_keys__ == named(declared, mandatory=True)
    assert typed.__optional_keys__ == named(declared, mandatory=False)


def test_records_are_typed_too() -> None:
    line: Any = typed_arguments.AgentLineAddLine
    (lines,) = (one for one in METHODS["AgentLineAdd"].arguments if one.fields)
    assert line.__optional_keys__ == named(lines.fields, mandatory=False)
    queue: Any = typed_arguments.AgentQueueAddQueue
    (queues,) = (one for one in METHODS["AgentQueueAdd"].arguments if one.fields)
    assert queue.__required_keys__ == named(queues.fields, mandatory=True)
