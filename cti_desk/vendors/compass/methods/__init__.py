"""Compass's REST interface, as declarations (docs/protocols/compass.md §3).

A family of methods is a module here that ends with its ``ENDPOINTS``. Beside them stand the files
to download, and four methods for whatever is not known.
"""

from __future__ import annotations

from typing import Final

from cti_desk.declarations.methods import Method
from cti_desk.vendors.compass.methods import calls, company, queues, resources, users, version_1
from cti_desk.vendors.compass.methods.endpoint import Endpoint
from cti_desk.vendors.compass.methods.files import DOWNLOADS, Download
from cti_desk.vendors.compass.methods.generic import GENERIC, Generic

FAMILIES: Final[dict[str, tuple[Endpoint, ...]]] = {
    "Users": users.ENDPOINTS,
    "Queue membership": queues.ENDPOINTS,
    "Calls": calls.ENDPOINTS,
    "Company": company.ENDPOINTS,
    "Other objects": resources.ENDPOINTS,
    "Version 1 only": version_1.ENDPOINTS,
}

ENDPOINTS: Final[dict[str, Endpoint]] = {
    endpoint.name: endpoint for family in FAMILIES.values() for endpoint in family
}
CALLS: Final[dict[str, Endpoint | Download | Generic]] = {
    **ENDPOINTS,
    **{download.name: download for download in DOWNLOADS},
    **{generic.method.name: generic for generic in GENERIC},
}
METHODS: Final[dict[str, Method]] = {name: call.method for name, call in CALLS.items()}
