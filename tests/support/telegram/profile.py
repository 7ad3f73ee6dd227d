"""What a bot tells about itself, by language, and its webhook."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

CommandsKey = tuple[str, str]
"""A scope as `scope_key` writes it, and a language code, empty for all other languages."""


@dataclass
class Webhook:
    """What setWebhook was told; an empty address means that there is no webhook."""

    url: str = ""
    secret_token: str = ""
    max_connections: int = 40
    ip_address: str = ""
    has_custom_certificate: bool = False
    last_error_date: int = 0
    last_error_message: str = ""


@dataclass
class Profile:
    """The bot's names, descriptions and short descriptions by language code, its commands, its webhook."""

    names: dict[str, str]
    descriptions: dict[str, str] = field(default_factory=dict)
    short_descriptions: dict[str, str] = field(default_factory=dict)
    commands: dict[CommandsKey, list[dict[str, str]]] = field(default_factory=dict)
    webhook: Webhook = field(default_factory=Webhook)


def scope_key(scope: Mapping[str, Any] | None) -> str:
    """One spelling for each scope of commands; the default scope if none is given."""
    return json.dumps(scope or {"type": "default"}, sort_keys=True)
