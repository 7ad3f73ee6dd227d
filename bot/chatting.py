"""Starts the bot as a chat in the terminal."""

from functools import partial
from typing import Final

from bot.chat import Chat, terminal
from bot.running import keeping_up, open_services
from bot.settings import Settings
from bot.understanding import Understanding

BAR: Final = 30
"""How long the bar of progress is, in characters."""


async def run_chat(settings: Settings, language_code: str | None) -> None:
    """Chat in the terminal until the person leaves."""
    async with open_services(settings) as (services, _), keeping_up(settings, services) as understanding:
        await Chat(services, terminal(), language_code=language_code, status=partial(_status, understanding)).run()


def _status(understanding: Understanding) -> str:
    """A line about what is being learnt; empty if nothing is."""
    if understanding.progress is None:
        return ""
    done, total = understanding.progress
    filled = BAR * done // max(total, 1)
    return f"learning what phrasings mean  {'█' * filled}{'░' * (BAR - filled)}  {done}/{total}"
