"""The same bot as a chat in the terminal."""

from bot.chat.chat import Chat, terminal

__all__ = ["Chat", "terminal"]
