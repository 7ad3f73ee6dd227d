"""All that the server knows: the bot, users, chats, updates, queries and the bot's profile."""

from itertools import count

from .bell import Bell
from .errors import ApiError, bad_request
from .model import Chat, Message, User
from .parameters import Parameters
from .profile import Profile
from .queries import Queries
from .updates import UpdateQueue
from .webhooks import Deliveries


class World:
    """The state behind one bot's token. A chat is known to the bot only once it is among `chats`.

    `inline_messages` are those that it can edit by their inline id; `summons` the messages that called it as a guest,
    by their query.
    """

    def __init__(self, bot: User) -> None:
        self.bot = bot
        self.bell = Bell()
        self.users: dict[int, User] = {}
        self.chats: dict[int, Chat] = {}
        self.blocked_by: set[int] = set()
        self.inline_messages: dict[str, Message] = {}
        self.summons: dict[str, Message] = {}
        self.updates = UpdateQueue(self.bell)
        self.queries = Queries(self.bell)
        self.profile = Profile(names={"": bot.first_name})
        self.deliveries = Deliveries(self.profile, self.updates, self.bell)
        self.person_ids = count(5_000_000_001)
        self.group_ids = count(1_000_000_001)

    def chat(self, parameters: Parameters) -> Chat:
        """The chat that `chat_id` names, by number or @username; refused if the bot does not know it."""
        wanted = parameters.get("chat_id", "")
        if wanted == "":
            raise bad_request("chat_id is empty")
        if isinstance(wanted, int) and wanted in self.chats:  # what is asked for thousands of times
            return self.chats[wanted]
        for chat in self.chats.values():
            if str(chat.id) == str(wanted) or (chat.type != "private" and f"@{chat.username}" == wanted):
                return chat
        raise bad_request("chat not found")

    def open_chat(self, parameters: Parameters) -> Chat:
        """The chat that `chat_id` names, if the bot may write to it; refused with 403 if it was blocked."""
        chat = self.chat(parameters)
        if chat.type == "private" and chat.id in self.blocked_by:
            raise ApiError(403, "Forbidden: bot was blocked by the user")
        return chat

    def own_message(self, parameters: Parameters) -> Message:
        """The bot's message that is to be edited, named by its inline id or by chat and number; else refused."""
        if inline_id := parameters.text("inline_message_id"):
            if inline_id not in self.inline_messages:
                raise bad_request("MESSAGE_ID_INVALID")
            return self.inline_messages[inline_id]
        message = self.chat(parameters).messages.get(parameters.integer("message_id"))
        if message is None:
            raise bad_request("message to edit not found")
        if message.sender != self.bot:
            raise bad_request("message can't be edited")
        return message

    def send_inline(self, message: Message) -> str:
        """Let the bot edit a message that stands in a chat of others; its inline id."""
        message.inline_id = f"inline-{len(self.inline_messages) + 1}"
        self.inline_messages[message.inline_id] = message
        return message.inline_id

    async def show(self, message: Message) -> None:
        """Let the people in the chat see what the bot has just sent or edited."""
        message.chat.shown.append(message.shown())
        await self.bell.ring()
