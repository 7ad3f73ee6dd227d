"""The Bot API's objects for files, made up where nothing depends on them."""

from itertools import count
from typing import Any

from .parameters import Upload

_numbers = count(1)


def photo(file: str | Upload) -> dict[str, Any]:
    """The field of a message with a photo, in two sizes."""
    sizes = [(90, 90), (800, 800)]
    return {"photo": [{**_file(file), "width": width, "height": height} for width, height in sizes]}


def document(file: str | Upload) -> dict[str, Any]:
    """The field of a message with a document."""
    name = file.filename if isinstance(file, Upload) else "file"
    return {"document": {**_file(file), "file_name": name, "mime_type": "application/octet-stream"}}


def voice(seconds: int) -> dict[str, Any]:
    """The field of a voice message."""
    return {"voice": {**_file("voice"), "duration": seconds, "mime_type": "audio/ogg"}}


def sticker(emoji: str) -> dict[str, Any]:
    """The field of a message with a sticker."""
    size = {"width": 512, "height": 512}
    kind = {"type": "regular", "is_animated": False, "is_video": False, "emoji": emoji}
    return {"sticker": {**_file("sticker"), **size, **kind}}


def _file(file: str | Upload) -> dict[str, Any]:
    number = next(_numbers)
    made = {"file_id": f"file-{number}", "file_unique_id": f"unique-{number}"}
    if isinstance(file, Upload):
        return {**made, "file_size": len(file.content)}
    return made if "/" in file else {**made, "file_id": file}
