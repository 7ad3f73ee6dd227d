"""Amounts in monthly calculation indices (MCI), with what they are in tenge this year."""

import re
from typing import Final

from babel.numbers import format_decimal

from bot.knowledge.models import AmountsFile
from bot.locale import Voice

_AMOUNT: Final = re.compile(
    r"(?<![\d.,])(?P<number>\d{1,3}(?:[ \u00a0\u202f,]?\d{3})*)[ \u00a0\u202f]?"
    r"(?P<unit>АЕК|МРП|MCI)(?P<ending>-\w+)?\b"
)


def with_tenge(text: str, voice: Voice, amounts: AmountsFile, year: int) -> str:
    """The text with the tenge behind each amount in MCI, the year behind the first of them.

    An amount that comes again is left as it is, and so is all of them if the base has no MCI for `year`.
    """
    tenge_in_one = amounts.tenge(year)
    if tenge_in_one is None:
        return text
    seen: set[int] = set()

    def add(match: re.Match[str]) -> str:
        number = int(re.sub(r"\D", "", match["number"]))
        if number in seen:
            return match[0]
        in_year = not seen
        seen.add(number)
        tenge = format_decimal(number * tenge_in_one, locale=voice.language)
        if in_year:
            words = voice.say("%(amount)s tenge in %(year)s", amount=tenge, year=year)
        else:
            words = voice.say("%(amount)s tenge", amount=tenge)
        return f"{match[0]} ({words})"

    return _AMOUNT.sub(add, text)
