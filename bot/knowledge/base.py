"""The base: everything that the bot knows, as one immutable value."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

from bot.knowledge.models import (
    AmountsFile,
    Aside,
    Contact,
    Finding,
    Note,
    OutsideFile,
    PermalinksFile,
    Question,
    Recommendation,
    Report,
    Topic,
    Update,
)
from bot.knowledge.words import WordGroup

Kind = Literal["topic", "question", "recommendation", "update"]
Entry = Topic | Question | Recommendation | Update

KIND_LETTERS: Final[Mapping[Kind, str]] = MappingProxyType(
    {"topic": "t", "question": "q", "recommendation": "r", "update": "u"}
)
_KINDS: Final = MappingProxyType({letter: kind for kind, letter in KIND_LETTERS.items()})


@dataclass(frozen=True, slots=True)
class Ref:
    """The name of an entry: its kind and its id."""

    kind: Kind
    id: str

    @property
    def payload(self) -> str:
        """The payload of its permanent link: `q_protest-without-permission`."""
        return f"{KIND_LETTERS[self.kind]}_{self.id}"

    @classmethod
    def from_payload(cls, payload: str) -> "Ref | None":
        """The name that a payload stands for; None if it has not the form of one. It need not exist."""
        letter, separator, id_ = payload.partition("_")
        kind = _KINDS.get(letter)
        return cls(kind, id_) if kind and separator and id_ else None


@dataclass(frozen=True, slots=True)
class AsideRef:
    """The name of something that belongs to no topic: small talk, or a subject that the base does not cover."""

    kind: Literal["smalltalk", "neighbour"]
    id: str


@dataclass(frozen=True, slots=True)
class Base:
    """The base as loaded and checked. The mappings are made from the tuples and are read-only."""

    report: Report
    topics: tuple[Topic, ...]
    notes: tuple[Note, ...]
    contacts: Mapping[str, Contact]
    amounts: AmountsFile
    words: tuple[WordGroup, ...]
    entries: Mapping[Ref, Entry]
    findings: Mapping[int, Finding]
    asides: Mapping[AsideRef, Aside]
    aliases: Mapping[Ref, Ref]
    retired: Mapping[Ref, Ref]

    def resolve(self, ref: Ref) -> Ref | None:
        """The entry to which a name leads today, through aliases and replacements; None if there is none."""
        led = self._way(ref)[-1]
        return led if led in self.entries else None

    def was_replaced(self, ref: Ref) -> bool:
        """Whether the entry of this name is gone and another one stands in its place."""
        return any(name in self.retired for name in self._way(ref))

    def _way(self, ref: Ref) -> list[Ref]:
        """The names through which a name leads, itself first."""
        way = [ref]
        while (led := self.aliases.get(ref) or self.retired.get(ref)) and led not in way:
            way.append(ref := led)
        return way

    def topic(self, id_: str) -> Topic:
        """The topic with this id; KeyError if there is none."""
        entry = self.entries[Ref("topic", id_)]
        assert isinstance(entry, Topic)  # noqa: S101 - the kind is part of the key
        return entry

    def question(self, id_: str) -> Question:
        """The question with this id; KeyError if there is none."""
        entry = self.entries[Ref("question", id_)]
        assert isinstance(entry, Question)  # noqa: S101 - the kind is part of the key
        return entry

    def recommendation(self, id_: str) -> Recommendation:
        """The recommendation with this id; KeyError if there is none."""
        entry = self.entries[Ref("recommendation", id_)]
        assert isinstance(entry, Recommendation)  # noqa: S101 - the kind is part of the key
        return entry

    def update(self, id_: str) -> Update:
        """The update with this id; KeyError if there is none."""
        entry = self.entries[Ref("update", id_)]
        assert isinstance(entry, Update)  # noqa: S101 - the kind is part of the key
        return entry

    @property
    def questions(self) -> tuple[Question, ...]:
        """All questions, topic by topic."""
        return tuple(question for topic in self.topics for question in topic.questions)

    def topic_of(self, ref: Ref) -> Topic:
        """The topic to which an entry belongs (a topic belongs to itself)."""
        entry = self.entries[ref]
        return entry if isinstance(entry, Topic) else self.topic(entry.topic)

    def paragraphs_of(self, ref: Ref) -> tuple[int, ...]:
        """The report's paragraphs on which an entry rests; for a recommendation those of its topic."""
        entry = self.entries[ref]
        return self.topic(entry.topic).paragraphs if isinstance(entry, Recommendation) else entry.paragraphs


def ref_of(entry: Entry) -> Ref:
    """The name of an entry."""
    match entry:
        case Topic():
            return Ref("topic", entry.id)
        case Question():
            return Ref("question", entry.id)
        case Recommendation():
            return Ref("recommendation", entry.id)
        case Update():
            return Ref("update", entry.id)


def build_base(
    *,
    report: Report,
    topics: tuple[Topic, ...],
    notes: tuple[Note, ...],
    contacts: tuple[Contact, ...],
    amounts: AmountsFile,
    outside: OutsideFile,
    permalinks: PermalinksFile,
    words: tuple[WordGroup, ...] = (),
) -> Base:
    """Put loaded parts together. The references among them must have been checked."""
    entries: dict[Ref, Entry] = {}
    for topic in topics:
        members: list[Entry] = [topic, *topic.questions, *topic.recommendations, *topic.updates]
        entries.update({ref_of(entry): entry for entry in members})
    return Base(
        report=report,
        topics=topics,
        notes=notes,
        contacts=MappingProxyType({contact.id: contact for contact in contacts}),
        amounts=amounts,
        words=words,
        entries=MappingProxyType(entries),
        findings=MappingProxyType({finding.paragraph: finding for topic in topics for finding in topic.findings}),
        aliases=MappingProxyType({_ref(alias.old): _ref(alias.new) for alias in permalinks.aliases}),
        retired=MappingProxyType({_ref(gone.old): _ref(gone.new) for gone in permalinks.retired}),
        asides=MappingProxyType(
            {
                **{AsideRef("smalltalk", aside.id): aside for aside in outside.smalltalk},
                **{AsideRef("neighbour", aside.id): aside for aside in outside.neighbours},
            }
        ),
    )


def _ref(payload: str) -> Ref:
    ref = Ref.from_payload(payload)
    assert ref is not None  # noqa: S101 - the model has checked its form
    return ref
