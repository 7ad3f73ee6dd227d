"""The way out of the local chat: Bot API calls that are answered on this machine, and shown instead of sent."""

import itertools
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from telegram._utils.defaultvalue import DefaultValue
from telegram.request import BaseRequest, RequestData

PERSON: Final = 1
"""The id of the one person, and so of their private chat."""

BOT: Final = {"id": 2, "is_bot": True, "first_name": "Quqyq"}


@dataclass(frozen=True, slots=True)
class Shown:
    """A message of the bot as it stands now: text in Telegram's HTML, and the buttons, row by row."""

    message_id: int
    text: str
    buttons: tuple[tuple[str, str], ...]
    """Label and callback data of each button; no data for what Telegram would do by itself, as the label says."""


class LocalRequest(BaseRequest):
    """Answers the calls that the bot makes, as the Bot API does for one private chat. Nothing leaves the machine."""

    def __init__(self, username: str, show: Callable[[Shown], None]) -> None:
        self._me = {**BOT, "username": username}
        self._show = show
        self._ids = itertools.count(1)

    @property
    def read_timeout(self) -> float | None:
        """There is nothing to wait for."""
        return None

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    def next_message_id(self) -> int:
        """A number for a message of the person; they share one row with the bot's."""
        return next(self._ids)

    async def do_request(  # noqa: PLR0917 - the library's signature
        self,
        url: str,
        method: str,  # noqa: ARG002
        request_data: RequestData | None = None,
        read_timeout: DefaultValue[float] | float | DefaultValue[None] | None = None,  # noqa: ARG002
        write_timeout: DefaultValue[float] | float | DefaultValue[None] | None = None,  # noqa: ARG002
        connect_timeout: DefaultValue[float] | float | DefaultValue[None] | None = None,  # noqa: ARG002
        pool_timeout: DefaultValue[float] | float | DefaultValue[None] | None = None,  # noqa: ARG002
    ) -> tuple[int, bytes]:
        """Answer one call. What the chat has no use for (commands, descriptions) is simply well received."""
        parameters = request_data.parameters if request_data else {}
        result = self._call(url.rpartition("/")[2], parameters)
        return 200, json.dumps({"ok": True, "result": result}).encode()

    def _call(self, name: str, parameters: Mapping[str, Any]) -> object:
        match name:
            case "getMe":
                return self._me
            case "sendMessage":
                return self._message(next(self._ids), parameters)
            case "sendPhoto" | "sendDocument":
                return self._file(name, parameters)
            case "sendMediaGroup":
                return [self._file("sendPhoto", item) for item in parameters["media"]]
            case "editMessageText":
                return self._message(int(parameters["message_id"]), parameters)
            case _:
                return True

    def _file(self, name: str, parameters: Mapping[str, Any]) -> dict[str, object]:
        """A terminal shows no pictures: of a photo or a document it has the caption."""
        sign = "🖼" if name == "sendPhoto" else "📄"
        message = self._message(
            next(self._ids), {**parameters, "text": f"{sign} {parameters.get('caption', '')}".rstrip()}
        )
        file = {"file_id": "local", "file_unique_id": "local"}
        if name == "sendPhoto":
            return {**message, "photo": [{**file, "width": 1, "height": 1}]}
        return {**message, "document": file}

    def _message(self, message_id: int, parameters: Mapping[str, Any]) -> dict[str, object]:
        keyboard = parameters.get("reply_markup") or {}
        rows = keyboard.get("inline_keyboard", [])
        buttons = tuple((_label(button), button.get("callback_data", "")) for row in rows for button in row)
        self._show(Shown(message_id, parameters["text"], buttons))
        return {
            "message_id": message_id,
            "date": int(time.time()),
            "chat": {"id": PERSON, "type": "private"},
            "from": self._me,
            "text": parameters["text"],
            **({"reply_markup": keyboard} if keyboard else {}),
        }


def _label(button: Mapping[str, Any]) -> str:
    """The label of a button, with the address that it opens or the text that it copies."""
    if "url" in button:
        return f"{button['text']} <{button['url']}>"
    if "copy_text" in button:
        return f"{button['text']}: {button['copy_text']['text']}"
    return str(button["text"])
