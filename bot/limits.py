"""How much a chat may write: so many messages at once, then one in so many seconds."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Rule:
    """A burst of so many, then one more in so many seconds."""

    burst: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Rules:
    """The rule for each kind of chat. Telegram itself lets a bot send twenty messages a minute to a group.

    `no_chat` is for what is asked while typing, in any chat: an inline query comes at every pause.
    """

    chat: Rule = Rule(10, 2.0)
    group: Rule = Rule(10, 3.0)
    no_chat: Rule = Rule(30, 0.5)


KEPT: Final = 10
"""So many of the updates that came too fast are answered when their time has come: the last ones."""


class Bucket:
    """Tokens that come back with time. The time, in seconds of any clock that only goes forward, is an argument."""

    __slots__ = ("_rule", "_since", "_tokens")

    def __init__(self, rule: Rule, now: float) -> None:
        self._rule = rule
        self._tokens = float(rule.burst)
        self._since = now

    def left(self, now: float) -> int:
        """How many may be taken at once."""
        self._refill(now)
        return int(self._tokens)

    def take(self, now: float) -> None:
        """Take one; there may be less than none left after this."""
        self._refill(now)
        self._tokens -= 1

    def wait(self, now: float) -> float:
        """Seconds until one may be taken."""
        self._refill(now)
        return max(0.0, (1 - self._tokens) * self._rule.seconds)

    def full_in(self, now: float) -> float:
        """Seconds until it is as it was at first, so that it need not be kept."""
        self._refill(now)
        return (self._rule.burst - self._tokens) * self._rule.seconds

    def _refill(self, now: float) -> None:
        gained = max(now - self._since, 0.0) / self._rule.seconds
        self._tokens = min(self._tokens + gained, float(self._rule.burst))
        self._since = now
