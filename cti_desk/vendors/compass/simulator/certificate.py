"""A certificate authority of the simulator's own, good for as long as it runs."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path


def write_certificate(server: Path, authority: Path, names: Iterable[str]) -> None:
    """Write the key with its chain, readable by the owner only, and what clients are to trust."""
    # Here, because Windows' build lacks it: without Prosody no simulator there comes this far.
    import trustme

    made = trustme.CA()
    issued = made.issue_cert(*names)
    descriptor = os.open(server, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(issued.private_key_and_cert_chain_pem.bytes())
    authority.write_bytes(made.cert_pem.bytes())
