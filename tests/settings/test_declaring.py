from __future__ import annotations

from typing import Annotated

from msgspec import Struct

from cti_desk.declarations.fields import Field
from cti_desk.settings.declaring import About, checks_of, fields_of


class Sample(Struct, frozen=True):
    text: Annotated[str | None, About("Text", "A text.", check=lambda value: None)] = None
    count: Annotated[int, About("Count", "How many.", minimum=1, maximum=3)] = 2
    ratio: Annotated[float, About("Ratio", "…")] = 0.5
    on: Annotated[bool, About("On", "…")] = False
    names: Annotated[tuple[str, ...], About("Names", "…")] = ("a",)
    colour: Annotated[str, About("Colour", "…", choices=("red", "blue"))] = "red"


def test_a_struct_declares_its_fields() -> None:
    assert fields_of(Sample) == (
        Field("text", "text", "Text", "A text."),
        Field("count", "integer", "Count", "How many.", default=2, minimum=1, maximum=3),
        Field("ratio", "number", "Ratio", "…", default=0.5),
        Field("on", "boolean", "On", "…", default=False),
        Field("names", "list", "Names", "…", default=("a",)),
        Field("colour", "choice", "Colour", "…", default="red", choices=("red", "blue")),
    )


def test_only_declared_checks_are_found() -> None:
    assert list(checks_of(Sample)) == ["text"]
