"""Rows of the platform's CSV files, read by their header."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from typing import IO, Final

from cti_desk.core.errors import RefusedByVendor
from cti_desk.core.text import LONGEST_DATA, clean
from cti_desk.vendors.compass.client.failures import VENDOR

ALIASES: Final = {"callid": "call_id", "parent_callid": "parent_id", "parentid": "parent_id"}
"""Columns that the manual and the platform name differently; callers get the manual's names."""


MOST_VALUES: Final = 2_000_000
"""In one file: a day of 180,000 calls. They take some 250 MB."""


LONGEST_LINE: Final = 1024 * 1024
"""In characters."""


def lines(file: IO[str]) -> Iterator[str]:
    """The lines of a file, none of which is too long; raises `RefusedByVendor`."""
    while line := file.readline(LONGEST_LINE):
        if len(line) == LONGEST_LINE:
            raise RefusedByVendor("The file has lines that are too long.", vendor=VENDOR)
        yield line


def rows(lines: Iterable[str]) -> Iterator[dict[str, str]]:
    """Each row by column name; rows that are too short lack the rest, empty lines are none.

    Raises `RefusedByVendor` for what cannot be read as CSV, or is too much to be read at once.
    """
    source = iter(lines)
    header = next(source, "").lstrip("\ufeff")
    separator = ";" if header.count(";") > header.count(",") else ","
    try:
        names = [_name(text) for text in next(csv.reader([header], delimiter=separator), [])]
        left = MOST_VALUES
        for values in csv.reader(source, delimiter=separator):
            left -= max(1, len(values))
            if left < 0:
                raise RefusedByVendor(
                    f"The file has more than {MOST_VALUES:,} values: that is not read at once.",
                    vendor=VENDOR,
                )
            if any(values):
                texts = (clean(value, LONGEST_DATA) for value in values)
                yield dict(zip(names, texts, strict=False))
    except csv.Error as error:
        raise RefusedByVendor(
            f"A file of the platform cannot be read: {error}.", vendor=VENDOR
        ) from error


def _name(text: str) -> str:
    name = clean(text.strip()).lower()
    return ALIASES.get(name, name)
