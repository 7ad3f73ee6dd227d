"""Text is parsed, measured and refused as by Telegram."""

import pytest
from telegram import Bot
from telegram.error import BadRequest

from .people import Person
from .raw import refusal
from .server import TelegramServer

pytest_plugins = ["tests.support.telegram.fixtures"]

Place = tuple[str, int, int]
"""An entity's type, offset and length."""


@pytest.mark.parametrize(
    ("html", "text", "entities"),
    [
        ("<b>a</b> &lt;&amp;&gt;&quot;", 'a <&>"', [("bold", 0, 1)]),
        ("&nbsp;&#1178;&#x49B;", "&nbsp;Ққ", []),
        ("😀<i>қ</i>", "😀қ", [("italic", 2, 1)]),
        ("<b>a<u>b</u></b>", "ab", [("bold", 0, 2), ("underline", 1, 1)]),
        ("<strike>a</strike><tg-spoiler>b</tg-spoiler>", "ab", [("strikethrough", 0, 1), ("spoiler", 1, 1)]),
        ('<span class="tg-spoiler">a</span>', "a", [("spoiler", 0, 1)]),
        ("<blockquote>a</blockquote>", "a", [("blockquote", 0, 1)]),
        ("<blockquote expandable>a</blockquote>", "a", [("expandable_blockquote", 0, 1)]),
        ('<tg-emoji emoji-id="5368324170671202286">👍</tg-emoji>', "👍", [("custom_emoji", 0, 2)]),
        ("<b>a </b>  ", "a", [("bold", 0, 1)]),
        ("<b></b>a", "a", []),
        (
            "see https://adilet.zan.kz. /help",
            "see https://adilet.zan.kz. /help",
            [("url", 4, 21), ("bot_command", 27, 5)],
        ),
        ("<code>/help</code>", "/help", [("code", 0, 5)]),
    ],
)
async def test_html(bot: Bot, aizhan: Person, html: str, text: str, entities: list[Place]) -> None:
    message = await bot.send_message(aizhan.id, html, parse_mode="HTML")
    assert message.text == text
    assert [(e.type, e.offset, e.length) for e in message.entities] == entities


async def test_links_and_languages(bot: Bot, aizhan: Person) -> None:
    source = '<a href="https://example.org?a=1&amp;b=2">x</a><pre><code class="language-sh">y</code></pre>'
    message = await bot.send_message(aizhan.id, source, parse_mode="HTML")
    link, code = message.entities
    assert link.url == "https://example.org?a=1&b=2"
    assert (code.type, code.language) == ("pre", "sh")
    (shown,) = aizhan.screen
    assert shown.styled("text_link") == ["x"]


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        ("<p>a</p>", 'Unsupported start tag "p" at byte offset 0'),
        ("қ < 1", 'Unsupported start tag "" at byte offset 3'),
        ("a <", "Unclosed start tag at byte offset 2"),
        ("<!-- a -->", 'Unsupported start tag "!--" at byte offset 0'),
        ("<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        ("<b><i>a</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("<b>a</b", "Unclosed end tag at byte offset 4"),
        ('<a href="x', "Unclosed start tag at byte offset 0"),
        ("<a =x>a</a>", 'Empty attribute name in the tag "a" at byte offset 0'),
        ('<span class="x">a</span>', 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ],
)
async def test_unsound_html(server: TelegramServer, aizhan: Person, html: str, reason: str) -> None:
    call = {"chat_id": aizhan.id, "text": html, "parse_mode": "HTML"}
    assert await refusal(server, "sendMessage", **call) == f"Bad Request: can't parse entities: {reason}"
    assert aizhan.screen == []


@pytest.mark.parametrize("text", ["<b></b>", " \n "])
async def test_empty(bot: Bot, aizhan: Person, text: str) -> None:
    with pytest.raises(BadRequest, match="essage text is empty"):
        await bot.send_message(aizhan.id, text, parse_mode="HTML")


async def test_the_length_counts_after_parsing_in_utf16(bot: Bot, aizhan: Person) -> None:
    await bot.send_message(aizhan.id, "<b>" + "😀" * 2048 + "</b>", parse_mode="HTML")
    with pytest.raises(BadRequest, match="essage is too long"):
        await bot.send_message(aizhan.id, "😀" * 2048 + "a")


async def test_entities_beyond_100_are_dropped(bot: Bot, aizhan: Person) -> None:
    message = await bot.send_message(aizhan.id, "<b>a</b> " * 103, parse_mode="HTML")
    assert len(message.entities) == 100
    assert aizhan.screen[0].dropped_entities == 3


async def test_captions(bot: Bot, aizhan: Person) -> None:
    photo = await bot.send_photo(aizhan.id, b"\x00\r\n\xff--", caption="<i>қ</i>", parse_mode="HTML")
    assert photo.caption == "қ"
    assert [e.type for e in photo.caption_entities] == ["italic"]
    document = await bot.send_document(aizhan.id, b"\x00\r\n\xff--", filename="poster.pdf")
    assert document.document is not None
    assert (document.document.file_name, document.document.file_size) == ("poster.pdf", 6)
    assert [(m.media, m.text) for m in aizhan.screen] == [("photo", "қ"), ("document", "")]
    with pytest.raises(BadRequest, match="essage caption is too long"):
        await bot.send_photo(aizhan.id, "file-id", caption="a" * 1025)
