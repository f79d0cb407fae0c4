"""Where IVWS, the SOAP web service of InstantVoice, is."""

from __future__ import annotations

from typing import Final, Literal

from msgspec import Struct

from cti_desk.vendors.instantvoice.client.broker import Host

DEFAULT_PORT: Final = 7789
WSDL_PATH: Final = "/?wsdl"

PLAIN_TEXT_MARK: Final = "Not encrypted: key and calls travel in clear text."


class WebService(Struct, frozen=True):
    """Addresses to try in turn. ``ca_file`` is a site's own CA (PEM)."""

    hosts: tuple[Host, ...]
    encryption: Literal["tls", "none"] = "tls"
    ca_file: str | None = None

    @property
    def marks(self) -> tuple[str, ...]:
        """Standing warnings that belong beside the link, as sentences."""
        return (PLAIN_TEXT_MARK,) if self.encryption == "none" else ()

    def url(self, host: Host, path: str = WSDL_PATH) -> str:
        """The address of something at one of the hosts."""
        return f"{'https' if self.encryption == 'tls' else 'http'}://{host}{path}"
