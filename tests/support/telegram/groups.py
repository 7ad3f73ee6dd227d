"""Groups, with topics if they are forums."""

from .model import Chat
from .server import TelegramServer
from .shown import ShownMessage
from .window import Window


class Group:
    """A supergroup in which the bot is a member and reads everything; persons write to it with `group=`."""

    def __init__(
        self,
        server: TelegramServer,
        title: str = "Group",
        *,
        username: str | None = None,
        forum: bool = False,
    ) -> None:
        world = server.world
        group_id = -1_000_000_000_000 - next(world.group_ids)
        self.chat = Chat(group_id, "supergroup", title=title, username=username, is_forum=forum)
        self.window = Window(world, self.chat)
        world.chats[self.chat.id] = self.chat

    @property
    def id(self) -> int:
        """The chat id, which is negative."""
        return self.chat.id

    def add_topic(self, name: str) -> int:
        """Open a topic of a forum; its message_thread_id."""
        if not self.chat.is_forum:
            raise ValueError("only a forum has topics")
        thread_id = self.chat.next_message_id()
        self.chat.topics[thread_id] = name
        return thread_id

    @property
    def screen(self) -> list[ShownMessage]:
        """The bot's messages that are in the group now, the oldest first."""
        return self.window.screen

    async def sees(self, n: int = 1, timeout: float = 5) -> ShownMessage:  # noqa: ASYNC109
        """Wait for n further messages or edits by the bot; see `Window.sees`."""
        return await self.window.sees(n, timeout)
