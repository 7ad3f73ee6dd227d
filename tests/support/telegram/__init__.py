"""A server that behaves as Telegram's Bot API does, and the people who write to the bot through it."""

from .errors import ApiError
from .faults import Fault, Faults
from .groups import Elsewhere, Group
from .people import Person
from .queries import Answer, Query
from .server import Call, TelegramServer
from .shown import Button, InlineResult, ShownMessage

__all__ = [
    "Answer",
    "ApiError",
    "Button",
    "Call",
    "Elsewhere",
    "Fault",
    "Faults",
    "Group",
    "InlineResult",
    "Person",
    "Query",
    "ShownMessage",
    "TelegramServer",
]
