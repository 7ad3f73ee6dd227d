"""A base grown by script: variants of its own phrasings, for clones of its own entries, by fixed seed."""

import random
from dataclasses import replace
from itertools import count, cycle
from types import MappingProxyType
from typing import Final

from bot.knowledge import Base, Ref
from bot.search import Document, documents

A_TARGET: Final = 50
"""So many phrasings has each clone."""

_SEED: Final = 20
_FEW: Final = 3


def grown(base: Base, size: int) -> tuple[Base, list[Document]]:
    """A base with as many clones of its questions and recommendations as give `size` phrasings; and all phrasings.

    Clones belong to the topics of what they are clones of, so that the right topic of a question stays the same.
    """
    known = list(documents(base))
    of_target: dict[Ref, list[Document]] = {}
    for document in known:
        if isinstance(document.target, Ref) and document.target.kind != "topic":
            of_target.setdefault(document.target, []).append(document)
    words = {
        language: sorted({word for each in known if each.language == language for word in each.text.split()})
        for language in {each.language for each in known}
    }
    rng = random.Random(_SEED)
    entries = dict(base.entries)
    for number, (target, own) in zip(count(), cycle(of_target.items())):
        if len(known) >= size:
            break
        clone = Ref(target.kind, f"{target.id}-clone-{number}")
        entries[clone] = base.entries[target].model_copy(update={"id": clone.id})
        for _ in range(min(A_TARGET, size - len(known))):
            like = own[int(rng.random() * len(own))]
            known.append(Document(clone, like.language, _varied(like.text, words[like.language], rng)))
    return replace(base, entries=MappingProxyType(entries)), known


def _varied(text: str, words: list[str], rng: random.Random) -> str:
    """A text with one word left out, one replaced by another of the language, two neighbours swapped, and a slip."""
    own = text.split()
    own[int(rng.random() * len(own))] = words[int(rng.random() * len(words))]
    if len(own) > _FEW:
        del own[int(rng.random() * len(own))]
        at = int(rng.random() * (len(own) - 1))
        own[at : at + 2] = own[at + 1], own[at]
    at = int(rng.random() * len(own))
    letter = int(rng.random() * len(own[at]))
    own[at] = own[at][:letter] + own[at][letter + 1 :] or own[at]
    return " ".join(own)
