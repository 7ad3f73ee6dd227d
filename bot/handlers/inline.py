"""Inline mode: `@bot rally` in any chat lists entries, and sends the short card of the chosen one."""

from typing import Final

from telegram import (
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    Update,
)
from telegram.constants import InlineQueryLimit
from telegram.error import BadRequest

from bot.cards import ASK, Links, brief_card
from bot.cards.lines import one_line
from bot.handlers import speech
from bot.handlers.context import Context
from bot.handlers.screen import TOO_LATE, screen
from bot.knowledge import Language, Ref
from bot.library import Library

PAGE: Final[int] = InlineQueryLimit.RESULTS
"""So many results are sent at once; Telegram asks for more when somebody scrolls to their end."""

SECONDS_KEPT: Final = 10
"""So long Telegram may show the same results to the same person again."""


async def inline(update: Update, context: Context) -> None:
    """List what a text finds, page by page; where it finds nothing, a button that opens the bot."""
    query = update.inline_query
    if query is None:
        return
    services, library = context.services, context.services.library
    person = await speech.spoken(update, services)
    found = await services.thinking.find(library, query.query, person)
    start = int(query.offset) if query.offset.isascii() and query.offset.isdigit() else 0
    page = found.refs[start : start + PAGE]
    more = str(start + PAGE) if start + PAGE < len(found.refs) else None
    nothing = InlineQueryResultsButton(
        services.voices[found.language].say("Nothing found. Ask me in private"), start_parameter=ASK
    )
    try:
        await query.answer(
            [result(library, ref, found.language, services.links) for ref in page],
            cache_time=SECONDS_KEPT,
            is_personal=True,
            next_offset=more,
            button=None if found.refs else nothing,
        )
    except BadRequest as error:
        if TOO_LATE not in error.message.lower():  # they have typed on, and nobody waits for this any more
            raise


def result(library: Library, ref: Ref, language: Language, links: Links) -> InlineQueryResultArticle:
    """An entry in the list. Its id says which entry in which language, and is the same every time."""
    cards = library.cards
    shown = screen(brief_card(cards, ref, language, links))
    return InlineQueryResultArticle(
        f"{ref.payload}.{language}",
        cards.title(ref, language),
        InputTextMessageContent(shown.text),
        description=one_line(cards, ref, language),
        reply_markup=shown.markup,
    )
