from __future__ import annotations

import io
import os

import pytest

from cti_desk.core.errors import SettingsError
from cti_desk.settings.stdin_secrets import read_secrets


@pytest.mark.parametrize(
    "text",
    [
        '{"password": "p=1", "key": "k"}',
        '{\n "password": "p=1",\n "key": "k"\n}\n',
        '{"office": {"password": "p=1", "key": "k"}}\n',
        "password=p=1\nkey=k\n",
        "password=p=1\r\nkey=k\r\n\r\nmore",
    ],
)
async def test_secrets_are_read(loop, text: str) -> None:
    secrets = read_secrets(io.BytesIO(text.encode()))
    assert await secrets.get("office", "password") == "p=1"
    assert await secrets.get("office", "key") == "k"
    assert await secrets.get("office", "other") is None


async def test_an_object_needs_no_end_of_the_input(loop) -> None:
    reading, writing = os.pipe()
    with os.fdopen(reading, "rb") as stream, os.fdopen(writing, "wb") as open_end:
        open_end.write(b'{"password": "p"}\n')
        open_end.flush()
        assert await read_secrets(stream).get("office", "password") == "p"


@pytest.mark.parametrize("text", ["", "\n", "nonsense\n", '{"password": "hunter2"', "[]", "{}"])
def test_what_cannot_be_read_is_told_and_not_repeated(text: str) -> None:
    with pytest.raises(SettingsError, match="--secrets-stdin") as error:
        read_secrets(io.BytesIO(text.encode()))
    assert "hunter2" not in str(error.value)


def test_text_in_another_encoding() -> None:
    with pytest.raises(SettingsError, match="UTF-8"):
        read_secrets(io.BytesIO(b"password=\xff\n"))


def test_input_that_never_comes_is_given_up() -> None:
    reading, writing = os.pipe()
    with os.fdopen(reading, "rb") as stream, os.fdopen(writing, "wb") as silent:
        with pytest.raises(SettingsError, match="did not come"):
            read_secrets(stream, timeout_s=0.01)
        silent.close()
