"""The commands, in the order in which the help lists them."""

from collections.abc import Callable
from typing import Final

import typer

from bot.cli.answering import ask, chat, evaluate, export, links, prepare, run
from bot.cli.listening import forget_all, unanswered
from bot.cli.moderating import check, new, poster, schema, show, show_coverage

COMMANDS: Final[tuple[tuple[str, Callable[..., None]], ...]] = (
    ("run", run),
    ("chat", chat),
    ("ask", ask),
    ("export", export),
    ("links", links),
    ("evaluate", evaluate),
    ("prepare", prepare),
    ("new", new),
    ("show", show),
    ("poster", poster),
    ("coverage", show_coverage),
    ("schema", schema),
    ("check", check),
    ("unanswered", unanswered),
    ("forget-all", forget_all),
)

app = typer.Typer(
    help="Quqyq: questions about human rights in Kazakhstan, answered from a curated base.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for name, command in COMMANDS:
    app.command(name)(command)
