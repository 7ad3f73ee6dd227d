"""The parse mode HTML, read as strictly as Telegram's own parser reads it and refused in its words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from .errors import ApiError, bad_request
from .formatted import Entity, FormattedText, units
from .links import checked_link

_SIMPLE: Final = {
    **dict.fromkeys(("b", "strong"), "bold"),
    **dict.fromkeys(("i", "em"), "italic"),
    **dict.fromkeys(("u", "ins"), "underline"),
    **dict.fromkeys(("s", "strike", "del"), "strikethrough"),
    **dict.fromkeys(("span", "tg-spoiler"), "spoiler"),
}
_TAGS: Final = frozenset({*_SIMPLE, "a", "code", "pre", "blockquote", "tg-emoji"})
_NAMED: Final = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE: Final = re.compile(
    r"&(?:#x(?P<hex>[0-9a-fA-F]{1,6})|#(?P<decimal>\d{1,7})|(?P<name>[a-zA-Z]+));?", re.ASCII
)
_PLAIN: Final = re.compile(r"[^<&]*")
_NAME: Final = re.compile(r"[^\s>]*")
_SPACE: Final = re.compile(r"\s*")
_ATTRIBUTE_NAME: Final = re.compile(r"[^\s=>/\"']*")
_TOKEN: Final = re.compile(r"[a-zA-Z0-9.-]*")


@dataclass(frozen=True)
class _OpenTag:
    name: str
    argument: str
    offset: int
    written: int


def parse_html(source: str) -> FormattedText:
    """The text and entities that the HTML stands for; a refusal if Telegram would not understand it."""
    parser = _Parser(source)
    parser.run()
    for entity in parser.entities:
        if entity["type"] == "code":
            entity.pop("language", None)
    return FormattedText("".join(parser.written), tuple(parser.entities))


class _Parser:
    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.begin = 0
        self.written: list[str] = []
        self.offset = 0
        self.open: list[_OpenTag] = []
        self.entities: list[Entity] = []

    def run(self) -> None:
        while self.at < len(self.source):
            if self.source[self.at] != "<":
                self._write(self._take(_PLAIN) or self._character())
                continue
            self.begin = self.at
            self.at += 1
            if self._next() == "/":
                self._end_tag()
            else:
                self._start_tag()
        if self.open:
            raise _refusal(f'Can\'t find end tag corresponding to start tag "{self.open[-1].name}"')

    def _next(self) -> str:
        """The character ahead, empty at the end."""
        return self.source[self.at : self.at + 1]

    def _take(self, pattern: re.Pattern[str]) -> str:
        """What the pattern matches here, which may be nothing; it is passed over."""
        match = pattern.match(self.source, self.at)
        taken = match.group() if match else ""
        self.at += len(taken)
        return taken

    def _write(self, characters: str) -> None:
        self.written.append(characters)
        self.offset += units(characters)

    def _character(self) -> str:
        """The character here, a reference decoded; it is passed over."""
        match = _REFERENCE.match(self.source, self.at)
        decoded = _referred(match) if match else None
        if match is None or decoded is None:
            self.at += 1
            return self.source[self.at - 1]
        self.at = match.end()
        return decoded

    def _error(self, what: str, details: str = "") -> ApiError:
        place = len(self.source[: self.begin].encode("utf-8", "surrogatepass"))
        return _refusal(f"{what} at byte offset {place}{details}")

    def _start_tag(self) -> None:
        name = self._take(_NAME).lower()
        if not self._next():
            raise self._error("Unclosed start tag")
        if name not in _TAGS:
            raise self._error(f'Unsupported start tag "{name}"')
        argument = ""
        for attribute, value in self._attributes(name):
            if (name, attribute) in (("a", "href"), ("tg-emoji", "emoji-id")):
                argument = value
            elif (name, attribute) == ("code", "class") and value.startswith("language-"):
                argument = value.removeprefix("language-")
            elif (name, attribute) == ("span", "class"):
                argument = value
            elif (name, attribute) == ("blockquote", "expandable"):
                argument = attribute
        if name == "span" and argument != "tg-spoiler":
            raise self._error('Tag "span" must have class "tg-spoiler"')
        self.open.append(_OpenTag(name, argument, self.offset, len(self.written)))

    def _attributes(self, tag: str) -> Iterator[tuple[str, str]]:
        """The attributes up to the closing bracket, which is passed over."""
        while True:
            self._take(_SPACE)
            if self._next() == ">":
                self.at += 1
                return
            attribute = self._take(_ATTRIBUTE_NAME)
            if not attribute:
                what = f'Empty attribute name in the tag "{tag}"' if self._next() else "Unclosed start tag"
                raise self._error(what)
            self._take(_SPACE)
            value = ""
            if self._next() == "=":
                self.at += 1
                self._take(_SPACE)
                value = self._value()
            if not self._next():
                raise self._error("Unclosed start tag")
            yield attribute, value

    def _value(self) -> str:
        quote = self._next()
        if quote not in ("'", '"'):
            token = self._take(_TOKEN).lower()
            if self._next() not in ("", ">") and not self._next().isspace():
                raise self._error("Unexpected end of name token")
            return token
        self.at += 1
        characters = []
        while self._next() not in ("", quote):
            characters.append(self._character())
        self.at += len(self._next())
        return "".join(characters)

    def _end_tag(self) -> None:
        if not self.open:
            raise self._error("Unexpected end tag")
        self.at += 1
        name = self._take(_NAME).lower()
        self._take(_SPACE)
        if self._next() != ">":
            raise self._error("Unclosed end tag")
        self.at += 1
        tag = self.open.pop()
        if name and name != tag.name:
            raise self._error("Unmatched end tag", f', expected "</{tag.name}>", found "</{name}>"')
        length = self.offset - tag.offset
        if length:
            self._add(tag, {"offset": tag.offset, "length": length})

    def _add(self, tag: _OpenTag, place: Entity) -> None:
        """Add the entity of a tag that was closed."""
        last = self.entities[-1] if self.entities else {}
        same_place = all(last.get(key) == place[key] for key in place)
        if tag.name in _SIMPLE:
            self.entities.append({"type": _SIMPLE[tag.name], **place})
        elif tag.name == "a":
            url = checked_link(tag.argument or "".join(self.written[tag.written :]))
            if url is not None:
                self.entities.append({"type": "text_link", **place, "url": url})
        elif tag.name == "tg-emoji":
            if not tag.argument.isdecimal():
                raise _refusal("Invalid custom emoji identifier specified")
            self.entities.append({"type": "custom_emoji", **place, "custom_emoji_id": tag.argument})
        elif tag.name == "blockquote":
            self.entities.append({"type": "expandable_blockquote" if tag.argument else "blockquote", **place})
        elif tag.name == "pre" and same_place and last["type"] == "code" and "language" in last:
            last["type"] = "pre"
        else:
            language = {"language": tag.argument} if tag.argument else {}
            self.entities.append({"type": tag.name, **place, **language})


def _referred(match: re.Match[str]) -> str | None:
    """The character that a reference stands for, None if it is left as it is written."""
    if match["name"] is not None:
        return _NAMED.get(match["name"])
    code = int(match["hex"], 16) if match["hex"] else int(match["decimal"])
    if 0xD800 <= code <= 0xDFFF:
        raise _refusal("Text contains invalid Unicode characters after decoding HTML entities")
    return chr(code) if 0 < code < 0x10FFFF else None


def _refusal(what: str) -> ApiError:
    return bad_request(f"can't parse entities: {what}")
