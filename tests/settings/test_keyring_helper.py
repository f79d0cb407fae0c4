from __future__ import annotations

import subprocess
from collections.abc import Iterator

import keyring
import pytest
from keyring import errors
from keyring.backend import KeyringBackend

from cti_desk.settings.keyring_helper import answer
from cti_desk.settings.keyring_process import HELPER

GET = {"action": "get", "profile": "office", "name": "password"}


class Book(KeyringBackend):
    priority = 5

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}
        self.failure: Exception | None = None

    def get_password(self, service: str, username: str) -> str | None:
        if self.failure:
            raise self.failure
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if (service, username) not in self.kept:
            raise errors.PasswordDeleteError("none")
        del self.kept[service, username]


@pytest.fixture
def book() -> Iterator[Book]:
    before = keyring.get_keyring()
    keyring.set_keyring(Book())
    yield keyring.get_keyring()
    keyring.set_keyring(before)


def test_secrets_are_kept_under_one_service_by_profile_and_name(book: Book) -> None:
    assert answer(GET, True) == {"value": None}
    assert answer({**GET, "action": "set", "value": "p"}, True) == {"value": None}
    assert book.kept == {("cti-desk", "office/password"): "p"}
    assert answer(GET, True) == {"value": "p"}
    assert answer({**GET, "action": "delete"}, True) == {"value": None}
    assert answer({**GET, "action": "delete"}, True) == {"value": None}
    assert book.kept == {}


@pytest.mark.parametrize(
    ("failure", "display", "kind"),
    [
        (errors.KeyringLocked("x"), False, "locked"),
        (errors.KeyringLocked("x"), True, "refused"),
        (errors.InitError("Failed to create the collection: Prompt dismissed.."), True, "refused"),
        (errors.InitError("Failed to create the collection: no such thing"), True, "missing"),
        (errors.NoKeyringError("x"), True, "missing"),
        (errors.KeyringError("denied"), True, "refused"),
        (RuntimeError("odd"), True, "refused"),
    ],
)
def test_three_answers(book: Book, failure: Exception, display: bool, kind: str) -> None:
    book.failure = failure
    assert answer(GET, display)["error"] == kind


def test_a_keyring_that_writes_plain_files_is_none(book: Book) -> None:
    Book.priority = 0.5
    try:
        assert answer(GET, True)["error"] == "missing"
    finally:
        Book.priority = 5


def test_it_ends_with_its_standard_input() -> None:
    done = subprocess.run(HELPER, input=b"", capture_output=True, check=False)
    assert done.returncode != 0
    assert done.stdout == b""
