"""What was counted, summed up for moderators, so that no number under five is shown or can be calculated."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from bot.store import Counts

DAYS: Final = 30
"""So many days back are summed up, today included."""

LEAST_SHOWN: Final = 5
"""Fewer people than this are not told apart."""

_FEW: Final = f"<{LEAST_SHOWN}"
_MORE: Final = f"≥{LEAST_SHOWN}"
_FEW_PARTS: Final = 2
"""Three numbers or more that are less than five together would be known too well."""


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
    """A number as it may be shown where no sum is known of which it is a part."""
    return str(number) if number == 0 or number >= LEAST_SHOWN else _FEW


def shown_parts(numbers: Sequence[int]) -> tuple[str, ...] | None:
    """Numbers as they may be shown although their sum is known; None if they may not be told apart at all.

    Those under five are "<5". So that none of them can be calculated, the next larger ones are "≥5": at least one,
    and so many that each number under five can still be 1, 2, 3 or 4 (complementary cell suppression, as statistical
    offices do it). One larger number is hidden in any case: it must not depend on the small ones whether one is.
    """
    small = [number for number in numbers if 0 < number < LEAST_SHOWN]
    large = sorted(number for number in numbers if number >= LEAST_SHOWN)
    if not small:
        return tuple(map(str, numbers))
    if sum(numbers) < LEAST_SHOWN and len(small) <= _FEW_PARTS:  # then the sum itself is nowhere more than "<5"
        return tuple(map(shown_number, numbers))
    for hidden in range(1, len(large) + 1):
        room = sum(small) + sum(large[:hidden]) - len(small) - hidden * LEAST_SHOWN
        if room >= LEAST_SHOWN - 2:
            return tuple(
                _MORE if LEAST_SHOWN <= each <= large[hidden - 1] else shown_number(each) for each in numbers
            )
    return None


def _largest(items: Iterable[tuple[str, int]]) -> dict[str, int]:
    return dict(sorted(items, key=lambda item: (-item[1], item[0])))
