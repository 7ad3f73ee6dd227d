"""The command line: `quqyq run`, `chat`, `ask`, `export`, and what moderators use."""

import asyncio
import json
import os
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, Final, Literal, NoReturn, Optional

import typer
from rich.console import Console

from bot.asking import Asked, BatchError, answer, read_batch
from bot.cards import CardMaker, Links, plain_text
from bot.check import CheckError, as_json, as_text, summary
from bot.check import check as check_base
from bot.evaluating import Asked as Question
from bot.evaluating import EvaluationError, judge, read_questions, report
from bot.export import export as export_base
from bot.knowledge import LANGUAGES, KnowledgeError, Language, is_language, load_base
from bot.library import Library, open_library, today
from bot.listing import Format, UsernameError, list_links, written
from bot.locale import LocaleError, load_voices
from bot.logs import configure_logs
from bot.moderating.coverage import aligned, coverage, drawn
from bot.moderating.new import NewError, new_entry
from bot.moderating.schema import write_schemas
from bot.moderating.show import UnknownEntryError, find
from bot.posters import DrawingError
from bot.printing import PrintingError, draw_poster, named, write_poster
from bot.search import Explanation
from bot.settings import Settings, SettingsError, TokenError
from bot.store import StoreError

CANNOT_RUN: Final = 2
"""The exit code when a command could not do its work."""

FOUND_ERRORS: Final = 1
"""The exit code of a check that found errors."""

SHOWN_CANDIDATES: Final = 10

_MENDABLE: Final = (
    CheckError,
    KnowledgeError,
    LocaleError,
    SettingsError,
    StoreError,
    TokenError,
    BatchError,
    EvaluationError,
    NewError,
    UnknownEntryError,
    PrintingError,
    DrawingError,
    UsernameError,
)
"""What a person can mend: said in a line, without a traceback."""

app = typer.Typer(
    help="Quqyq: questions about human rights in Kazakhstan, answered from a curated base.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def main() -> None:
    """Run the command line. What it prints is UTF-8, whatever the machine's own encoding."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    app()


@app.command()
def run() -> None:
    """Answer on Telegram if BOT_TOKEN is set, else chat in this terminal."""
    with _clear_errors():
        settings = _start()
        if settings.bot_token is None:
            _chat(settings)
        else:
            from bot.running import run_telegram  # noqa: PLC0415 - the library takes half a second to import

            asyncio.run(run_telegram(settings, settings.bot_token.get_secret_value()))


@app.command()
def chat() -> None:
    """Chat in this terminal; nothing leaves the machine."""
    with _clear_errors():
        _chat(_start())


@app.command()
def ask(
    text: Annotated[Optional[str], typer.Argument(help="the question")] = None,  # noqa: UP045 - typer reads it
    language: Annotated[
        str | None, typer.Option(help="the reader's language: kk, ru or en; in a batch for lines without one")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="print what was decided as JSON")] = False,
    explain: Annotated[bool, typer.Option(help="show the steps and the candidates with their scores")] = False,
    batch: Annotated[
        str | None, typer.Option(metavar="FILE", help="answer JSON lines; '-' is standard input")
    ] = None,
) -> None:
    """Answer one question, or a batch of them."""
    with _clear_errors():
        settings = _start()
        if language is not None and not is_language(language):
            _fail(f"--language: '{language}' is none of kk, ru, en")
        if (text is None) == (batch is None):
            _fail("give either a question or --batch FILE")
        library = open_library(settings.knowledge_dir, load_voices())
        if batch is not None:
            _ask_batch(library, batch, language, explain=explain)
        elif text is not None:
            _ask_one(library, Asked(None, text, language), as_json=as_json, explain=explain)


@app.command()
def export() -> None:
    """Print the base as one JSON document."""
    with _clear_errors():
        document = export_base(load_base(_start().knowledge_dir))
        _print(json.dumps(document, ensure_ascii=False, indent=1))


@app.command()
def links(
    output: Annotated[Format, typer.Option("--format", help="how to print the links")] = "text",
) -> None:
    """List every entry with its permanent link."""
    with _clear_errors():
        settings = _start()
        name = settings.bot_username
        if name is None:
            from bot.running import ask_username  # noqa: PLC0415 - the library takes half a second to import

            name = asyncio.run(ask_username(settings))
        maker = CardMaker(load_base(settings.knowledge_dir), load_voices(), today)
        sys.stdout.write(written(list_links(maker, Links(name)), output))


@app.command()
def evaluate(
    files: Annotated[
        list[str], typer.Argument(metavar="FILE…", help="JSON lines of questions; '-' is standard input")
    ],
) -> None:
    """Measure how well questions with known answers are answered."""
    with _clear_errors():
        library = open_library(_start().knowledge_dir, load_voices())
        questions: list[Question] = []
        for name in files:
            with _lines(name) as lines:
                questions += read_questions(lines)
        _print("\n".join(report(judge(library.base, library.search, questions))))


@app.command()
def new(
    kind: Annotated[str, typer.Argument(help="question, recommendation, update or topic")],
    id_: Annotated[str, typer.Argument(metavar="ID", help="small letters, digits and hyphens")],
    topic: Annotated[Optional[str], typer.Option(metavar="SLUG", help="to which it belongs")] = None,  # noqa: UP045
) -> None:
    """Write the skeleton of a new entry in its right place, and print that place."""
    with _clear_errors():
        _print(str(new_entry(_start().knowledge_dir, kind, id_, topic)))


@app.command()
def show(
    name: Annotated[str, typer.Argument(metavar="ID", help="an id, or the payload of a link: q_just-detained")],
    language: Annotated[Optional[str], typer.Option(help="kk, ru or en; all three without it")] = None,  # noqa: UP045
) -> None:
    """Print the card of an entry as it will look."""
    with _clear_errors():
        settings = _start()
        if language is not None and not is_language(language):
            _fail(f"--language: '{language}' is none of kk, ru, en")
        base = load_base(settings.knowledge_dir)
        maker = CardMaker(base, load_voices(), today)
        languages = LANGUAGES if language is None else (language,)
        cards = [maker.card(ref, each) for ref in find(base, name) for each in languages]
        if sys.stdout.isatty():
            from bot.chat.preview import print_cards  # noqa: PLC0415 - the library takes half a second to import

            print_cards(cards, Console(highlight=False))
        else:
            _print("\n\n\n".join(plain_text(card) for card in cards))


@app.command()
def poster(
    name: Annotated[str, typer.Argument(metavar="ENTRY", help="q_just-detained, question:just-detained or an id")],
    output: Annotated[Path, typer.Option(metavar="FILE", help="the file to write; a second photo gets '-2'")],
    language: Annotated[str, typer.Option(help="kk, ru or en")] = "kk",
    form: Annotated[Literal["png", "pdf"], typer.Option("--format", help="photos, or A4 for printing")] = "pdf",
) -> None:
    """Draw the poster of an entry into a file; needs BOT_USERNAME for its link."""
    with _clear_errors():
        settings = _start()
        if not is_language(language):
            _fail(f"--language: '{language}' is none of kk, ru, en")
        if settings.bot_username is None:
            _fail("BOT_USERNAME: set the bot's username; the poster's link and QR code lead to it")
        cards = CardMaker(load_base(settings.knowledge_dir), load_voices(), today)
        files = draw_poster(cards, named(cards, name), language, Links(settings.bot_username))
        _print("\n".join(map(str, write_poster(files, form, output))))


@app.command("coverage")
def show_coverage() -> None:
    """Print what the base has on each topic, and how many days ago the oldest of its updates was checked."""
    with _clear_errors():
        rows = coverage(load_base(_start().knowledge_dir), today())
        if sys.stdout.isatty():
            Console().print(drawn(rows))
        else:
            _print("\n".join(aligned(rows)))


@app.command()
def schema() -> None:
    """Write the JSON Schemas that editors use into the folder of the base."""
    with _clear_errors():
        try:
            paths = write_schemas(_start().knowledge_dir)
        except OSError as error:
            _fail(f"{error.filename}: {error.strerror}")
        _print("\n".join(str(path) for path in paths))


@app.command()
def check(
    output: Annotated[Literal["text", "json"], typer.Option("--format", help="how to print the findings")] = "text",
    since: Annotated[
        str | None, typer.Option(metavar="REV", help="also compare with an earlier revision (needs git)")
    ] = None,
    deep: Annotated[bool, typer.Option("--deep", help="also ask search; takes about 20 seconds")] = False,
) -> None:
    """Look for everything that is wrong with the base; exit code 1 if there is an error."""
    with _clear_errors():
        # today in the terminal's own time zone: it only decides what is out of date
        problems = check_base(_start().knowledge_dir, date.today(), since, deep=deep)
        sys.stdout.write(as_json(problems) if output == "json" else as_text(problems))
        sys.stderr.write(f"{summary(problems)}\n")
        if any(problem.severity == "error" for problem in problems):
            raise typer.Exit(FOUND_ERRORS)


def _start() -> Settings:
    settings = Settings.load()
    configure_logs(settings.log_level, settings.log_format)
    return settings


def _chat(settings: Settings) -> None:
    from bot.running import run_chat  # noqa: PLC0415 - the library takes half a second to import

    asyncio.run(run_chat(settings, _language_of_machine()))


def _language_of_machine() -> str | None:
    """The language that this machine is set to, as Telegram would tell a person's; None if it is set to none."""
    name = next((os.environ[key] for key in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(key)), "")
    code = re.split("[_.@]", name)[0].lower()  # ru_RU.UTF-8; C says nothing about a person
    return code if is_language(code) else None


def _ask_one(library: Library, asked: Asked, *, as_json: bool, explain: bool) -> None:
    explanation = library.search.explain(asked.text, asked.language)
    result = answer(library, asked, explanation, explain=explain)
    if as_json:
        _print(json.dumps(result, ensure_ascii=False))
        return
    _print(str(result["text"]))
    if explain:
        _print(f"\n{'decision':>12}  {result['decision']} {result['reason'] or ''}".rstrip())
        _print("\n".join(_explanation_lines(explanation)))


def _explanation_lines(explanation: Explanation) -> Iterator[str]:
    """What the steps made of the text, and what each voice said, for people."""
    yield f"{'reading':>12}  {explanation.reading}"
    for name, text in explanation.analysis.trace:
        yield f"{name:>12}  {text}"
    yield f"{'known':>12}  {explanation.known_share:.2f}"
    for candidate in explanation.candidates[:SHOWN_CANDIDATES]:
        voices = "  ".join(f"{name} {value:.2f}" for name, value in candidate.voices)
        yield f"{candidate.score:>12.3f}  {candidate.ref.payload}  ({voices})  « {candidate.nearest.text} »"


def _ask_batch(library: Library, name: str, language: Language | None, *, explain: bool) -> None:
    with _lines(name) as lines:
        for each in read_batch(lines):
            asked = replace(each, language=each.language or language)
            result = answer(library, asked, library.search.explain(asked.text, asked.language), explain=explain)
            _print(json.dumps(result, ensure_ascii=False))


@contextmanager
def _lines(name: str) -> Iterator[Iterable[bytes]]:
    if name == "-":
        yield sys.stdin.buffer
        return
    try:
        file = Path(name).open("rb")  # noqa: SIM115 - closed below; its errors are told apart from those inside
    except OSError as error:
        _fail(f"{name}: {error.strerror}")
    with file:
        yield file


@contextmanager
def _clear_errors() -> Iterator[None]:
    """Turn what people can mend into one clear line on standard error and exit code 2, without a traceback."""
    try:
        yield
    except _MENDABLE as error:
        _fail(str(error))
    except BrokenPipeError:  # whoever read our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(CANNOT_RUN) from None


def _print(text: str) -> None:
    sys.stdout.write(text + "\n")


def _fail(message: str) -> NoReturn:
    sys.stderr.write(f"quqyq: {message}\n" if "\n" not in message else f"{message}\n")
    raise typer.Exit(CANNOT_RUN)
