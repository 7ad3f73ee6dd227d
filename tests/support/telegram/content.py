"""The text of a call, read in its parse mode and measured."""

from typing import Final

from .errors import bad_request
from .formatted import FormattedText, finished, units
from .html_text import parse_html
from .parameters import Parameters

MAX_TEXT: Final = 4096
MAX_CAPTION: Final = 1024


def message_text(parameters: Parameters, name: str = "text", entities: str = "entities") -> FormattedText:
    """The text of a message; refused if it is empty or too long after parsing."""
    content = _formatted(parameters, name, entities)
    if not content.text:
        raise bad_request("message text is empty")
    if units(content.text) > MAX_TEXT:
        raise bad_request("message is too long")
    return content


def caption(parameters: Parameters) -> FormattedText:
    """The caption of a photo or document, which may be empty; refused if it is too long after parsing."""
    content = _formatted(parameters, "caption", "caption_entities")
    if units(content.text) > MAX_CAPTION:
        raise bad_request("message caption is too long")
    return content


def _formatted(parameters: Parameters, name: str, entities: str) -> FormattedText:
    source = parameters.text(name).replace("\r", "")
    mode = parameters.text("parse_mode").lower()
    if mode not in ("", "html"):
        raise bad_request("unsupported parse_mode")
    if mode == "html":
        parsed = parse_html(source)
        return finished(parsed.text, parsed.entities)
    return finished(source, parameters.array(entities) or ())
