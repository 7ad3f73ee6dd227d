"""`/metrics`: what was counted, and what the base in use is."""

import asyncio
import hashlib
import json
from collections.abc import Callable, Iterator

from prometheus_client import CONTENT_TYPE_LATEST, ProcessCollector
from prometheus_client.metrics_core import GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.registry import Collector
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.export import export
from bot.knowledge import Base
from bot.library import Library, today
from bot.metrics import Metrics
from bot.moderating.coverage import coverage


class BaseCollector(Collector):
    """Tells which base is in use, how many questions it has, and how old its oldest knowledge of the law is."""

    def __init__(self, library: Callable[[], Library]) -> None:
        self._library = library
        self._fingerprint_of: tuple[Base, str] | None = None

    def collect(self) -> Iterator[Metric]:
        """The metrics of the base that is in use now."""
        base = self._library().base
        yield InfoMetricFamily("quqyq_base", "The base in use.", {"fingerprint": self._fingerprint(base)})
        yield GaugeMetricFamily("quqyq_base_questions", "Questions in the base in use.", len(base.questions))
        days = coverage(base, today())[-1].oldest_check_in_days
        if days is not None:
            yield GaugeMetricFamily(
                "quqyq_oldest_check_days", "Days since the oldest check of an update of the base.", days
            )

    def _fingerprint(self, base: Base) -> str:
        if self._fingerprint_of is None or self._fingerprint_of[0] is not base:
            self._fingerprint_of = base, fingerprint(base)
        return self._fingerprint_of[1]


def fingerprint(base: Base) -> str:
    """The first twelve digits of the SHA-256 of what `quqyq export` prints."""
    printed = json.dumps(export(base), ensure_ascii=False, indent=1) + "\n"
    return hashlib.sha256(printed.encode()).hexdigest()[:12]


def metrics_page(metrics: Metrics, library: Callable[[], Library]) -> Starlette:
    """The application that serves `/metrics` and nothing else."""
    metrics.registry.register(BaseCollector(library))
    ProcessCollector(registry=metrics.registry)

    async def page(_request: Request) -> Response:
        return Response(await asyncio.to_thread(metrics.printed), media_type=CONTENT_TYPE_LATEST)

    return Starlette(routes=[Route("/metrics", page)])
