"""Compass's interfaces, each usable alone from Python.

`rest.Rest` calls the REST interface and downloads files. It shares a `LoginGuard` with whatever
else uses the same login: after the first refusal nothing more leaves with it.
"""

import logging

# Before any module loads it: without its part in Rust it warns of that at once. See xmpp_shim, too.
logging.getLogger("slixmpp").setLevel(logging.CRITICAL + 1)
