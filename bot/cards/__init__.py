"""Entry + language -> card, and card -> text."""

from bot.cards.brief import brief_card
from bot.cards.build import CardMaker, contacts_block
from bot.cards.card import (
    Action,
    Block,
    Button,
    Card,
    ChooseLanguage,
    CopyText,
    MakePoster,
    OpenLink,
    Paragraph,
    PickChat,
    Row,
    Share,
    ShowBrief,
    ShowEntry,
    ShowTopics,
    Span,
    Unasked,
    bold,
    italic,
    plain,
)
from bot.cards.links import ASK, Links
from bot.cards.render import MAX_LENGTH, html_pages, plain_text, visible_length
from bot.cards.sharing import share_card

__all__ = [
    "ASK",
    "MAX_LENGTH",
    "Action",
    "Block",
    "Button",
    "Card",
    "CardMaker",
    "ChooseLanguage",
    "CopyText",
    "Links",
    "MakePoster",
    "OpenLink",
    "Paragraph",
    "PickChat",
    "Row",
    "Share",
    "ShowBrief",
    "ShowEntry",
    "ShowTopics",
    "Span",
    "Unasked",
    "bold",
    "brief_card",
    "contacts_block",
    "html_pages",
    "italic",
    "plain",
    "plain_text",
    "share_card",
    "visible_length",
]
