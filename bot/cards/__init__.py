"""Entry + language -> card, and card -> text."""

from bot.cards.build import CardMaker, contacts_block
from bot.cards.card import (
    Action,
    Block,
    Button,
    Card,
    ChooseLanguage,
    MakePoster,
    Paragraph,
    Row,
    ShowEntry,
    ShowTopics,
    Span,
    bold,
    italic,
    plain,
)
from bot.cards.render import MAX_LENGTH, html_pages, plain_text, visible_length

__all__ = [
    "MAX_LENGTH",
    "Action",
    "Block",
    "Button",
    "Card",
    "CardMaker",
    "ChooseLanguage",
    "MakePoster",
    "Paragraph",
    "Row",
    "ShowEntry",
    "ShowTopics",
    "Span",
    "bold",
    "contacts_block",
    "html_pages",
    "italic",
    "plain",
    "plain_text",
    "visible_length",
]
