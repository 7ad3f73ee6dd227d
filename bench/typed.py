"""Makes `bench/questions/typed.jsonl`: the plain questions again, as people type them on a phone, by fixed seed.

    python -m bench.typed

Each kind of typing takes every question of `plain.jsonl` that it can: typo, latin, nospecial, layout, mixed, short
and story. The set only measures; nothing is fitted to it. How people type is written down here anew (`typed_tables`),
not taken from search, which must not be measured with its own tables.
"""

import json
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import yaml

from bench import typed_tables as tables

Row = dict[str, Any]
"""A question as it stands in a file of questions: `id`, `text`, `lang`, `kind`, `topics` and more."""

QUESTIONS: Final = Path(__file__).parent / "questions"
TYPED: Final = "typed.jsonl"

_WORD: Final = re.compile(r"[^\W\d_]+")
_HALF: Final = 0.5

_LONG_ENOUGH: Final = 5
_SHORT: Final = 3
_STEM: Final = 5


def read_rows(path: Path) -> list[Row]:
    """The questions of a file of JSON lines."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def typo(text: str, lang: str, rng: random.Random) -> str:
    """One or two slips of the finger: a neighbouring key, two letters swapped, one left out, one twice."""
    for _ in range(1 + (rng.random() < _HALF)):
        words = [found for found in _WORD.finditer(text) if len(found[0]) >= _LONG_ENOUGH]
        if not words:
            return text
        found = words[int(rng.random() * len(words))]
        text = text[: found.start()] + _slip(found[0], lang, rng) + text[found.end() :]
    return text


def _slip(word: str, lang: str, rng: random.Random) -> str:
    at = 1 + int(rng.random() * (len(word) - 2))  # the first letter is seldom wrong
    kind = int(rng.random() * 4)
    if kind == 0:
        neighbours = tables.NEIGHBOURS[lang].get(word[at].lower(), "")
        return word[:at] + (neighbours[int(rng.random() * len(neighbours))] if neighbours else "") + word[at + 1 :]
    if kind == 1:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return word[:at] + (word[at] * 2 if kind == 2 else "") + word[at + 1 :]  # noqa: PLR2004 - the kinds are numbers


def replaced(text: str, table: Mapping[str, str]) -> str:
    """A text with every letter of a table replaced, capitals by capitals."""
    return "".join(_like(char, table.get(char.lower(), char)) for char in text)


def _like(char: str, by: str) -> str:
    return by[:1].upper() + by[1:] if char.isupper() else by


def layout(text: str, lang: str, rng: random.Random) -> str:
    """Every key as it is on the English layout."""
    text = re.sub("[«»—–]", "", text)
    return (text.lower() if rng.random() < _HALF else text).translate(tables.KEYS[lang])


def mixed(text: str, pairs: Sequence[tuple[str, str]]) -> str | None:
    """Some words in the other language, with the Kazakh endings left where they were; None if none is known."""
    count = 0
    for said, by in pairs:
        text, done = re.subn(rf"\b{said}", lambda found, by=by: _like(found[0][0], by), text, flags=re.IGNORECASE)  # type: ignore[misc]
        count += done
    return text if count else None


class Shortener:
    """Takes from a question the two or three words that tell best what it is about.

    Those are the words that the other written questions on the same topic have more often than those on other
    topics; of those that none has, the rarest and longest. The base itself is not looked at.
    """

    def __init__(self, rows: Sequence[Row], empty: Mapping[str, str]) -> None:
        """`rows` are all written questions; `empty` has for each language the words that say nothing."""
        self._empty = {lang: frozenset(words.split()) for lang, words in empty.items()}
        self._having: dict[str, set[str]] = defaultdict(set)
        self._of_topic: dict[tuple[str, str], set[str]] = defaultdict(set)
        for row in rows:
            for stem in {_stem(word) for word in _WORD.findall(row["text"])}:
                self._having[stem].add(row["id"])
                for topic in row["topics"]:
                    self._of_topic[topic, stem].add(row["id"])

    def shorten(self, row: Row) -> str:
        """Two or three words of a question, in their order."""
        words = [
            word
            for word in _WORD.findall(row["text"].lower())
            if word not in self._empty[row["lang"]] and len(word) > 1
        ]
        best = sorted(dict.fromkeys(words), key=lambda word: self._rank(word, row))[:_SHORT]
        return " ".join(word for word in words if word in best)

    def _rank(self, word: str, row: Row) -> tuple[float, int, int]:
        stem = _stem(word)
        having = self._having[stem] - {row["id"]}
        same = self._of_topic[row["topics"][0], stem] & having
        return -(len(same) + 0.1) / (len(having) + 1), len(having), -len(word)


def _stem(word: str) -> str:
    return word.lower()[:_STEM]


def story(text: str, before: Sequence[str], after: Sequence[str], rng: random.Random) -> str:
    """The question behind two or three other sentences, or with one or two of them before it and one after it."""
    before, after = list(before), list(after)
    told = [_take(before, rng) for _ in range(2 + (rng.random() < _HALF))]
    if rng.random() < _HALF:
        return " ".join([*told, text])
    return " ".join([*told[1:], text, _take(after, rng)])


def _take(stock: list[str], rng: random.Random) -> str:
    return stock.pop(int(rng.random() * len(stock)))


def variants(row: Row, words: Row, shortener: Shortener) -> Iterator[tuple[str, str]]:
    """All ways in which one question is typed: the kind, and the text."""
    text, lang = row["text"], row["lang"]
    yield "typo", typo(text, lang, _random("typo", row))
    if lang != "en":
        for table in tables.LATIN[lang]:
            yield "latin", replaced(text, table)
        yield "layout", layout(text, lang, _random("layout", row))
    if lang == "kk":
        yield "nospecial", replaced(text, tables.RUSSIAN_KEYBOARD)
        yield "nospecial", replaced(" ".join(_WORD.findall(text.lower())), tables.LOOKALIKES)
    if text_mixed := mixed(text, words["mixed"][lang]):
        yield "mixed", text_mixed
    yield "short", shortener.shorten(row)
    yield "story", story(text, words["before"][lang], words["after"][lang], _random("story", row))


def _random(kind: str, row: Row) -> random.Random:
    return random.Random(f"{kind} {row['id']}")


def make(folder: Path) -> str:
    """The text of the file, made from the other files of the folder."""
    words = yaml.safe_load((folder / "typing.yaml").read_text("utf-8"))
    plain = read_rows(folder / "plain.jsonl")
    shortener = Shortener([*plain, *read_rows(folder / "inside-fit.jsonl")], words["empty"])
    made: list[Row] = []
    for row in plain:
        counts: Counter[str] = Counter()
        for kind, text in variants(row, words, shortener):
            counts[kind] += 1
            number = f"-{counts[kind]}" if counts[kind] > 1 else ""
            made.append(row | {"id": f"{kind}-{row['id']}{number}", "text": text, "kind": kind})
    made.sort(key=lambda row: tables.KINDS.index(row["kind"]))
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in made)


def main() -> None:
    """Write the file, and say how many there are of each kind."""
    text = make(QUESTIONS)
    (QUESTIONS / TYPED).write_text(text, "utf-8")
    for kind, count in Counter(json.loads(line)["kind"] for line in text.splitlines()).items():
        print(f"{kind:<10}{count:>5}")


if __name__ == "__main__":
    main()
