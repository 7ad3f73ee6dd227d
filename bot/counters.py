"""What is counted while the bot runs: plain numbers that name nobody, for whoever shows them."""

from collections import Counter
from dataclasses import dataclass, field


@dataclass(slots=True)
class Counters:
    """Counted since the start; nothing is ever taken back."""

    begun: int = 0
    """Updates that came in."""
    ended: int = 0
    """Updates that were dealt with, in whatever way; `begun - ended` are in flight."""
    passed: int = 0
    """Updates that took too long for the others to wait: a crash would lose them from then on."""
    given_up: int = 0
    """Updates that could not be finished in their whole lifetime: lost."""
    unreadable: int = 0
    """Updates that could not be read at all."""
    dropped: int = 0
    """Updates of a chat that wrote too much at once, beyond what is kept for it; it was told."""
    failed: int = 0
    """Updates whose handler failed; the person was told, but for those in `untold`."""
    untold: int = 0
    """People who could not even be told that something went wrong."""
    held_up: int = 0
    """Calls that Telegram refused for a while (429)."""
    errors: Counter[str] = field(default_factory=Counter)
    """Errors of calls to Telegram, by the name of their kind."""

    @property
    def in_flight(self) -> int:
        """Updates that are being dealt with, or wait for it."""
        return self.begun - self.ended
