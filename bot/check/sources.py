"""Sources that nobody has looked at for long, and updates that have lapsed."""

import calendar
from collections.abc import Iterator
from datetime import date
from typing import Final

from bot.check.codes import EXPIRED, OLD_CHECK
from bot.knowledge import Place, Problem
from bot.knowledge.files import Files

_DECEMBER: Final = 12


def source_problems(files: Files, today: date) -> Iterator[Problem]:
    """What is out of date on the day `today`: warnings, as the base has not changed."""
    for topic in files.topics:
        for index, update in enumerate(topic.value.updates):
            place = topic.source.place(("updates", index, "checked"))
            yield from _old(update.id, update.checked, place, today)
            if update.valid_until is not None and last_day(update.valid_until) < today:
                place = topic.source.place(("updates", index, "valid_until"))
                yield EXPIRED.at(place, f"{update.id} was valid until {update.valid_until}")
    for index, contact in enumerate(files.contacts.value.contacts):
        place = files.contacts.source.place(("contacts", index, "checked"))
        yield from _old(contact.id, contact.checked, place, today)


def _old(id_: str, checked: str, place: Place, today: date) -> Iterator[Problem]:
    last = last_day(checked)
    if (last.year + 1, last.month, last.day) < (today.year, today.month, today.day):
        yield OLD_CHECK.at(place, f"{id_} was last checked on {checked}, more than a year ago")


def last_day(partial: str) -> date:
    """The last day of a year, a month or a day: `2026` is 31 December 2026."""
    year, *rest = (int(part) for part in partial.split("-"))
    month = rest[0] if rest else _DECEMBER
    day = rest[1] if len(rest) > 1 else calendar.monthrange(year, month)[1]
    return date(year, month, day)
