"""Links must open for ever: every published one leads somewhere, and every entry is published."""

from collections.abc import Iterator

from bot.check.codes import LOST_LINK, UNPUBLISHED_ENTRY
from bot.knowledge import Problem, Ref
from bot.knowledge.files import Files
from bot.knowledge.validation import nearest


def permanence_problems(files: Files) -> Iterator[Problem]:
    """Published links that lead nowhere, and entries that are not published."""
    base = files.base()
    value, source = files.permalinks.value, files.permalinks.source
    known = [ref.payload for ref in base.entries]
    for index, payload in enumerate(value.published):
        ref = Ref.from_payload(payload)
        if ref is None or base.resolve(ref) is None:
            message = (
                f"'{payload}' was published, but leads to no entry; add an alias for it{nearest(payload, known)}"
            )
            yield LOST_LINK.at(source.place(("published", index)), message)
    published = set(value.published)
    last = source.place(("published", len(value.published) - 1))
    for payload in known:
        if payload not in published:
            message = f"'{payload}' is not published yet; add under 'published' the line '  - {payload}'"
            yield UNPUBLISHED_ENTRY.at(last, message)
