"""The people who use the bot."""

import time
from typing import Any

from . import media
from .formatted import FormattedText, finished
from .groups import Group
from .model import Chat, Message, User
from .parameters import Upload
from .queries import Query
from .server import TelegramServer
from .shown import InlineResult, ShownMessage
from .window import Choice, Window


class Person:
    """Somebody with a private chat with the bot, which the bot knows of once they have written to it.

    With `group=` and `thread_id=` they write in a group instead; `Group` shows what the bot writes there.
    """

    def __init__(
        self,
        server: TelegramServer,
        first_name: str = "Somebody",
        *,
        last_name: str | None = None,
        username: str | None = None,
        language_code: str | None = "en",
        person_id: int | None = None,
    ) -> None:
        self._world = server.world
        number = next(self._world.person_ids) if person_id is None else person_id
        self.user = User(number, first_name, last_name, username, language_code)
        self.chat = Chat(number, "private", first_name=first_name, username=username)
        self.window = Window(self._world, self.chat)
        self._world.users[number] = self.user

    @property
    def id(self) -> int:
        """The person's id, which is also that of their private chat with the bot."""
        return self.user.id

    @property
    def first_name(self) -> str:
        """The person's first name."""
        return self.user.first_name

    @property
    def username(self) -> str | None:
        """The person's username without @, if they have one."""
        return self.user.username

    @property
    def language_code(self) -> str | None:
        """The language of the person's Telegram, if it tells."""
        return self.user.language_code

    @property
    def screen(self) -> list[ShownMessage]:
        """The bot's messages that are in the private chat now, the oldest first."""
        return self.window.screen

    async def sees(self, n: int = 1, timeout: float = 5) -> ShownMessage:  # noqa: ASYNC109
        """Wait for n further messages or edits by the bot in the private chat; see `Window.sees`."""
        return await self.window.sees(n, timeout)

    async def says(
        self,
        text: str,
        *,
        group: Group | None = None,
        thread_id: int | None = None,
        reply_to: ShownMessage | None = None,
    ) -> Message:
        """Write a text; the message."""
        return await self._sends(finished(text), {}, group, thread_id, reply_to)

    async def edits(self, message: Message, text: str) -> None:
        """Change the text of a message of one's own."""
        message.content = finished(text)
        message.edit_date = int(time.time())
        await self._world.updates.put("edited_message", message.to_json())

    async def sends_voice(self, seconds: int = 3, *, group: Group | None = None) -> Message:
        """Send a voice message."""
        return await self._sends(FormattedText(), media.voice(seconds), group)

    async def sends_photo(self, caption: str | None = None, *, group: Group | None = None) -> Message:
        """Send a photo, with a caption or without."""
        return await self._sends(finished(caption or ""), media.photo("photo"), group)

    async def sends_sticker(self, emoji: str = "👋", *, group: Group | None = None) -> Message:
        """Send a sticker."""
        return await self._sends(FormattedText(), media.sticker(emoji), group)

    async def sends_document(
        self, caption: str | None = None, *, filename: str = "file.pdf", group: Group | None = None
    ) -> Message:
        """Send a document, with a caption or without."""
        return await self._sends(finished(caption or ""), media.document(Upload(filename, b"content")), group)

    async def presses(
        self, choice: Choice, message: ShownMessage | None = None, *, group: Group | None = None
    ) -> Query:
        """Press an inline button, by its text or a predicate, of the newest message that has it; the query.

        With `message` it is a button of that message as it looked then, even if edited or deleted since.
        """
        window, chat = (group.window, group.chat) if group else (self.window, self.chat)
        place, button = window.find(choice, message)
        if button.data is None:
            raise ValueError(f"the button {button.text!r} does not press: it is a {button.action}")
        query = self._world.queries.open("callback_query")
        current = chat.messages.get(place.message_id)
        where: dict[str, Any] = {"message": {"chat": chat.to_json(), "message_id": place.message_id, "date": 0}}
        if current is not None:
            inline_id = current.inline_id
            where = {"inline_message_id": inline_id} if inline_id else {"message": current.to_json()}
        pressed = {"chat_instance": str(chat.id), "data": button.data}
        await self._world.updates.put(
            "callback_query", {"id": query.id, "from": self.user.to_json(), **where, **pressed}
        )
        return query

    async def chooses(self, result: InlineResult, group: Group) -> Message:
        """Choose one of the results of an inline query, which sends its message to the group; the message."""
        message = group.chat.add(self.user, result.message, markup=result.raw.get("reply_markup"))
        message.via_bot = self._world.bot
        self._world.send_inline(message)
        await self._world.show(message)
        if group.is_member:
            await self._world.updates.put("message", message.to_json())
        return message

    async def joins(self, group: Group) -> Message:
        """Join a group, which everybody in it is told."""
        message = group.chat.add(self.user, FormattedText(), service={"new_chat_members": [self.user.to_json()]})
        await self._world.updates.put("message", message.to_json())
        return message

    async def types_inline(self, text: str, *, offset: str = "", chat_type: str = "sender") -> Query:
        """Type the bot's name and a text in any chat; the inline query."""
        query = self._world.queries.open("inline_query")
        typed = {"query": text, "offset": offset, "chat_type": chat_type}
        await self._world.updates.put("inline_query", {"id": query.id, "from": self.user.to_json(), **typed})
        return query

    async def blocks_bot(self) -> None:
        """Block the bot, so that it can write to this person no more."""
        self._world.blocked_by.add(self.id)
        await self._changes_membership("member", "kicked")

    async def unblocks_bot(self) -> None:
        """Let the bot write again."""
        self._world.blocked_by.discard(self.id)
        await self._changes_membership("kicked", "member")

    async def _changes_membership(self, old: str, new: str) -> None:
        bot = self._world.bot.to_json()

        def member(status: str) -> dict[str, Any]:
            return {"user": bot, "status": status, **({"until_date": 0} if status == "kicked" else {})}

        await self._world.updates.put(
            "my_chat_member",
            {
                "chat": self.chat.to_json(),
                "from": self.user.to_json(),
                "date": int(time.time()),
                "old_chat_member": member(old),
                "new_chat_member": member(new),
            },
        )

    async def _sends(
        self,
        content: FormattedText,
        fields: dict[str, Any],
        group: Group | None,
        thread_id: int | None = None,
        reply_to: ShownMessage | None = None,
    ) -> Message:
        chat = group.chat if group else self.chat
        if not group and self.id in self._world.blocked_by:
            raise RuntimeError("who has blocked the bot cannot write to it")
        if thread_id is not None and thread_id not in chat.topics:
            raise LookupError(f"there is no topic {thread_id}")
        replied = chat.messages.get(reply_to.message_id) if reply_to else None
        message = chat.add(self.user, content, media=fields, reply_to=replied, thread_id=thread_id)
        if group and not group.is_member:
            await self._summons(message)
            return message
        self._world.chats[chat.id] = chat
        await self._world.updates.put("message", message.to_json())
        return message

    async def _summons(self, message: Message) -> None:
        """Let the bot hear, as a guest, what mentions it or replies to it; nothing else."""
        bot = self._world.bot
        if not (
            message.content.mentions(f"@{bot.username}") or (message.reply_to and message.reply_to.sender == bot)
        ):
            return
        query = self._world.queries.open("guest_query")
        self._world.summons[query.id] = message
        await self._world.updates.put("guest_message", {**message.to_json(), "guest_query_id": query.id})
