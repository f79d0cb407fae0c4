"""The section about the queue panel."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Struct

from cti_desk.settings.declaring import About


class Queues(Struct, frozen=True):
    """The queue panel: which queues it shows, and which figures stand out."""

    show: Annotated[
        Literal["all", "own"],
        About(
            "Queues shown",
            "`all`: every queue that is known, your own first. `own`: only your own.",
            choices=("all", "own"),
        ),
    ] = "all"
    only: Annotated[
        tuple[str, ...],
        About("Only these", "Names or numbers of the queues that are shown. If empty: all."),
    ] = ()
    waiting_warning: Annotated[
        int,
        About(
            "Many waiting",
            "When this many callers wait, the queue gets a word and a colour. 0: never.",
            minimum=0,
            maximum=10_000,
        ),
    ] = 5
    waiting_alarm: Annotated[
        int,
        About(
            "Too many waiting",
            "When this many callers wait, the colour is stronger. 0: never.",
            minimum=0,
            maximum=10_000,
        ),
    ] = 10
    wait_warning_s: Annotated[
        float,
        About(
            "Long wait",
            "After this many seconds, a wait gets a word and a colour. 0: never.",
            minimum=0,
            maximum=86_400,
        ),
    ] = 60.0
    wait_alarm_s: Annotated[
        float,
        About(
            "Too long a wait",
            "After this many seconds, the colour is stronger. 0: never.",
            minimum=0,
            maximum=86_400,
        ),
    ] = 180.0
