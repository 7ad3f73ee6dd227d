"""Answering presses of buttons and inline queries."""

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
    answer = Answer(results=results, raw=parameters)
    await world.queries.answer("inline_query", parameters.text("inline_query_id"), answer)
    return True


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
}
