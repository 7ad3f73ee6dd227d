"""A search that decides as a test tells it, where a scene is not about search."""

from collections.abc import Mapping
from dataclasses import replace

from bot.knowledge import Language, Ref
from bot.library import Library
from bot.search import Candidate, Decision, Document, Refuse, Search, Suggest


class ScriptedSearch(Search):
    """Decides as usual, but for some texts as told; an exception is raised."""

    def __init__(self, library: Library, script: Mapping[str, Decision | Exception]) -> None:
        super().__init__(library.base, lexicon=library.search.lexicon)
        self._script = script

    def decide(self, text: str, reader: Language | None = None) -> Decision:
        """The decision that is scripted for this text, else the usual one."""
        told = self._script.get(text)
        if isinstance(told, Exception):
            raise told
        return told or super().decide(text, reader)


def scripted(library: Library, script: Mapping[str, Decision | Exception]) -> Library:
    """The library, with these texts decided as told."""
    return replace(library, search=ScriptedSearch(library, script))


def suggestion(language: Language, *payloads: str) -> Suggest:
    """A choice of the entries that have these payloads."""
    return Suggest(language, tuple(_candidate(payload, language, 0.3) for payload in payloads), 0.3)


def refusal(language: Language, *nearest: str) -> Refuse:
    """A refusal of what is outside the base; the entries that have the payloads `nearest` came nearest."""
    return Refuse(language, "outside", 0.1, tuple(_candidate(payload, language, 0.1) for payload in nearest))


def _candidate(payload: str, language: Language, score: float) -> Candidate:
    ref = Ref.from_payload(payload)
    assert ref is not None, payload
    return Candidate(ref, score, Document(ref, language, payload), ())
