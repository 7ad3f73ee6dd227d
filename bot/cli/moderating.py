"""Commands for those who write the base or pass it on: `new`, `show`, `poster`, `coverage`, `schema`, `check`."""

import sys
from datetime import date
from pathlib import Path
from typing import Annotated, Final, Literal, Optional

import typer
from rich.console import Console

from bot.cards import Card, CardMaker, Links, caution_blocks, plain_text
from bot.check import as_json, as_text, summary
from bot.check import check as check_base
from bot.cli.common import clear_errors, fail, language_of, put, start
from bot.knowledge import LANGUAGES, load_base
from bot.library import today
from bot.locale import load_voices
from bot.moderating.coverage import aligned, coverage, drawn
from bot.moderating.new import new_entry
from bot.moderating.schema import write_schemas
from bot.moderating.show import find
from bot.printing import draw_poster, named, write_poster

FOUND_ERRORS: Final = 1
"""The exit code of a check that found errors."""


def new(
    kind: Annotated[str, typer.Argument(help="question, recommendation, update or topic")],
    id_: Annotated[str, typer.Argument(metavar="ID", help="small letters, digits and hyphens")],
    topic: Annotated[Optional[str], typer.Option(metavar="SLUG", help="to which it belongs")] = None,  # noqa: UP045
) -> None:
    """Write the skeleton of a new entry in its right place, and print that place."""
    with clear_errors():
        put(str(new_entry(start().knowledge_dir, kind, id_, topic)))


def show(
    name: Annotated[str, typer.Argument(metavar="ID", help="an id, or the payload of a link: q_just-detained")],
    language: Annotated[Optional[str], typer.Option(help="kk, ru or en; all three without it")] = None,  # noqa: UP045
) -> None:
    """Print the card of an entry as it will look."""
    with clear_errors():
        settings = start()
        chosen = language_of(language)
        base = load_base(settings.knowledge_dir)
        maker = CardMaker(base, load_voices(), today)
        languages = LANGUAGES if chosen is None else (chosen,)
        cards = [maker.card(ref, each) for ref in find(base, name) for each in languages]
        if sys.stdout.isatty():
            from bot.chat.preview import print_cards  # noqa: PLC0415 - the library takes half a second to import

            print_cards(cards, Console(highlight=False))
        else:
            put("\n\n\n".join(plain_text(card) for card in cards))


def poster(
    name: Annotated[str, typer.Argument(metavar="ENTRY", help="q_just-detained, question:just-detained or an id")],
    output: Annotated[Path, typer.Option(metavar="FILE", help="the file to write; a second photo gets '-2'")],
    language: Annotated[str, typer.Option(help="kk, ru or en")] = "kk",
    form: Annotated[Literal["png", "pdf"], typer.Option("--format", help="photos, or A4 for printing")] = "pdf",
) -> None:
    """Draw the poster of an entry into a file; needs BOT_USERNAME for its link. Its caution is told first."""
    with clear_errors():
        settings = start()
        chosen = language_of(language) or LANGUAGES[0]
        if settings.bot_username is None:
            fail("BOT_USERNAME: set the bot's username; the poster's link and QR code lead to it")
        cards = CardMaker(load_base(settings.knowledge_dir), load_voices(), today)
        ref = named(cards, name)
        if caution := caution_blocks(cards.base, ref, cards.voices[chosen]):
            sys.stderr.write(f"{plain_text(Card(chosen, caution))}\n")
        files = draw_poster(cards, ref, chosen, Links(settings.bot_username))
        put("\n".join(map(str, write_poster(files, form, output))))


def show_coverage() -> None:
    """Print what the base has on each topic, and how many days ago the oldest of its updates was checked."""
    with clear_errors():
        rows = coverage(load_base(start().knowledge_dir), today())
        if sys.stdout.isatty():
            Console().print(drawn(rows))
        else:
            put("\n".join(aligned(rows)))


def schema() -> None:
    """Write the JSON Schemas that editors use into the folder of the base."""
    with clear_errors():
        try:
            paths = write_schemas(start().knowledge_dir)
        except OSError as error:
            fail(f"{error.filename}: {error.strerror}")
        put("\n".join(str(path) for path in paths))


def check(
    output: Annotated[Literal["text", "json"], typer.Option("--format", help="how to print the findings")] = "text",
    since: Annotated[
        str | None, typer.Option(metavar="REV", help="also compare with an earlier revision (needs git)")
    ] = None,
    deep: Annotated[bool, typer.Option("--deep", help="also ask search; takes about 20 seconds")] = False,
) -> None:
    """Look for everything that is wrong with the base; exit code 1 if there is an error."""
    with clear_errors():
        # today in the terminal's own time zone: it only decides what is out of date
        problems = check_base(start().knowledge_dir, date.today(), since, deep=deep)
        sys.stdout.write(as_json(problems) if output == "json" else as_text(problems))
        sys.stderr.write(f"{summary(problems)}\n")
        if any(problem.severity == "error" for problem in problems):
            raise typer.Exit(FOUND_ERRORS)
