"""What comes with a request: a query string, a form, a JSON object or a form with files."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from email import policy
from email.parser import BytesParser
from typing import Any, Final
from urllib.parse import parse_qsl

from starlette.requests import Request

from .errors import bad_request

TEXTS: Final = frozenset(
    {
        "action",
        "business_connection_id",
        "callback_query_id",
        "caption",
        "description",
        "document",
        "guest_query_id",
        "inline_message_id",
        "inline_query_id",
        "ip_address",
        "language_code",
        "message_effect_id",
        "name",
        "next_offset",
        "parse_mode",
        "photo",
        "secret_token",
        "short_description",
        "text",
        "thumbnail",
        "title",
        "url",
    }
)
"""Parameters which are strings, so that their value is never read as JSON."""


@dataclass(frozen=True)
class Upload:
    """A file that was sent along."""

    filename: str
    content: bytes


class Parameters(dict[str, Any]):
    """The parameters of a call by name, decoded, with readers that are as lenient about types as Telegram."""

    def text(self, name: str) -> str:
        """The parameter as a string, empty if it was not given."""
        value = self.get(name)
        return "" if value is None else str(value)

    def integer(self, name: str, default: int = 0) -> int:
        """The parameter as a number; the default if it was not given or is no number."""
        try:
            return int(self.get(name, default))
        except (TypeError, ValueError):
            return default

    def boolean(self, name: str) -> bool:
        """Whether the parameter is true."""
        return self.get(name) in (True, "True")

    def array(self, name: str) -> list[Any] | None:
        """The parameter as a list, None if it was not given; refused if it is something else."""
        value = self.get(name)
        if value is not None and not isinstance(value, list):
            raise bad_request(f"can't parse {name} JSON object")
        return value

    def mapping(self, name: str) -> dict[str, Any] | None:
        """The parameter as an object, None if it was not given; refused if it is something else."""
        value = self.get(name)
        if value is not None and not isinstance(value, dict):
            raise bad_request(f"can't parse {name} JSON object")
        return value


async def read_parameters(request: Request) -> Parameters:
    """The parameters of a request, those of the body before those of the address."""
    content_type = request.headers.get("content-type", "")
    body = await request.body()
    given: list[tuple[str, Any]] = list(request.query_params.items())
    if content_type.startswith("application/json"):
        given.extend(_json_fields(body))
    elif content_type.startswith("application/x-www-form-urlencoded"):
        given.extend(parse_qsl(body.decode(), keep_blank_values=True))
    elif content_type.startswith("multipart/form-data"):
        given.extend(_multipart_fields(content_type, body))
    return Parameters((name, _decoded(name, value)) for name, value in given)


def _decoded(name: str, value: Any) -> Any:
    if name in TEXTS or not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


def _json_fields(body: bytes) -> Iterable[tuple[str, Any]]:
    try:
        fields = json.loads(body)
    except ValueError:
        fields = None
    if not isinstance(fields, Mapping):
        raise bad_request("can't parse JSON object")
    return fields.items()


def _multipart_fields(content_type: str, body: bytes) -> Iterable[tuple[str, str | Upload]]:
    head = f"Content-Type: {content_type}\r\n\r\n".encode()
    for part in BytesParser(policy=policy.HTTP).parsebytes(head + body).iter_parts():
        name = part.get_param("name", header="content-disposition")
        filename = part.get_filename()
        content = part.get_payload(decode=True)
        if isinstance(name, str) and isinstance(content, bytes):
            yield name, content.decode() if filename is None else Upload(filename, content)
