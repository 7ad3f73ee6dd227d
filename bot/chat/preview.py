"""Cards in the terminal, one below the other, for whoever is writing them."""

from collections.abc import Iterable
from itertools import chain

from rich.console import Console
from rich.rule import Rule
from rich.text import Text

from bot.cards import Card, html_pages
from bot.chat.drawing import draw
from bot.locale import LANGUAGE_NAMES


def print_cards(cards: Iterable[Card], console: Console) -> None:
    """Print every page of the cards, and what their buttons are called."""
    for card in cards:
        name = card.ref.payload if card.ref else ""
        console.print(Rule(Text(f"{name} · {LANGUAGE_NAMES[card.language]}"), style="dim"))
        pages = html_pages(card)
        for number, page in enumerate(pages, 1):
            console.print(draw(page))
            if number < len(pages):
                console.print(Text(f"\n— {number}/{len(pages)} —\n", "dim"))
        console.print()
        for row in chain(*card.lists, card.rows):
            console.print(Text("  ".join(f"[ {button.label} ]" for button in row), "dim"))
        console.print()
