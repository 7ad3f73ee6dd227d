"""Inline mode: `@bot rally` in any chat lists entries, and sends the short card of the chosen one."""

from typing import Final

from telegram import (
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    Update,
)
from telegram.error import BadRequest

from bot.cards import ASK, brief_card
from bot.cards.lines import one_line
from bot.finding import find
from bot.handlers import speech
from bot.handlers.context import Context, Services
from bot.handlers.screen import TOO_LATE, screen
from bot.knowledge import Language, Ref

PAGE: Final = 20
"""So many results are sent at once; Telegram asks for more when somebody scrolls to their end. It allows 50."""

SECONDS_KEPT: Final = 10
"""So long Telegram may show the same results to the same person again."""


async def inline(update: Update, context: Context) -> None:
    """List what a text finds, page by page; where it finds nothing, a button that opens the bot."""
    query = update.inline_query
    if query is None:
        return
    services = context.services
    person = await speech.spoken(update, services)
    found = find(services.library, query.query, person)
    start = int(query.offset) if query.offset.isascii() and query.offset.isdigit() else 0
    page = found.refs[start : start + PAGE]
    more = str(start + PAGE) if start + PAGE < len(found.refs) else None
    nothing = InlineQueryResultsButton(
        services.voices[found.language].say("Nothing found. Ask me in private"), start_parameter=ASK
    )
    try:
        await query.answer(
            [result(services, ref, found.language) for ref in page],
            cache_time=SECONDS_KEPT,
            is_personal=True,
            next_offset=more,
            button=None if found.refs else nothing,
        )
    except BadRequest as error:
        if TOO_LATE not in error.message.lower():  # they have typed on, and nobody waits for this any more
            raise


def result(services: Services, ref: Ref, language: Language) -> InlineQueryResultArticle:
    """An entry in the list. Its id says which entry in which language, and is the same every time."""
    cards = services.library.cards
    shown = screen(brief_card(cards, ref, language, services.links))
    return InlineQueryResultArticle(
        f"{ref.payload}.{language}",
        cards.title(ref, language),
        InputTextMessageContent(shown.text),
        description=one_line(cards, ref, language),
        reply_markup=shown.markup,
    )
