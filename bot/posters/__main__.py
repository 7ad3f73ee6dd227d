"""The process that draws: the words of a poster on standard input, its files on standard output (see `worker`)."""

import sys

from pydantic import TypeAdapter

from bot.posters.drawing import draw
from bot.posters.text import PosterText


def main() -> None:
    """Read the words, draw them, write the files."""
    text = TypeAdapter(PosterText).validate_json(sys.stdin.buffer.read())
    sys.stdout.buffer.write(draw(text).pack())


if __name__ == "__main__":
    main()
