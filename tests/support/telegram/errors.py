"""The refusals of the Bot API."""

from collections.abc import Mapping
from typing import Any


class ApiError(Exception):
    """A refusal: the HTTP status, the description, and perhaps parameters such as `retry_after`."""

    def __init__(self, code: int, description: str, parameters: Mapping[str, Any] | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def body(self) -> dict[str, Any]:
        """The JSON object that the Bot API answers with."""
        body: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters is not None:
            body["parameters"] = dict(self.parameters)
        return body


def bad_request(reason: str) -> ApiError:
    """The refusal with status 400 that gives this reason."""
    return ApiError(400, f"Bad Request: {reason}")
