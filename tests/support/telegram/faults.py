"""What can go wrong between the bot and Telegram, planned by a test."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Self

from .errors import ApiError

Predicate = Callable[[Mapping[str, Any]], bool]
"""Whether a fault applies to a call with these parameters."""

ANY_METHOD: Final = "*"

_BAD_GATEWAY: Final = (
    b"<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n"
    b"<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n"
)


@dataclass(frozen=True)
class Fault:
    """What happens to a call.

    With a `status`, `body` is answered and nothing is done. Without one the call is done as always. The
    answer comes `delay` seconds late, or never if the connection is `cut`. With `skipped` nothing is done and
    nothing answered.
    """

    status: int | None = None
    body: bytes = b""
    content_type: str = "application/json"
    delay: float = 0
    cut: bool = False
    skipped: bool = False

    @classmethod
    def refusal(cls, code: int, description: str, parameters: Mapping[str, Any] | None = None) -> Self:
        """A refusal in the Bot API's form, such as 401 "Unauthorized"."""
        return cls(status=code, body=json.dumps(ApiError(code, description, parameters).body()).encode())

    @classmethod
    def too_many_requests(cls, retry_after: int = 1) -> Self:
        """429: the bot is to wait for `retry_after` seconds."""
        description = f"Too Many Requests: retry after {retry_after}"
        return cls.refusal(429, description, {"retry_after": retry_after})

    @classmethod
    def server_error(cls) -> Self:
        """500, in the Bot API's form."""
        return cls.refusal(500, "Internal Server Error")

    @classmethod
    def bad_gateway(cls) -> Self:
        """502 with a page of HTML, as the server in front of the Bot API sends it."""
        return cls(status=502, body=_BAD_GATEWAY, content_type="text/html")

    @classmethod
    def connection_reset(cls) -> Self:
        """The connection is reset; the call is not done."""
        return cls(cut=True, skipped=True)

    @classmethod
    def lost_answer(cls) -> Self:
        """The call is done, and the connection reset before the bot could hear of it."""
        return cls(cut=True)

    @classmethod
    def slow_answer(cls, seconds: float) -> Self:
        """The call is done at once, and answered after so many seconds."""
        return cls(delay=seconds)


@dataclass
class _Plan:
    method: str
    fault: Fault
    times: int | None
    when: Predicate | None


class Faults:
    """The faults still to come."""

    def __init__(self) -> None:
        self._plans: list[_Plan] = []

    def add(self, method: str, fault: Fault, times: int | None = 1, when: Predicate | None = None) -> None:
        """Let the next `times` calls of a method go wrong (None: all of them until `clear`).

        The method may be "*" for any. If `when` is given, only the calls count for whose parameters it holds.
        Of several faults that fit a call the one added first is taken.
        """
        self._plans.append(_Plan(method, fault, times, when))

    def clear(self) -> None:
        """Let nothing go wrong any more."""
        self._plans.clear()

    def take(self, method: str, parameters: Mapping[str, Any]) -> Fault | None:
        """The fault that this call meets, which is used up; None if it meets none."""
        for plan in self._plans:
            if plan.method in (method, ANY_METHOD) and (plan.when is None or plan.when(parameters)):
                if plan.times is not None:
                    plan.times -= 1
                    if plan.times <= 0:
                        self._plans.remove(plan)
                return plan.fault
        return None
