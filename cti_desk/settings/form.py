"""The settings form: the declared settings, with what the file, the policy and unsaved changes say
of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import replace

from cti_desk.core.errors import SettingsError
from cti_desk.declarations.fields import Field
from cti_desk.declarations.forms import (
    Changes,
    Form,
    FormField,
    FormGroup,
    Path,
    ProfileForm,
    Protection,
)
from cti_desk.declarations.vendor import Vendor
from cti_desk.settings.declaring import fields_of
from cti_desk.settings.documents import BadSettings, Document
from cti_desk.settings.flat import Flat, flatten
from cti_desk.settings.loading import settle
from cti_desk.settings.policy import Policy
from cti_desk.settings.sections import SECTIONS, Dialing, ProfileBasics
from cti_desk.settings.writing import changed, changed_values

PASSWORD: Final[Path] = ("form", "password_hash")
ALLOWED: Final[Path] = ("form", "allowed")

_TITLES: Final = {
    "desk": "Desk",
    "dialing": "Dialling",
    "contacts": "Contacts",
    "screen_pop": "Customer's page",
    "journal": "Journal",
    "log": "Debug log",
}
_SIMULATOR: Final = "Simulator"
_OWN_DIALING: Final = "Dialling with this profile"


class FormSource(Struct, frozen=True):
    """What a form is made of. ``text`` is the file's, ``None`` for none; ``policy`` as read.

    ``named`` is the profile named at the desk's start, ``given`` whether its secrets came with it.
    """

    document: Document
    text: str | None
    policy: Policy
    vendors: Mapping[str, Vendor]
    named: str | None = None
    given: bool = False


def form_of(source: FormSource, changes: Changes) -> Form:
    """The form as it stands with unsaved changes."""
    return _Builder(source, changes).form()


def problems_of(source: FormSource, changes: Changes) -> dict[Path, str]:
    """What the loader would say of the changed file, by setting. What belongs to no setting is at
    ``()``.
    """
    path = source.document.path
    try:
        text = changed(source.text or "", changes)
        settle(Document(path, text), source.policy, source.vendors, source.named)
    except BadSettings as error:
        found: dict[Path, str] = {}
        for problem in error.problems:
            found.setdefault(problem.setting, problem.words)
        return found
    except SettingsError as error:
        return {(): str(error)}
    return {}


class _Builder:
    def __init__(self, source: FormSource, changes: Changes) -> None:
        self._source = source
        self._policy = source.policy
        self._nested = changed_values(source.document.values, changes)
        self._values: Flat = self._policy.applied_to(flatten(self._nested))

    def form(self) -> Form:
        names = self._profile_names()
        named = self._source.named if self._source.named in names else None
        chosen_set = self._values.get(("profile",))
        chosen = named or chosen_set
        if chosen not in names:
            chosen = names[0] if names else None
        titles = [(name, each.title) for name, each in self._source.vendors.items()]
        return Form(
            file=str(self._source.document.path),
            vendors=tuple(sorted(titles, key=lambda vendor: vendor[1])),
            profiles=tuple(self._profile(name) for name in names),
            chosen=chosen,
            chosen_set=chosen_set,
            chosen_locked=named is not None or self._policy.covers(("profile",)),
            chosen_why=f"This desk was started for the profile “{named}”." if named else "",
            profiles_locked=self._policy.covers(("profiles",)),
            groups=tuple(
                FormGroup(key, _TITLES.get(key, key), section.__doc__ or "", self._fields(section))
                for key, section in SECTIONS.items()
                if key != PASSWORD[0]
            ),
            protection=Protection(bool(self._values.get(PASSWORD)), self._policy.covers(PASSWORD)),
        )

    def _profile_names(self) -> list[str]:
        tables = self._nested.get("profiles")
        own = [
            name
            for name, table in (tables.items() if isinstance(tables, dict) else ())
            if isinstance(table, dict) and not self._policy.covers(("profiles", name))
        ]
        return list(dict.fromkeys([*own, *self._policy.profile_names]))

    def _fields(self, section: type[Any]) -> tuple[FormField, ...]:
        key = next(key for key, each in SECTIONS.items() if each is section)
        return tuple(self._field((key, field.key), field) for field in fields_of(section))

    def _field(self, path: Path, field: Field) -> FormField:
        return FormField(path, field, self._values.get(path), self._policy.covers(path))

    def _profile(self, name: str) -> ProfileForm:
        path = ("profiles", name)
        vendor_name = str(self._values.get((*path, "vendor"), ""))
        vendor = self._source.vendors.get(vendor_name)
        title = vendor.title if vendor is not None else vendor_name
        simulator = self._values.get((*path, "secrets")) == "simulator"
        fields = vendor.fields if vendor is not None else ()
        group = FormGroup(
            "profile",
            title,
            "",
            (
                *(self._field((*path, field.key), field) for field in fields),
                *self._own_dialing(path),
                *self._simulated(path),
            ),
        )
        return ProfileForm(
            name,
            vendor_name,
            title,
            group,
            "simulator" if simulator else "given" if self._source.given else "keyring",
            can_try=vendor is not None and vendor.try_out is not None,
            locked=self._policy.covers(path) or name in self._policy.profile_names,
        )

    def _own_dialing(self, path: Path) -> Iterator[FormField]:
        """The profile's own dial rules, if it has any; otherwise it follows the desk's."""
        if any(each[:3] == (*path, "dialing") for each in self._values):
            for field in fields_of(Dialing):
                grouped = replace(field, group=_OWN_DIALING)
                yield self._field((*path, "dialing", field.key), grouped)

    def _simulated(self, path: Path) -> Iterator[FormField]:
        """Only where one is simulated: the simulator writes such profiles by itself."""
        if self._values.get((*path, "simulator")):
            for field in fields_of(ProfileBasics):
                if field.key != "vendor":
                    yield self._field((*path, field.key), replace(field, group=_SIMULATOR))
