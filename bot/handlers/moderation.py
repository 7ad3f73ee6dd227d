"""The commands of those who look after the base. Who may use them is asked at each call; to others there are none."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

import structlog
from telegram import BotCommandScopeChat, Chat, Update
from telegram.error import TelegramError
from telegram.ext.filters import UpdateFilter

from bot.cards import Block, Button, Card, Paragraph, Review, Row, bold, italic, plain
from bot.cards.dates import format_partial_date
from bot.check import summary
from bot.handlers import speech
from bot.handlers.context import Context, Services
from bot.handlers.media import unknown_command
from bot.handlers.screen import reply, show
from bot.knowledge import Problem, Ref, is_language
from bot.listening import Statistics, shown_number, shown_parts
from bot.listening.listening import Outcome
from bot.listening.statistics import DAYS
from bot.locale import LANGUAGE_NAMES, N_, Voice
from bot.store import UnansweredQuestion

_LOG: Final = structlog.stdlib.get_logger(__name__)

SHOWN_DAYS: Final = 7
SHOWN_ENTRIES: Final = 10
SHOWN_PROBLEMS: Final = 10
SHOWN_NEAREST: Final = 3

NO_STORE: Final = N_("The database cannot be used: nothing is counted and nothing can be sent.")
TOO_FEW: Final = N_("Too few to be told apart.")
NONE_WAITING: Final = N_("No questions are waiting.")

DECISIONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "answer": N_("answered"),
        "suggest": N_("close questions shown"),
        "refuse/outside": N_("not covered by the base"),
        "refuse/neighbour": N_("a subject known not to be covered"),
        "refuse/smalltalk": N_("small talk"),
        "refuse/unclear": N_("not understood"),
    }
)
OUTCOMES: Final[Mapping[str, str]] = MappingProxyType({"done": N_("done"), "not-ours": N_("not ours")})


class IsModerator(UpdateFilter):
    """Lets the updates through that come from a moderator, in their own private chat with the bot."""

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services

    def filter(self, update: Update) -> bool:
        """Whether this update is one of these; asked anew for each."""
        return is_moderator(update, self._services)


def is_moderator(update: Update, services: Services) -> bool:
    """Whether an update comes from a moderator, in their own private chat with the bot."""
    user, chat, moderation = update.effective_user, update.effective_chat, services.moderation
    if user is None or chat is None or chat.type != Chat.PRIVATE or moderation is None:
        return False
    return user.id in moderation.ids


async def refused(update: Update, context: Context) -> None:
    """One of these commands from anybody else: as any that there is not. Who was a moderator loses the menu of one.

    Telegram keeps a chat's own menu until it is deleted, and who had one is nowhere remembered but there.
    """
    await unknown_command(update, context)
    if update.effective_chat is None or context.services.moderation is None:
        return
    scope = BotCommandScopeChat(update.effective_chat.id)
    try:
        if await context.bot.get_my_commands(scope):
            for code in (None, *speech.LANGUAGE_HINTS):
                await context.bot.delete_my_commands(scope, code)
    except TelegramError as error:
        _LOG.warning("a menu was not deleted", error=type(error).__name__)


async def stats(update: Update, context: Context) -> None:
    """/stats: what people ask, and whether it helps."""
    services, voice = context.services, await _voice(update, context)
    if services.listening is None:
        await _reply(update, _lines(voice, voice.say(NO_STORE)))
        return
    await _reply(update, _numbers(await services.listening.statistics(), services, voice))


async def unanswered(update: Update, context: Context) -> None:
    """/unanswered: the questions that people sent, one at a time."""
    voice = await _voice(update, context)
    if (listening := context.services.listening) is None:
        await _reply(update, _lines(voice, voice.say(NO_STORE)))
        return
    await _reply(update, await _waiting(await listening.unanswered(), 0, context.services, voice))


async def reload(update: Update, context: Context) -> None:
    """/reload: take the base as it stands in its folder now, if it is sound."""
    voice = await _voice(update, context)
    if (moderation := context.services.moderation) is None:
        return
    errors = await moderation.reload()
    if errors:
        await _reply(update, _problems(voice, voice.say("The base in the folder was not taken:"), errors))
        return
    number = len(context.services.library.base.questions)
    said = voice.say_number("In use: %(number)s question.", "In use: %(number)s questions.", number)
    await _reply(update, _lines(voice, said))


async def check(update: Update, context: Context) -> None:
    """/check: what the check finds in the folder of the base."""
    voice = await _voice(update, context)
    if (moderation := context.services.moderation) is not None:
        problems = await moderation.check()
        await _reply(update, _problems(voice, summary(problems), problems))


async def review(update: Update, context: Context, action: Review) -> None:
    """Turn to another question, or deal with this one. Whoever calls this has asked who presses."""
    query, services = update.callback_query, context.services
    if query is None or services.listening is None:
        return
    if action.step != "look":
        outcome: Outcome = action.step
        await services.listening.deal_with(action.id, outcome)
    waiting = await services.listening.unanswered()
    await show(query, await _waiting(waiting, action.page, services, services.voices[action.language]))


async def _waiting(questions: Sequence[UnansweredQuestion], page: int, services: Services, voice: Voice) -> Card:
    """One of the questions that wait, what is near to it, and what can become of it."""
    if not questions:
        return _lines(voice, voice.say(NONE_WAITING))
    page = min(page, len(questions) - 1)
    question, language, library = questions[page], voice.language, services.library
    number = voice.say("Question %(number)s of %(all)s", number=page + 1, all=len(questions))
    explanation = await services.thinking.explain(library, question.text, language)
    nearest = explanation.candidates[:SHOWN_NEAREST]
    blocks = [
        Block((bold(number),)),
        Block((italic(question.text),)),
        Block((plain(f"{_named(question.language)} · {format_partial_date(question.day, language)}"),)),
    ]
    if nearest:
        titles = [plain(f"• {library.cards.title(each.ref, language)}") for each in nearest]
        blocks.append(Block(tuple(titles), heading=voice.say("What the base has near it"), tight=True))
    turning: tuple[Row, ...] = ()
    if (count := len(questions)) > 1:
        turning = (
            (
                Button("‹", Review("look", language, (page - 1) % count)),
                Button("›", Review("look", language, (page + 1) % count)),
            ),
        )
    dealing = (
        Button(voice.say("Done"), Review("done", language, page, question.id)),
        Button(voice.say("Not ours"), Review("not-ours", language, page, question.id)),
    )
    return Card(language, tuple(blocks), rows=(*turning, dealing))


def _numbers(counted: Statistics, services: Services, voice: Voice) -> Card:
    """The statistics as a card. Questions are told apart in four ways, so that their sum is known to each of them."""
    base, cards, language = services.library.base, services.library.cards, voice.language
    title = voice.say_number("The last %(number)s day", "The last %(number)s days", DAYS)
    if not (counted.days or counted.entries or counted.dealt):
        return _lines(voice, voice.say("Nothing was counted in the last %(number)s days.", number=DAYS))
    topics = {topic.id: topic.title[language] for topic in base.topics}
    blocks = [Block((bold(title),))]

    def add(heading: str, rows: Mapping[str, int]) -> None:
        shown = shown_parts(tuple(rows.values()))
        lines = [f"{label}: {number}" for label, number in zip(rows, shown, strict=True)] if shown else []
        if rows:
            blocks.append(Block(tuple(map(plain, lines or [voice.say(TOO_FEW)])), heading=heading, tight=True))

    days = list(counted.days.items())[:SHOWN_DAYS]
    add(voice.say("Questions by day"), {format_partial_date(day, language): number for day, number in days})
    add(
        voice.say("By decision"),
        {voice.say(DECISIONS.get(each, each)): number for each, number in counted.decisions.items()},
    )
    add(voice.say("By language"), {_named(each): number for each, number in counted.languages.items()})
    add(voice.say("By topic"), {topics.get(each, each): number for each, number in counted.topics.items()})
    verdicts: list[Paragraph] = []
    for payload, (yes, no) in list(counted.entries.items())[:SHOWN_ENTRIES]:
        named = Ref.from_payload(payload)
        ref = base.resolve(named) if named else None
        name = cards.title(ref, language) if ref else payload
        verdicts.append(plain(f"{name}: 👍 {shown_number(yes)} · 👎 {shown_number(no)}"))
    if verdicts:
        blocks.append(Block(tuple(verdicts), heading=voice.say("Did it help?"), tight=True))
    dealt = tuple(
        plain(f"{voice.say(OUTCOMES.get(each, each))}: {shown_number(number)}")
        for each, number in counted.dealt.items()
    )
    if dealt:
        blocks.append(Block(dealt, heading=voice.say("Questions dealt with"), tight=True))
    return Card(language, tuple(blocks))


def _problems(voice: Voice, heading: str, problems: Sequence[Problem]) -> Card:
    lines = [plain(str(problem)) for problem in problems[:SHOWN_PROBLEMS]]
    if len(problems) > SHOWN_PROBLEMS:
        more = len(problems) - SHOWN_PROBLEMS
        lines.append(plain(voice.say_number("and %(number)s more", "and %(number)s more", more)))
    return Card(voice.language, (Block((bold(heading),)), *([Block(tuple(lines))] if lines else [])))


def _named(language: str) -> str:
    return LANGUAGE_NAMES[language] if is_language(language) else language


def _lines(voice: Voice, text: str) -> Card:
    return Card(voice.language, (Block((plain(text),)),))


async def _voice(update: Update, context: Context) -> Voice:
    return context.services.voices[await speech.spoken(update, context.services)]


async def _reply(update: Update, card: Card) -> None:
    if update.effective_message is not None:
        await reply(update.effective_message, card)
