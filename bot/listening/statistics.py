"""What was counted, summed up for moderators; a number under five is shown as "<5"."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from bot.store import Counts

DAYS: Final = 30
"""So many days back are summed up, today included."""

LEAST_SHOWN: Final = 5
"""Fewer people than this are not told apart."""


@dataclass(frozen=True, slots=True)
class Statistics:
    """Questions by day, topic, language and decision, and by entry how often it helped and how often not.

    A decision is `answer`, `suggest` or `refuse/<reason>`; a topic is there for answers only.
    """

    days: Mapping[str, int]
    topics: Mapping[str, int]
    languages: Mapping[str, int]
    decisions: Mapping[str, int]
    entries: Mapping[str, tuple[int, int]]
    dealt: Mapping[str, int]


async def statistics(counts: Counts, today: date) -> Statistics:
    """The sums of the last `DAYS` days. Raises what the store raises."""
    since = (today - timedelta(days=DAYS - 1)).isoformat()
    days: Counter[str] = Counter()
    topics: Counter[str] = Counter()
    languages: Counter[str] = Counter()
    decisions: Counter[str] = Counter()
    for each in await counts.since("asked", since):
        topic, language, decision, reason = each.key
        days[each.day] += each.number
        languages[language] += each.number
        decisions[f"{decision}/{reason}" if reason else decision] += each.number
        if topic:
            topics[topic] += each.number
    verdicts: dict[str, tuple[int, int]] = {}
    for each in await counts.since("helped", since):
        entry, _, verdict = each.key
        yes, no = verdicts.get(entry, (0, 0))
        verdicts[entry] = (yes + each.number, no) if verdict == "yes" else (yes, no + each.number)
    dealt: Counter[str] = Counter()
    for each in await counts.since("dealt", since):
        dealt[each.key[0]] += each.number
    return Statistics(
        dict(sorted(days.items(), reverse=True)),
        _largest(topics.items()),
        _largest(languages.items()),
        _largest(decisions.items()),
        dict(sorted(verdicts.items(), key=lambda item: (-item[1][1], -item[1][0], item[0]))),
        _largest(dealt.items()),
    )


def shown_number(number: int) -> str:
    """A number as it may be shown."""
    return str(number) if number == 0 or number >= LEAST_SHOWN else f"<{LEAST_SHOWN}"


def _largest(items: Iterable[tuple[str, int]]) -> dict[str, int]:
    return dict(sorted(items, key=lambda item: (-item[1], item[0])))
