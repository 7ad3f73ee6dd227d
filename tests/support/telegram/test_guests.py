"""Messages that stand in chats of others, sent inline or by the bot as a guest, behave as Telegram's."""

import pytest
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
)
from telegram.error import BadRequest

from .groups import Elsewhere, Group
from .people import Person
from .raw import refusal
from .server import TelegramServer

pytest_plugins = ["tests.support.telegram.fixtures"]

YES = InlineKeyboardMarkup([[InlineKeyboardButton("Yes", callback_data="yes")]])
ARTICLE = InlineQueryResultArticle("1", "Title", InputTextMessageContent("Text"), reply_markup=YES)


@pytest.mark.parametrize("private", [False, True])
async def test_a_guest_hears_what_mentions_it_and_no_more(
    server: TelegramServer, bot: Bot, aizhan: Person, private: bool
) -> None:
    chat = Elsewhere(server, "Friends", private=private)
    await aizhan.says("hello all", group=chat)
    asked = await aizhan.says("@Tests_Bot hello?", group=chat)
    (update,) = await bot.get_updates()
    assert update.message is None
    assert update.guest_message is not None
    assert update.guest_message.text == "@Tests_Bot hello?"
    assert update.guest_message.chat.type == ("private" if private else "supergroup")
    assert update.guest_message.guest_query_id is not None
    with pytest.raises(BadRequest, match="hat not found"):
        await bot.send_message(chat.id, "I am no member")
    sent = await bot.answer_guest_query(update.guest_message.guest_query_id, ARTICLE)
    answer = await chat.sees()
    assert (answer.text, answer.reply_to) == ("Text", asked.id)
    with pytest.raises(BadRequest, match="uery is too old"):
        await bot.answer_guest_query(update.guest_message.guest_query_id, ARTICLE)
    await bot.edit_message_text("Other", inline_message_id=sent.inline_message_id)
    assert (await chat.sees()).text == "Other"
    await aizhan.says("go on", group=chat, reply_to=answer)
    *_, update = await bot.get_updates()
    assert update.guest_message is not None


async def test_a_guest_answers_in_the_topic(server: TelegramServer, bot: Bot, aizhan: Person) -> None:
    chat = Elsewhere(server, "Forum", forum=True)
    topic = chat.add_topic("Rights")
    await aizhan.says("@tests_bot hello?", group=chat, thread_id=topic)
    (update,) = await bot.get_updates()
    assert update.guest_message is not None
    await bot.answer_guest_query(str(update.guest_message.guest_query_id), ARTICLE)
    assert (await chat.sees()).thread_id == topic


async def test_a_guest_query_that_there_is_not(server: TelegramServer, bot: Bot) -> None:
    with pytest.raises(BadRequest, match="uery is too old"):
        await bot.answer_guest_query("1", ARTICLE)
    assert "can't parse" in await refusal(server, "answerGuestQuery", guest_query_id="1")


async def test_the_bot_says_that_it_can_be_a_guest(bot: Bot) -> None:
    assert (await bot.get_me()).supports_guest_queries


async def test_a_result_that_is_chosen_becomes_a_message_of_the_person(
    server: TelegramServer, bot: Bot, aizhan: Person
) -> None:
    group, elsewhere = Group(server, "Rights"), Elsewhere(server, "Friends")
    query = await aizhan.types_inline("text")
    await bot.answer_inline_query(query.id, [ARTICLE])
    (result,) = (await query.answered()).results
    await aizhan.chooses(result, elsewhere)
    await aizhan.chooses(result, group)
    _, message = await bot.get_updates()
    assert message.message is not None
    assert message.message.from_user is not None
    assert (message.message.from_user.id, message.message.via_bot) == (aizhan.id, bot.bot)
    await aizhan.presses("Yes", group=elsewhere)
    *_, press = await bot.get_updates()
    assert press.callback_query is not None
    assert (press.callback_query.message, press.callback_query.data) == (None, "yes")
    inline_id = press.callback_query.inline_message_id
    await bot.edit_message_text("Edited", inline_message_id=inline_id)
    assert [shown.text for shown in elsewhere.screen] == ["Edited"]
    assert [shown.text for shown in group.screen] == ["Text"]
    with pytest.raises(BadRequest, match="essage is not modified"):
        await bot.edit_message_text("Edited", inline_message_id=inline_id)
    with pytest.raises(BadRequest, match=r"(?i)message_id_invalid"):
        await bot.edit_message_text("Edited", inline_message_id="inline-99")


@pytest.mark.parametrize(("offset", "parameter"), [("a" * 65, "ask"), ("", "a b"), ("", "a" * 65)])
async def test_unsound_answers_to_an_inline_query(bot: Bot, aizhan: Person, offset: str, parameter: str) -> None:
    query = await aizhan.types_inline("text")
    button = InlineQueryResultsButton("Open", start_parameter=parameter)
    with pytest.raises(BadRequest, match=r"(?i)invalid"):
        await bot.answer_inline_query(query.id, [], next_offset=offset or None, button=button)


async def test_what_is_written_in_a_topic_looks_like_a_reply_to_its_beginning(
    server: TelegramServer, bot: Bot, aizhan: Person
) -> None:
    group = Group(server, "Forum", forum=True)
    topic = group.add_topic("Rights")
    await aizhan.says("hello", group=group, thread_id=topic)
    (update,) = await bot.get_updates()
    assert update.message is not None
    assert update.message.reply_to_message is not None
    assert update.message.reply_to_message.forum_topic_created is not None
    assert update.message.reply_to_message.message_id == topic


async def test_who_joins_a_group_is_announced(server: TelegramServer, bot: Bot, aizhan: Person) -> None:
    await aizhan.joins(Group(server, "Rights"))
    (update,) = await bot.get_updates()
    assert update.message is not None
    assert [user.id for user in update.message.new_chat_members] == [aizhan.id]
    assert update.message.text is None
