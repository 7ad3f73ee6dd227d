"""Telegram's HTML -> what a terminal can show."""

from html.parser import HTMLParser
from typing import Final

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.style import Style
from rich.text import Text

_BAR: Final = "│ "
_STYLES: Final = {"b": Style(bold=True), "i": Style(italic=True, dim=True)}


class _Quotation:
    """Text with a bar on its left."""

    def __init__(self, text: Text) -> None:
        self._text = text

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for line in self._text.wrap(console, max(options.max_width - len(_BAR), 1)):
            yield Text.assemble((_BAR, "dim"), line)


class _Drawer(HTMLParser):
    """Gathers text in styles; a quotation becomes a block of its own with a bar on its left."""

    def __init__(self, *, write_links_out: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[RenderableType] = []
        self._text = Text()
        self._styles: list[Style] = []
        self._links: list[str] = []
        self._write_links_out = write_links_out

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "blockquote":
            self.end_block()
        elif tag == "a":
            address = dict(attrs).get("href") or ""
            self._links.append(address)
            self._styles.append(Style(underline=True, link=address))
        else:
            self._styles.append(_STYLES.get(tag, Style()))

    def handle_endtag(self, tag: str) -> None:
        if tag == "blockquote":
            quoted, self._text = self._text, Text()
            self.blocks.append(_Quotation(quoted))
            return
        self._styles.pop()
        if tag == "a":
            address = self._links.pop()
            if self._write_links_out:
                self._text.append(f" <{address}>", Style(dim=True))

    def handle_data(self, data: str) -> None:
        if self.blocks and not self._text:
            data = data.removeprefix("\n")  # the line on which the quotation ended
        self._text.append(data, Style.combine([Style(), *self._styles]))

    def end_block(self) -> None:
        """Close the running text as a block, if there is any."""
        if self._text.plain.strip():
            self._text.rstrip()
            self.blocks.append(self._text)
        self._text = Text()


def draw(html: str, *, write_links_out: bool = False) -> RenderableType:
    """A message as rich can print it; `write_links_out` puts addresses behind links that cannot be clicked."""
    drawer = _Drawer(write_links_out=write_links_out)
    drawer.feed(html)
    drawer.close()
    drawer.end_block()
    return Group(*drawer.blocks)
