"""What a person sees of the bot: messages, buttons, inline results."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from .formatted import Entity, FormattedText
from .keyboards import BUTTON_ACTIONS

MEDIA = ("photo", "document", "voice", "sticker")


@dataclass(frozen=True)
class Button:
    """An inline button: its text, its action (`callback_data`, `url`, `copy_text`, ...) and what for."""

    text: str
    action: str
    value: Any

    @property
    def data(self) -> str | None:
        """The callback data, None if the button does something else."""
        return str(self.value) if self.action == "callback_data" else None

    @property
    def url(self) -> str | None:
        """The address that the button opens, None if it does something else."""
        return str(self.value) if self.action == "url" else None


@dataclass(frozen=True)
class ShownMessage:
    """A message as it looked at one moment; `text` is the caption where there is a photo or a document."""

    chat_id: int
    message_id: int
    text: str
    entities: tuple[Entity, ...] = ()
    buttons: tuple[tuple[Button, ...], ...] = ()
    edited: bool = False
    media: str | None = None
    thread_id: int | None = None
    reply_to: int | None = None
    dropped_entities: int = 0

    @classmethod
    def from_json(cls, message: Mapping[str, Any], dropped_entities: int = 0) -> Self:
        """The message that the Bot API's object describes."""
        replied = message.get("reply_to_message")
        return cls(
            chat_id=message["chat"]["id"],
            message_id=message["message_id"],
            text=message.get("text") or message.get("caption") or "",
            entities=tuple(message.get("entities") or message.get("caption_entities") or ()),
            buttons=button_rows(message.get("reply_markup")),
            edited="edit_date" in message,
            media=next((kind for kind in MEDIA if kind in message), None),
            thread_id=message.get("message_thread_id"),
            reply_to=replied["message_id"] if replied else None,
            dropped_entities=dropped_entities,
        )

    @property
    def all_buttons(self) -> tuple[Button, ...]:
        """The buttons of all rows, from the top left."""
        return tuple(button for row in self.buttons for button in row)

    def styled(self, entity_type: str) -> list[str]:
        """The parts of the text that have this kind of entity."""
        encoded = self.text.encode("utf-16-le")
        places = [(e["offset"], e["offset"] + e["length"]) for e in self.entities if e["type"] == entity_type]
        return [encoded[2 * begin : 2 * end].decode("utf-16-le") for begin, end in places]


@dataclass(frozen=True)
class InlineResult:
    """One result of an inline query, with the message that choosing it would send."""

    id: str
    title: str
    description: str
    message: FormattedText
    buttons: tuple[tuple[Button, ...], ...]
    raw: Mapping[str, Any]


def button_rows(markup: Mapping[str, Any] | None) -> tuple[tuple[Button, ...], ...]:
    """The rows of an inline keyboard."""
    rows = (markup or {}).get("inline_keyboard") or ()
    return tuple(tuple(_button(button) for button in row) for row in rows)


def _button(button: Mapping[str, Any]) -> Button:
    action = next(action for action in BUTTON_ACTIONS if action in button)
    return Button(button["text"], action, button[action])
