"""What people do reaches the bot as Telegram tells it."""

import pytest
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
)
from telegram.error import BadRequest

from .groups import Group
from .people import Person
from .raw import refusal
from .server import TelegramServer

pytest_plugins = ["tests.support.telegram.fixtures"]

YES_NO = InlineKeyboardMarkup(
    [[InlineKeyboardButton("Yes", callback_data="yes"), InlineKeyboardButton("No", callback_data="no")]]
)


async def test_what_people_send(bot: Bot, aizhan: Person) -> None:
    await aizhan.says("/start news")
    await aizhan.sends_voice()
    await aizhan.sends_photo("caption")
    await aizhan.sends_sticker()
    await aizhan.sends_document(filename="a.pdf")
    messages = [u.message for u in await bot.get_updates() if u.message]
    start, voice, photo, sticker, document = messages
    assert start.from_user is not None
    assert (start.from_user.first_name, start.from_user.language_code) == ("Айжан", "kk")
    assert [(e.type, e.offset, e.length) for e in start.entities] == [("bot_command", 0, 6)]
    assert voice.voice
    assert sticker.sticker
    assert photo.photo
    assert photo.caption == "caption"
    assert document.document
    assert [m.message_id for m in messages] == sorted({m.message_id for m in messages})


async def test_editing(bot: Bot, aizhan: Person) -> None:
    message = await aizhan.says("one")
    await aizhan.edits(message, "two")
    before, after = await bot.get_updates()
    assert before.message is not None
    assert after.edited_message is not None
    assert (before.message.text, after.edited_message.text) == ("one", "two")
    assert after.edited_message.message_id == before.message.message_id


async def test_no_language(server: TelegramServer, bot: Bot) -> None:
    await Person(server, language_code=None).says("hello")
    (update,) = await bot.get_updates()
    assert update.effective_user is not None
    assert update.effective_user.language_code is None


async def test_pressing(server: TelegramServer, bot: Bot, aizhan: Person) -> None:
    await bot.send_message(aizhan.id, "old", reply_markup=YES_NO)
    newest = await bot.send_message(aizhan.id, "new", reply_markup=YES_NO)
    query = await aizhan.presses("No")
    (update,) = await bot.get_updates()
    pressed = update.callback_query
    assert pressed is not None
    assert pressed.message is not None
    assert (pressed.data, pressed.message.message_id) == ("no", newest.message_id)
    await pressed.answer("Saved", show_alert=True)
    answer = await query.answered()
    assert (answer.text, answer.show_alert) == ("Saved", True)
    too_old = "Bad Request: query is too old and response timeout expired or query ID is invalid"
    for query_id in (pressed.id, "12345"):
        assert await refusal(server, "answerCallbackQuery", callback_query_id=query_id) == too_old


async def test_pressing_an_old_button(bot: Bot, aizhan: Person) -> None:
    sent = await bot.send_message(aizhan.id, "a", reply_markup=YES_NO)
    old = await aizhan.sees()
    await bot.edit_message_text("b", aizhan.id, sent.message_id)
    await aizhan.presses(lambda button: button.data == "yes", old)
    await bot.delete_message(aizhan.id, sent.message_id)
    await aizhan.presses("Yes", old)
    edited, deleted = [u.callback_query.message for u in await bot.get_updates() if u.callback_query]
    assert edited is not None
    assert deleted is not None
    assert (edited.is_accessible, deleted.is_accessible) == (True, False)


async def test_pressing_what_is_not_there(bot: Bot, aizhan: Person) -> None:
    link = InlineKeyboardButton("Law", url="https://example.org/")
    await bot.send_message(aizhan.id, "a", reply_markup=InlineKeyboardMarkup([[link]]))
    with pytest.raises(LookupError, match="Law"):
        await aizhan.presses("Yes")
    with pytest.raises(ValueError, match="url"):
        await aizhan.presses("Law")
    assert aizhan.screen[0].all_buttons[0].url == "https://example.org/"


async def test_an_unanswered_press(server: TelegramServer, bot: Bot, aizhan: Person) -> None:
    await bot.send_message(aizhan.id, "a", reply_markup=YES_NO)
    query = await aizhan.presses("Yes")
    with pytest.raises(TimeoutError, match="did not answer this callback_query"):
        await query.answered(timeout=0.01)
    server.world.queries.expire()
    with pytest.raises(BadRequest, match="uery is too old"):
        await bot.answer_callback_query(query.id)


async def test_inline_queries(bot: Bot, aizhan: Person) -> None:
    query = await aizhan.types_inline("protest")
    (update,) = await bot.get_updates()
    assert update.inline_query is not None
    assert (update.inline_query.id, update.inline_query.query) == (query.id, "protest")
    content = InputTextMessageContent("<b>Yes</b>", parse_mode="HTML")
    article = InlineQueryResultArticle("1", "Title", content, description="More", reply_markup=YES_NO)
    with pytest.raises(BadRequest, match=r"(?i)result_id_duplicate"):
        await bot.answer_inline_query(query.id, [article, article])
    await bot.answer_inline_query(query.id, [article], cache_time=0, is_personal=True)
    answer = await query.answered()
    (result,) = answer.results
    assert (result.id, result.title, result.description, result.message.text) == ("1", "Title", "More", "Yes")
    assert [b.text for row in result.buttons for b in row] == ["Yes", "No"]
    assert answer.raw["is_personal"] is True
    unsound = InlineQueryResultArticle("1", "Title", InputTextMessageContent("<b>", parse_mode="HTML"))
    with pytest.raises(BadRequest, match="an't parse entities"):
        await bot.answer_inline_query((await aizhan.types_inline("x")).id, [unsound])


async def test_groups_and_topics(server: TelegramServer, bot: Bot, aizhan: Person) -> None:
    group = Group(server, "Rights", forum=True)
    topic = group.add_topic("Assembly")
    others = Person(server, "Olzhas")
    await aizhan.says("hello", group=group, thread_id=topic)
    await others.says("hi", group=group)
    first, second = [u.message for u in await bot.get_updates() if u.message]
    assert (first.chat.id, first.chat.is_forum) == (group.id, True)
    assert (first.message_thread_id, second.message_thread_id) == (topic, None)
    await bot.send_message(group.id, "Hello all", message_thread_id=topic, reply_markup=YES_NO)
    assert (await group.sees()).thread_id == topic
    await others.presses("Yes", group=group)
    assert aizhan.screen == []
    with pytest.raises(BadRequest, match="essage thread not found"):
        await bot.send_message(group.id, "Hello all", message_thread_id=999)
