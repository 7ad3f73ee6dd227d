"""Messages are sent, edited, deleted and refused as by Telegram."""

import re

import pytest
from telegram import (
    Bot,
    CopyTextButton,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    ReplyParameters,
)
from telegram.error import BadRequest, Forbidden

from .people import Person
from .raw import refusal
from .server import TelegramServer

pytest_plugins = ["tests.support.telegram.fixtures"]

YES_NO = InlineKeyboardMarkup(
    [[InlineKeyboardButton("Yes", callback_data="yes"), InlineKeyboardButton("No", callback_data="no")]]
)


async def test_the_screen(bot: Bot, aizhan: Person) -> None:
    sent = await bot.send_message(aizhan.id, "Question?", reply_markup=YES_NO)
    seen = await aizhan.sees()
    assert (seen.message_id, seen.text, seen.edited) == (sent.message_id, "Question?", False)
    assert [[(b.text, b.data) for b in row] for row in seen.buttons] == [[("Yes", "yes"), ("No", "no")]]
    assert sent.reply_markup == YES_NO
    await bot.edit_message_text("Answer", aizhan.id, sent.message_id)
    seen = await aizhan.sees()
    assert (seen.text, seen.edited, seen.buttons) == ("Answer", True, ())
    await bot.delete_message(aizhan.id, sent.message_id)
    assert aizhan.screen == []


async def test_looking_takes_as_many_as_asked_for(bot: Bot, aizhan: Person) -> None:
    for text in ("one", "two", "three"):
        await bot.send_message(aizhan.id, text)
    assert (await aizhan.sees(2)).text == "two"
    assert (await aizhan.sees()).text == "three"
    with pytest.raises(TimeoutError, match=re.escape("0 further messages, not 1")):
        await aizhan.sees(timeout=0.01)


async def test_not_modified(server: TelegramServer, bot: Bot, aizhan: Person) -> None:
    sent = await bot.send_message(aizhan.id, "<b>a</b>", parse_mode="HTML", reply_markup=YES_NO)
    same = {"text": "<b>a</b>", "parse_mode": "HTML", "reply_markup": YES_NO.to_dict()}
    place = {"chat_id": aizhan.id, "message_id": sent.message_id}
    assert await refusal(server, "editMessageText", **place, **same) == (
        "Bad Request: message is not modified: specified new message content and reply markup are exactly "
        "the same as a current content and reply markup of the message"
    )
    with pytest.raises(BadRequest, match="essage is not modified"):
        await bot.edit_message_reply_markup(aizhan.id, sent.message_id, reply_markup=YES_NO)
    await bot.edit_message_text("a", aizhan.id, sent.message_id, reply_markup=YES_NO)
    await bot.edit_message_reply_markup(aizhan.id, sent.message_id)
    assert aizhan.screen[0].buttons == ()


async def test_what_cannot_be_edited_or_deleted(bot: Bot, aizhan: Person) -> None:
    with pytest.raises(BadRequest, match="essage to edit not found"):
        await bot.edit_message_text("a", aizhan.id, 999)
    with pytest.raises(BadRequest, match="essage to delete not found"):
        await bot.delete_message(aizhan.id, 999)
    theirs = await aizhan.says("mine")
    with pytest.raises(BadRequest, match="essage can't be edited"):
        await bot.edit_message_text("a", aizhan.id, theirs.id)


async def test_replies(bot: Bot, aizhan: Person) -> None:
    question = await aizhan.says("?")
    await bot.send_message(aizhan.id, "!", reply_to_message_id=question.id)
    assert aizhan.screen[0].reply_to == question.id
    with pytest.raises(BadRequest, match="essage to be replied not found"):
        await bot.send_message(aizhan.id, "!", reply_to_message_id=999)
    lenient = ReplyParameters(999, allow_sending_without_reply=True)
    assert (await bot.send_message(aizhan.id, "!", reply_parameters=lenient)).reply_to_message is None


async def test_strangers_and_who_blocked_the_bot(server: TelegramServer, bot: Bot, aizhan: Person) -> None:
    stranger = Person(server)
    with pytest.raises(BadRequest, match="hat not found"):
        await bot.send_message(stranger.id, "hello")
    await aizhan.blocks_bot()
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(aizhan.id, "hello")
    with pytest.raises(Forbidden):
        await bot.send_chat_action(aizhan.id, "typing")
    await aizhan.unblocks_bot()
    await bot.send_message(aizhan.id, "hello")
    statuses = [u.my_chat_member.new_chat_member.status for u in await bot.get_updates() if u.my_chat_member]
    assert statuses == ["kicked", "member"]


@pytest.mark.parametrize(
    ("button", "reason"),
    [
        (InlineKeyboardButton("a", callback_data="қ" * 33), "utton_data_invalid"),
        (InlineKeyboardButton("a", url="nowhere"), "URL 'nowhere' is invalid"),
        (InlineKeyboardButton("a", copy_text=CopyTextButton("a" * 257)), "utton_copy_text_invalid"),
        (InlineKeyboardButton("a"), "Text buttons are unallowed"),
    ],
)
async def test_unsound_buttons(bot: Bot, aizhan: Person, button: InlineKeyboardButton, reason: str) -> None:
    with pytest.raises(BadRequest, match=f"(?i){reason}"):
        await bot.send_message(aizhan.id, "a", reply_markup=InlineKeyboardMarkup([[button]]))


async def test_other_keyboards_only_when_sending(server: TelegramServer, bot: Bot, aizhan: Person) -> None:
    sent = await bot.send_message(aizhan.id, "a", reply_markup=ForceReply())
    assert sent.reply_markup is None
    edit = {"chat_id": aizhan.id, "message_id": sent.message_id, "text": "b"}
    reason = await refusal(server, "editMessageText", **edit, reply_markup={"force_reply": True})
    assert reason == "Bad Request: inline keyboard expected"


async def test_an_album_is_several_messages_and_its_files_can_be_sent_again(
    server: TelegramServer, bot: Bot, aizhan: Person
) -> None:
    pages = [InputMediaPhoto(b"one", caption="<b>Words</b>", parse_mode="HTML"), InputMediaPhoto(b"two")]
    sent = await bot.send_media_group(aizhan.id, pages)
    first, second = await aizhan.sees(), await aizhan.sees()
    assert (first.media, first.text, first.styled("bold")) == ("photo", "Words", ["Words"])
    assert (second.media, second.text) == ("photo", "")
    assert len({message.media_group_id for message in sent}) == 1
    ids = [message.photo[-1].file_id for message in sent]
    again = await bot.send_media_group(aizhan.id, [InputMediaPhoto(id_) for id_ in ids])
    assert [message.photo[-1].file_id for message in again] == ids
    item = {"type": "photo", "media": "attach://nothing"}
    assert await refusal(server, "sendMediaGroup", chat_id=aizhan.id, media=[item, item]) == (
        "Bad Request: wrong file identifier/HTTP URL specified"
    )
    assert await refusal(server, "sendMediaGroup", chat_id=aizhan.id, media=[item]) == (
        "Bad Request: wrong number of messages in the album"
    )
