"""Commands that answer, and that print the base for others: `run`, `chat`, `ask`, `export`, `links` and so on."""

import asyncio
import json
import os
import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from typing import Annotated, Final, Optional

import typer

from bot.asking import Asked, answer, read_batch
from bot.cards import CardMaker, Links
from bot.cli.common import clear_errors, fail, language_of, lines_of, put, start
from bot.collecting import nothing_collected
from bot.evaluating import Asked as Question
from bot.evaluating import judge, read_questions, report
from bot.export import export as export_base
from bot.knowledge import Language, is_language, load_base
from bot.library import Library, today
from bot.listing import Format, list_links, written
from bot.locale import load_voices
from bot.search import Explanation, Learning
from bot.settings import Settings
from bot.waiting import open_whole_library, understood

SHOWN_CANDIDATES: Final = 10


def run() -> None:
    """Answer on Telegram if BOT_TOKEN is set, else chat in this terminal."""
    with clear_errors():
        settings = start()
        if settings.bot_token is None:
            _chat(settings)
        else:
            with nothing_collected():
                from bot.running import run_telegram  # noqa: PLC0415 - the library takes half a second to import

            asyncio.run(run_telegram(settings, settings.bot_token.get_secret_value()))


def chat() -> None:
    """Chat in this terminal; nothing leaves the machine."""
    with clear_errors():
        _chat(start())


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
    with clear_errors():
        settings = start()
        chosen = language_of(language)
        if (text is None) == (batch is None):
            fail("give either a question or --batch FILE")
        library = open_whole_library(settings)
        if batch is not None:
            _ask_batch(library, batch, chosen, explain=explain)
        elif text is not None:
            _ask_one(library, Asked(None, text, chosen), as_json=as_json, explain=explain)


def export() -> None:
    """Print the base as one JSON document."""
    with clear_errors():
        document = export_base(load_base(start().knowledge_dir))
        put(json.dumps(document, ensure_ascii=False, indent=1))


def links(
    output: Annotated[Format, typer.Option("--format", help="how to print the links")] = "text",
) -> None:
    """List every entry with its permanent link."""
    with clear_errors():
        settings = start()
        name = settings.bot_username
        if name is None:
            from bot.running import ask_username  # noqa: PLC0415 - the library takes half a second to import

            name = asyncio.run(ask_username(settings))
        maker = CardMaker(load_base(settings.knowledge_dir), load_voices(), today)
        sys.stdout.write(written(list_links(maker, Links(name)), output))


def evaluate(
    files: Annotated[
        list[str], typer.Argument(metavar="FILE…", help="JSON lines of questions; '-' is standard input")
    ],
) -> None:
    """Measure how well questions with known answers are answered."""
    with clear_errors():
        settings = start()
        questions: list[Question] = []
        for name in files:
            with lines_of(name) as lines:
                questions += read_questions(lines)
        words = open_whole_library(settings, with_encoder=False)
        columns = {"by words alone": judge(words.base, words.search, questions)}
        search = understood(words.search, Learning(settings.cache_dir))
        if search is not words.search:
            columns = {"with the encoder": judge(words.base, search, questions), **columns}
        put("\n".join(report(columns)))


def prepare() -> None:
    """Learn from the base all that search needs, and keep it, so that the bot starts with it."""
    with clear_errors():
        lexicon = open_whole_library(start()).search.lexicon
        put(f"{len(lexicon.documents)} phrasings, {len(lexicon.targets)} meanings")


def _chat(settings: Settings) -> None:
    from bot.chatting import run_chat  # noqa: PLC0415 - the library takes half a second to import

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
        put(json.dumps(result, ensure_ascii=False))
        return
    put(str(result["text"]))
    if explain:
        put(f"\n{'decision':>12}  {result['decision']} {result['reason'] or ''}".rstrip())
        put("\n".join(_explanation_lines(explanation)))


def _explanation_lines(explanation: Explanation) -> Iterator[str]:
    """What the steps made of the text, and what each voice said, for people."""
    yield f"{'reading':>12}  {explanation.reading}"
    for name, text in explanation.analysis.trace:
        yield f"{name:>12}  {text}"
    yield f"{'known':>12}  {explanation.known_share:.2f}"
    yield f"{'voices':>12}  {explanation.calibration}"
    for candidate in explanation.candidates[:SHOWN_CANDIDATES]:
        voices = "  ".join(f"{name} {value:.2f}" for name, value in candidate.voices)
        yield f"{candidate.score:>12.3f}  {candidate.ref.payload}  ({voices})  « {candidate.nearest.text} »"


def _ask_batch(library: Library, name: str, language: Language | None, *, explain: bool) -> None:
    with lines_of(name) as lines:
        for each in read_batch(lines):
            asked = replace(each, language=each.language or language)
            result = answer(library, asked, library.search.explain(asked.text, asked.language), explain=explain)
            put(json.dumps(result, ensure_ascii=False))
