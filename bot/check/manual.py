"""The manual of the codes, `docs/check.md`, from the table: `python -m bot.check.manual > docs/check.md`."""

import sys
from collections.abc import Iterator
from typing import Final

from bot.check.codes import CHECKS, Code
from bot.check.loading import LOADING

_HEAD: Final = """\
# What the check finds

`quqyq check` reads the whole base and prints what it finds, one finding a line, with the place in the file:

```
knowledge/topics/assembly/topic.yaml:32:11: error unreached-update no question rests on 'assembly-notice-days'
```

`--format json` prints the same as a list of objects. `--since REV` also compares with an earlier revision of the
clone, `--deep` also asks search (about 20 seconds). The exit code is 1 if there is an error, 0 if there is none
(warnings may remain), 2 if the check could not run. What depends on today's date is only ever a warning.

The conversations in `scenes/` are read as well: the codes for the form of a file hold for them too, although the bot
does without them.

A word is marked where the finding is about one word; otherwise the beginning of the text.

This page is made from the table of codes: `python -m bot.check.manual > docs/check.md`.
"""

_LOADING: Final = """\
## What keeps the base from being loaded

While there is one of these, nothing else is looked for but mistakes in scenes and stray files.
"""


def manual() -> str:
    """The whole page."""
    parts = [
        _HEAD,
        _LOADING,
        *(_section(code) for code in LOADING),
        "## What is found in a base that loads\n",
        *(_section(code) for code in CHECKS),
    ]
    return "\n".join(parts)


def _section(code: Code) -> str:
    return "\n".join(_lines(code))


def _lines(code: Code) -> Iterator[str]:
    yield f"### {code.name}\n\n*{code.severity.capitalize()}.* {code.explanation}\n"
    yield f"To mend it: {code.mend[0].lower()}{code.mend[1:]}\n"
    if code.example:
        yield f"```yaml\n{code.example}\n```\n"


if __name__ == "__main__":
    sys.stdout.write(manual())
