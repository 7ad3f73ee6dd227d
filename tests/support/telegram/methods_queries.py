"""Answering presses of buttons, inline queries and what the bot is asked as a guest."""

import re
from typing import Any, Final

from .content import caption, message_text
from .errors import bad_request
from .formatted import FormattedText
from .keyboards import inline_keyboard
from .parameters import Parameters
from .queries import Answer
from .shown import InlineResult, button_rows
from .state import World

MAX_RESULTS: Final = 50
MAX_RESULT_ID_BYTES: Final = 64
MAX_OFFSET_BYTES: Final = 64
MAX_CALLBACK_ANSWER: Final = 200


async def answer_callback_query(world: World, parameters: Parameters) -> bool:
    """Answer a press, with a text or without."""
    text = parameters.text("text")
    if len(text) > MAX_CALLBACK_ANSWER:
        raise bad_request("MESSAGE_TOO_LONG")
    answer = Answer(text, parameters.boolean("show_alert"), parameters.text("url") or None, raw=parameters)
    await world.queries.answer("callback_query", parameters.text("callback_query_id"), answer)
    return True


async def answer_inline_query(world: World, parameters: Parameters) -> bool:
    """Answer an inline query with up to 50 results, each checked as a message would be."""
    raw = parameters.array("results") or []
    if len(raw) > MAX_RESULTS:
        raise bad_request("RESULTS_TOO_MUCH")
    results = tuple(_result(result) for result in raw)
    if len({result.id for result in results}) < len(results):
        raise bad_request("RESULT_ID_DUPLICATE")
    if len(parameters.text("next_offset").encode()) > MAX_OFFSET_BYTES:
        raise bad_request("NEXT_OFFSET_INVALID")
    button = parameters.mapping("button")
    if button is not None and not _is_sound(button):
        raise bad_request("START_PARAM_INVALID")
    answer = Answer(results=results, raw=parameters)
    await world.queries.answer("inline_query", parameters.text("inline_query_id"), answer)
    return True


async def answer_guest_query(world: World, parameters: Parameters) -> dict[str, Any]:
    """Let the bot say one thing, as a guest, in the chat in which it was mentioned."""
    raw = parameters.mapping("result")
    if raw is None:
        raise bad_request("can't parse inline query result")
    result, query_id = _result(raw), parameters.text("guest_query_id")
    await world.queries.answer("guest_query", query_id, Answer(results=(result,), raw=parameters))
    asked = world.summons[query_id]
    markup = inline_keyboard(raw["reply_markup"]) if raw.get("reply_markup") else None
    message = asked.chat.add(world.bot, result.message, markup=markup, reply_to=asked, thread_id=asked.thread_id)
    inline_id = world.send_inline(message)
    await world.show(message)
    return {"inline_message_id": inline_id}


def _is_sound(button: dict[str, Any]) -> bool:
    """Whether the button above inline results opens something: the bot with a parameter, or a web app."""
    parameter = button.get("start_parameter")
    opens = "web_app" in button or bool(parameter and re.fullmatch("[A-Za-z0-9_-]{1,64}", parameter))
    return bool(button.get("text")) and opens


def _result(raw: dict[str, Any]) -> InlineResult:
    result_id = str(raw.get("id", ""))
    if not 1 <= len(result_id.encode()) <= MAX_RESULT_ID_BYTES:
        raise bad_request("RESULT_ID_INVALID")
    markup = inline_keyboard(raw["reply_markup"]) if raw.get("reply_markup") else None
    return InlineResult(
        id=result_id,
        title=raw.get("title", ""),
        description=raw.get("description", ""),
        message=_message(raw),
        buttons=button_rows(markup),
        raw=raw,
    )


def _message(raw: dict[str, Any]) -> FormattedText:
    content = raw.get("input_message_content")
    if content is None:
        return caption(Parameters(raw))
    return message_text(Parameters(content), "message_text") if "message_text" in content else FormattedText()


QUERY_METHODS: Final = {
    "answerCallbackQuery": answer_callback_query,
    "answerInlineQuery": answer_inline_query,
    "answerGuestQuery": answer_guest_query,
}
