"""Every permanent link of the base, for people, spreadsheets and programs (`quqyq links`)."""

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from bot.cards import CardMaker, Links
from bot.knowledge import LANGUAGES, Kind, Language

Format = Literal["text", "csv", "json"]


class UsernameError(Exception):
    """Links cannot be made because the bot's name is not known; the message says what to set."""


@dataclass(frozen=True, slots=True)
class Listed:
    """An entry with its permanent link and its title in each language."""

    kind: Kind
    id: str
    payload: str
    link: str
    title: dict[Language, str]


def list_links(maker: CardMaker, links: Links) -> tuple[Listed, ...]:
    """All topics, in the report's order, each followed by its questions, recommendations and updates."""
    return tuple(
        Listed(
            ref.kind,
            ref.id,
            ref.payload,
            links.to(ref),
            {language: maker.title(ref, language) for language in LANGUAGES},
        )
        for ref in maker.base.entries
    )


def written(listed: Sequence[Listed], output: Format) -> str:
    """The list as text for people, as CSV with a heading, or as a JSON list of objects; it ends with a line's end."""
    match output:
        case "text":
            return "".join(map(_as_text, listed))
        case "csv":
            return _as_csv(listed)
        case "json":
            entries = [{name: getattr(each, name) for name in Listed.__slots__} for each in listed]
            return json.dumps(entries, ensure_ascii=False, indent=1) + "\n"


def _as_text(each: Listed) -> str:
    titles = "".join(f"  {language}  {each.title[language]}\n" for language in LANGUAGES)
    return f"{each.kind} {each.id}\n  {each.link}\n{titles}\n"


def _as_csv(listed: Sequence[Listed]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["kind", "id", "payload", "link", *(f"title_{language}" for language in LANGUAGES)])
    for each in listed:
        titles = [each.title[language] for language in LANGUAGES]
        writer.writerow([each.kind, each.id, each.payload, each.link, *titles])
    return text.getvalue()
