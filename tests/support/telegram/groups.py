"""Groups, with topics if they are forums, and chats of others in which the bot is no member."""

from .formatted import FormattedText
from .model import Chat, User
from .server import TelegramServer
from .shown import ShownMessage
from .window import Window

FOUNDER = User(4_000_000_001, "Founder")


class Group:
    """A supergroup in which the bot is a member and reads everything; persons write to it with `group=`."""

    is_member = True
    """Whether the bot is a member, and so hears what is said."""

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
        if self.is_member:
            world.chats[self.chat.id] = self.chat

    @property
    def id(self) -> int:
        """The chat id, which is negative."""
        return self.chat.id

    def add_topic(self, name: str) -> int:
        """Open a topic of a forum; its message_thread_id, which is the number of the message that opened it."""
        if not self.chat.is_forum:
            raise ValueError("only a forum has topics")
        opened = {"forum_topic_created": {"name": name, "icon_color": 7322096}}
        thread_id = self.chat.add(FOUNDER, FormattedText(), service=opened).id
        self.chat.topics[thread_id] = name
        return thread_id

    @property
    def screen(self) -> list[ShownMessage]:
        """The bot's messages that are in the group now, the oldest first."""
        return self.window.screen

    async def sees(self, n: int = 1, timeout: float = 5) -> ShownMessage:  # noqa: ASYNC109
        """Wait for n further messages or edits by the bot; see `Window.sees`."""
        return await self.window.sees(n, timeout)


class Elsewhere(Group):
    """A chat in which the bot is no member: it hears only what mentions it, or replies to it, as its guest.

    With `private` it is a chat between two people.
    """

    is_member = False

    def __init__(
        self, server: TelegramServer, title: str = "Elsewhere", *, forum: bool = False, private: bool = False
    ) -> None:
        super().__init__(server, title, forum=forum)
        if private:
            self.chat.id, self.chat.type = next(server.world.person_ids), "private"
            self.chat.title, self.chat.first_name = None, title
