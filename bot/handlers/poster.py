"""Posters: an entry as a photo for chats, or as a PDF for printing, with all its words beside it."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any, Final

from telegram import (
    Bot,
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    InputMediaPhoto,
    Message,
)
from telegram.constants import ChatAction
from telegram.error import BadRequest, TelegramError

from bot.cards import Block, Card, MakePoster, bold, html_pages, plain
from bot.cards.actions import Form, encode
from bot.handlers.context import Services
from bot.handlers.screen import screen, thread_of
from bot.knowledge import Language, Ref
from bot.locale import Voice
from bot.posters import Poster, PostersBusyError, poster_of

_FORGOTTEN: Final = ("wrong file", "wrong remote file", "file_id")
"""What Telegram says of a file id that means nothing to it any more."""


async def send_poster(
    query: CallbackQuery, services: Services, ref: Ref, language: Language, form: Form, *, warned: bool
) -> None:
    """Send the poster of an entry into the chat of the button that was pressed.

    Its caution, if it has one, goes before it unless the person was `warned` on the way to the button.
    Nothing if the button stood below a message that was sent in inline mode: its chat is not ours to write to.
    """
    if query.message is None:
        return
    voice = services.voices[language]
    poster = poster_of(services.library.cards, ref, language, services.links.to(ref))
    sender = _Sender(query, services, poster, form, voice)
    if poster.caution is not None and not warned:
        block = Block((plain(poster.caution),), heading=voice.say("⚠️ Before you share this"))
        await sender.text(screen(Card(language, (block,))).text)
    await sender.send()


class _Sender:
    """Sends one poster into one place."""

    def __init__(self, query: CallbackQuery, services: Services, poster: Poster, form: Form, voice: Voice) -> None:
        message = query.message
        assert message is not None  # noqa: S101 - the caller has looked
        self._bot: Bot = query.get_bot()
        thread = thread_of(message if isinstance(message, Message) else None)
        self._place: dict[str, Any] = {"chat_id": message.chat.id, "message_thread_id": thread}
        self._services, self._poster, self._form, self._voice = services, poster, form, voice

    async def send(self) -> None:
        """Send its files: by their ids if Telegram has them, else drawn and uploaded."""
        uploaded = self._services.memory.uploaded
        key = (self._poster.key, self._form)
        known = uploaded.get(key)
        if known is not None:
            try:
                await self._send_files(known)
                return
            except BadRequest as error:
                if not any(words in error.message.lower() for words in _FORGOTTEN):
                    raise
                uploaded.pop(key)
        with suppress(TelegramError):  # only a sign that something comes
            action = ChatAction.UPLOAD_PHOTO if self._form == "photo" else ChatAction.UPLOAD_DOCUMENT
            await self._bot.send_chat_action(action=action, **self._place)
        try:
            drawn = await self._services.posters.drawn(self._poster)
        except PostersBusyError:
            await self.text(
                self._voice.say("Many posters are being made just now. Please press the button again in a minute.")
            )
            return
        files = drawn.photos if self._form == "photo" else (drawn.pdf,)
        uploaded[key] = await self._send_files(files)

    async def text(self, html: str, markup: InlineKeyboardMarkup | None = None) -> None:
        """Send a text."""
        await self._bot.send_message(text=html, reply_markup=markup, **self._place)

    async def _send_files(self, files: Sequence[bytes | str]) -> tuple[str, ...]:
        """Send the files, each as bytes or by its id, and the words; the ids that they have with Telegram."""
        if self._form == "pdf":
            return await self._send_pdf(files[0])
        first, *rest = self._poster.captions
        button = self._print_button()
        if len(files) == 1:
            message = await self._bot.send_photo(
                photo=files[0], caption=first, reply_markup=None if rest else button, **self._place
            )
            messages: Sequence[Message] = (message,)
        else:
            pages = [InputMediaPhoto(file, caption=first if not index else None) for index, file in enumerate(files)]
            messages = await self._bot.send_media_group(media=pages, **self._place)
            if not rest:  # several photos together cannot have a button
                rest = [self._voice.say("This poster can be printed.")]
        for index, words in enumerate(rest, start=1):
            await self.text(words, button if index == len(rest) else None)
        return tuple(message.photo[-1].file_id for message in messages)

    async def _send_pdf(self, file: bytes | str) -> tuple[str, ...]:
        """Send the PDF. Its text can be read as text, so that its title is enough beside it."""
        document = file if isinstance(file, str) else InputFile(file, filename=f"{self._poster.filename}.pdf")
        title = html_pages(Card(self._poster.text.language, (Block((bold(self._poster.text.title),)),)))[0]
        message = await self._bot.send_document(document=document, caption=title, **self._place)
        return (message.document.file_id,) if message.document else ()

    def _print_button(self) -> InlineKeyboardMarkup:
        action = MakePoster(
            self._poster.ref, self._poster.text.language, "pdf", warned=True
        )  # just now, at the latest
        label = self._voice.say("For printing: A4, PDF")
        return InlineKeyboardMarkup([[InlineKeyboardButton(label, callback_data=encode(action))]])
