"""What is asked of a keyboard before it is accepted."""

from typing import Any, Final

from .errors import bad_request
from .links import checked_link
from .parameters import Parameters

MAX_CALLBACK_BYTES: Final = 64
MAX_COPIED_CHARACTERS: Final = 256

BUTTON_ACTIONS: Final = (
    "callback_data",
    "url",
    "copy_text",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "web_app",
    "login_url",
    "callback_game",
    "pay",
)
_MARKUPS: Final = ("inline_keyboard", "keyboard", "remove_keyboard", "force_reply")


def reply_markup(parameters: Parameters) -> dict[str, Any] | None:
    """The checked `reply_markup` of a call, None if there is none or it is an empty inline keyboard."""
    markup = parameters.mapping("reply_markup")
    if not markup:
        return None
    if not any(kind in markup for kind in _MARKUPS):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" not in markup:
        return markup
    return inline_keyboard(markup)


def inline_markup(parameters: Parameters) -> dict[str, Any] | None:
    """The checked `reply_markup` of an edit, where only an inline keyboard is accepted."""
    markup = reply_markup(parameters)
    if markup and "inline_keyboard" not in markup:
        raise bad_request("inline keyboard expected")
    return markup


def inline_keyboard(markup: dict[str, Any]) -> dict[str, Any] | None:
    """The inline keyboard without empty rows, None if nothing is left; refused if a button is unsound."""
    rows = [row for row in markup["inline_keyboard"] if row]
    for row in rows:
        for button in row:
            _check(button)
    return {"inline_keyboard": rows} if rows else None


def _check(button: dict[str, Any]) -> None:
    if not button.get("text"):
        raise bad_request('can\'t parse inline keyboard button: Field "text" must be of type String')
    action = next((action for action in BUTTON_ACTIONS if action in button), None)
    if action is None:
        what = "Text buttons are unallowed in the inline keyboard"
        raise bad_request(f"can't parse inline keyboard button: {what}")
    value = button[action]
    if action == "callback_data" and not 1 <= len(str(value).encode()) <= MAX_CALLBACK_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")
    if action == "url" and checked_link(str(value)) is None:
        raise bad_request(f"inline keyboard button URL '{value}' is invalid: URL host is empty")
    if action == "copy_text" and not 1 <= len(value["text"]) <= MAX_COPIED_CHARACTERS:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")
