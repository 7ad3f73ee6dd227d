"""What is counted, for Prometheus: numbers with a few fixed labels, never an id and never a text.

Every name here is described in docs/operating.md; a test compares them.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.exposition import generate_latest
from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from bot.counters import Counters

_SEARCH_SECONDS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0)
_UPDATE_SECONDS: Final = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0)


class CountersCollector(Collector):
    """Shows the plain numbers that are counted anyway, as they stand when somebody looks."""

    def __init__(self, counters: Counters) -> None:
        self._counters = counters

    def collect(self) -> Iterator[Metric]:
        """The metrics, in the order of an update's way."""
        now = self._counters
        yield CounterMetricFamily("quqyq_updates", "Updates that came in.", now.begun)
        yield GaugeMetricFamily(
            "quqyq_updates_in_flight", "Updates being dealt with or waiting for their turn.", now.in_flight
        )
        yield CounterMetricFamily(
            "quqyq_updates_given_up", "Updates that could not be finished in time: lost.", now.given_up
        )
        yield CounterMetricFamily(
            "quqyq_updates_passed",
            "Updates confirmed while still being dealt with, so that they hold up nobody; a crash would lose them.",
            now.passed,
        )
        yield CounterMetricFamily(
            "quqyq_updates_dropped", "Updates of chats that wrote too much at once; they were told.", now.dropped
        )
        yield CounterMetricFamily("quqyq_updates_unreadable", "Updates that could not be read.", now.unreadable)
        yield CounterMetricFamily(
            "quqyq_updates_failed", "Updates whose handler failed; who had sent them was told.", now.failed
        )
        yield CounterMetricFamily(
            "quqyq_updates_untold", "Failed updates of which not even that could be told.", now.untold
        )
        errors = CounterMetricFamily(
            "quqyq_telegram_errors", "Failed calls to Telegram, by kind of error.", labels=("kind",)
        )
        for kind, number in sorted(dict(now.errors).items()):
            errors.add_metric((kind,), number)
        yield errors
        yield CounterMetricFamily(
            "quqyq_telegram_held_up", "Calls that Telegram refused for a while (429).", now.held_up
        )


class Metrics:
    """What is counted of one running bot, in a registry of its own; `counters` is shown there as well."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.counters = Counters()
        self.registry.register(CountersCollector(self.counters))
        self._questions = Counter(
            "quqyq_questions",
            "Questions asked, by their language and by what search decided.",
            ("language", "decision"),
            registry=self.registry,
        )
        self._search = Histogram(
            "quqyq_search_seconds", "Time to decide on a question.", registry=self.registry, buckets=_SEARCH_SECONDS
        )
        self._updates = Histogram(
            "quqyq_update_seconds",
            "Time to deal with an update of a kind, from its turn to the last call to Telegram.",
            ("kind",),
            registry=self.registry,
            buckets=_UPDATE_SECONDS,
        )
        self._pending = Gauge(
            "quqyq_updates_pending",
            "Updates that wait at Telegram, as it said last (by webhook only).",
            registry=self.registry,
        )
        self._repeated = Counter(
            "quqyq_updates_repeated",
            "Updates that came again after they were dealt with.",
            registry=self.registry,
        )
        self._refused = Counter(
            "quqyq_webhook_refused",
            "Requests to the webhook that were refused, by reason.",
            ("reason",),
            registry=self.registry,
        )
        self._store = Counter(
            "quqyq_store_errors", "Failures of the database, each of which was survived.", registry=self.registry
        )

    def asked(self, language: str, decision: str) -> None:
        """A question was asked in, and decided on as, one of a few fixed words."""
        self._questions.labels(language, decision).inc()

    @contextmanager
    def timing_search(self) -> Iterator[None]:
        """Time what search takes."""
        with self._search.time():
            yield

    @contextmanager
    def timing_update(self, kind: str) -> Iterator[None]:
        """Time how long an update takes, however it ends."""
        began = time.perf_counter()
        try:
            yield
        finally:
            self._updates.labels(kind).observe(time.perf_counter() - began)

    def pending(self, number: int) -> None:
        """So many updates wait at Telegram."""
        self._pending.set(number)

    def repeated(self) -> None:
        """An update came again although it had been dealt with."""
        self._repeated.inc()

    def refused(self, reason: str) -> None:
        """A request to the webhook was refused for one of a few fixed reasons."""
        self._refused.labels(reason).inc()

    def store_failed(self) -> None:
        """The database could not be read or written."""
        self._store.inc()

    def printed(self) -> bytes:
        """All of it in the text form that Prometheus reads."""
        return generate_latest(_WithoutBirthdays(self.registry))


class _WithoutBirthdays(CollectorRegistry):
    """A registry without the times at which each counter was made, which double the page and tell nothing."""

    def __init__(self, registry: CollectorRegistry) -> None:
        super().__init__()
        self._of = registry

    def collect(self) -> Iterator[Metric]:
        """The metrics, without the samples named *_created."""
        for metric in self._of.collect():
            metric.samples = [sample for sample in metric.samples if not sample.name.endswith("_created")]
            yield metric
