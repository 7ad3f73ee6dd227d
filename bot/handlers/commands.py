"""The one table of commands: menus, help, handlers and documentation are made from it."""

from dataclasses import dataclass
from typing import Final

from bot.locale import N_


@dataclass(frozen=True, slots=True)
class Command:
    """A command as people see it: `/name` and what it does, as a message to translate."""

    name: str
    description: str
    in_groups: bool = False
    """Whether it stands in the menu of groups."""


COMMANDS: Final = (
    Command("start", N_("greeting and examples")),
    Command("ask", N_("ask a question: /ask and your words"), in_groups=True),
    Command("topics", N_("all topics with their questions and recommendations"), in_groups=True),
    Command("language", N_("Қазақша · Русский · English")),
    Command("help", N_("how to ask"), in_groups=True),
    Command("privacy", N_("what is kept about you")),
    Command("safety", N_("how to ask safely")),
    Command("forget", N_("delete what I remember of you")),
    Command("about", N_("who makes this, and from what")),
)

MODERATOR_COMMANDS: Final = (
    Command("stats", N_("questions in numbers")),
    Command("unanswered", N_("questions that people sent")),
    Command("reload", N_("take the changed base now")),
    Command("check", N_("is the base sound?")),
)
"""Only for those who look after the base: they alone see them in their menu, and to others they do not exist."""

DESCRIPTION: Final = N_(
    "Ask about your rights in Kazakhstan: assembly, religion, detention and more. Answers in Kazakh, Russian and"
    " English, with sources. Information, not legal advice."
)
"""What an empty chat shows (at most 512 characters)."""

SHORT_DESCRIPTION: Final = N_("Your rights in Kazakhstan: answers with sources, in three languages.")
"""What the bot's profile shows (at most 120 characters)."""
