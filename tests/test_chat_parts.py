"""The parts of the local chat: calls answered on this machine, and messages drawn for a terminal."""

import io
import json

import pytest
from rich.console import Console
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, InputMediaPhoto
from telegram.constants import ParseMode

from bot.cards import html_pages
from bot.chat.drawing import draw
from bot.chat.transport import PERSON, LocalRequest, Shown
from bot.knowledge import LANGUAGES, Language
from tests.support.base import small_library

LAW = '<a href="https://adilet.zan.kz/?a=1&amp;b=2">Law, <b>Article 9</b></a>'


@pytest.fixture
def shown() -> list[Shown]:
    return []


@pytest.fixture
def request_(shown: list[Shown]) -> LocalRequest:
    return LocalRequest("tests_bot", shown.append)


@pytest.fixture
async def bot(request_: LocalRequest) -> Bot:
    bot = Bot("2:local", base_url="http://local/bot", request=request_, get_updates_request=request_)
    await bot.initialize()
    return bot


async def test_the_bot_knows_its_name(bot: Bot) -> None:
    assert (bot.username, bot.bot.is_bot) == ("tests_bot", True)


async def test_a_message_is_shown_with_its_buttons(bot: Bot, shown: list[Shown]) -> None:
    keyboard = InlineKeyboardMarkup(
        [
            [InlineKeyboardButton("A", callback_data="a"), InlineKeyboardButton("B", callback_data="b")],
            [InlineKeyboardButton("Law", url="https://adilet.zan.kz/")],
        ]
    )
    message = await bot.send_message(PERSON, "<b>құқық</b>", parse_mode=ParseMode.HTML, reply_markup=keyboard)
    assert shown == [Shown(1, "<b>құқық</b>", (("A", "a"), ("B", "b"), ("Law <https://adilet.zan.kz/>", "")))]
    assert (message.message_id, message.chat.id, message.chat.type) == (1, PERSON, "private")
    assert message.reply_markup == keyboard


async def test_an_edited_message_keeps_its_number(bot: Bot, request_: LocalRequest, shown: list[Shown]) -> None:
    first = await bot.send_message(PERSON, "one")
    assert request_.next_message_id() == 2  # persons' and the bot's messages share one row of numbers
    third = await bot.send_message(PERSON, "three")
    await bot.edit_message_text("changed", chat_id=PERSON, message_id=first.message_id)
    assert third.message_id == 3
    assert [(message.message_id, message.text) for message in shown] == [(1, "one"), (3, "three"), (1, "changed")]


async def test_what_the_chat_has_no_use_for_is_well_received(bot: Bot, shown: list[Shown]) -> None:
    assert await bot.set_my_commands([("help", "how to ask")])
    assert await bot.answer_callback_query("1")
    assert await bot.send_chat_action(PERSON, "typing")
    assert shown == []


async def test_of_photos_and_documents_the_words_are_shown(bot: Bot, shown: list[Shown]) -> None:
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("A", callback_data="a")]])
    photo = await bot.send_photo(PERSON, b"png", caption="one", reply_markup=keyboard)
    pages = await bot.send_media_group(PERSON, [InputMediaPhoto(b"1", caption="two"), InputMediaPhoto(b"2")])
    pdf = await bot.send_document(PERSON, b"%PDF-", caption="three", filename="poster.pdf")
    assert [message.text for message in shown] == ["🖼 one", "🖼 two", "🖼", "📄 three"]
    assert shown[0].buttons == (("A", "a"),)
    assert all(message.photo for message in (photo, *pages))
    assert pdf.document is not None


async def test_a_call_without_parameters_is_answered(request_: LocalRequest) -> None:
    status, body = await request_.do_request("http://local/bot2:local/getMe", "POST")
    assert (status, json.loads(body)["result"]["username"]) == (200, "tests_bot")
    assert request_.read_timeout is None


def drawn(html: str, *, width: int = 40, terminal: bool = False, write_links_out: bool = False) -> str:
    output = io.StringIO()
    console = Console(
        file=output,
        width=width,
        highlight=False,
        force_terminal=terminal,
        color_system="truecolor" if terminal else None,
    )
    console.print(draw(html, write_links_out=write_links_out))
    return output.getvalue()


def test_markup_becomes_text() -> None:
    assert drawn("<b>Title</b>\n\n<i>1 &lt; 2 &amp; 3</i>") == "Title\n\n1 < 2 & 3\n"
    assert drawn("[bold]not ours[/bold] :smile:") == "[bold]not ours[/bold] :smile:\n"


def test_styles_are_seen_in_a_terminal() -> None:
    assert drawn("a <b>bold</b> word", terminal=True) == "a \x1b[1mbold\x1b[0m word\n"
    assert "\x1b[2;3mslanted\x1b[0m" in drawn("<i>slanted</i>", terminal=True)


def test_links_can_be_clicked_or_are_written_out() -> None:
    assert "https://adilet.zan.kz/?a=1&b=2" in drawn(LAW, terminal=True)
    assert drawn(LAW) == "Law, Article 9\n"
    assert drawn(f"{LAW}.", width=80, write_links_out=True) == "Law, Article 9 <https://adilet.zan.kz/?a=1&b=2>.\n"


def test_a_quotation_has_a_bar_on_its_left() -> None:
    html = "<b>Today</b>\n<blockquote expandable>first second third\n\nlast</blockquote>\n\nafter"
    assert drawn(html, width=14) == "Today\n│ first second\n│ third\n│ \n│ last\n\nafter\n"


def test_two_quotations_one_after_another() -> None:
    html = "<blockquote>one</blockquote>\n\n<b>Head</b>\n<blockquote>two</blockquote>"
    assert drawn(html) == "│ one\n\nHead\n│ two\n"


def test_a_very_narrow_terminal_is_no_error() -> None:
    for width in (1, 2, 3):
        assert drawn(f"<b>x</b>\n<blockquote>{LAW}</blockquote>", width=width)


def test_nothing_is_drawn_of_nothing() -> None:
    assert drawn("").strip() == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_card_can_be_drawn(language: Language) -> None:
    library = small_library()
    for ref in library.base.entries:
        for page in html_pages(library.cards.card(ref, language)):
            text = drawn(page, width=100)
            assert "<b>" not in text
            assert library.cards.title(ref, language) in " ".join(text.split())
