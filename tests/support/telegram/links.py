"""Which addresses Telegram takes for links."""

import re
from typing import Final
from urllib.parse import urlsplit

_DOMAIN: Final = re.compile(r"[\w-]+(\.[\w-]+)+(:\d+)?")


def checked_link(address: str) -> str | None:
    """The address as Telegram keeps it, None if it is none to it."""
    address = address.strip()
    if re.match(r"(tg|ton|tonsite)://\S+$", address):
        return address
    if "://" not in address:
        address = f"http://{address}"
    parts = urlsplit(address)
    if parts.scheme.lower() not in ("http", "https") or " " in address or not _DOMAIN.fullmatch(parts.netloc):
        return None
    return address if parts.path or parts.query or parts.fragment else f"{address}/"
