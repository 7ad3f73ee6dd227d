"""All tables. Each says in a plain sentence what it keeps: /privacy is made of these sentences.

Rows lie in the order of their keys (in SQLite there are no row numbers), so that no order tells when something came.
What is changed here needs a new revision in `migrations/versions/`; a test asks for it.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final, Literal

from sqlalchemy import BigInteger, Boolean, Integer, LargeBinary, String, Table, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

DAY: Final = 10
"""Letters in a day: 2026-07-15."""


About = Literal["chats", "updates", "nobody"]
"""What a table is about. `chats`: written only if there is a storage key. `updates`: only if, besides, replicas share
a PostgreSQL. `nobody`: counts, and what people send themselves."""


def N_(sentence: str) -> str:
    """Mark a sentence for translation; said by whoever shows it."""
    return sentence


def _keeps(sentence: str, about: About = "nobody") -> Mapping[str, Any]:
    """What a table says of itself."""
    return {"sqlite_with_rowid": False, "info": {"keeps": sentence, "about": about}}


class Base(DeclarativeBase):
    """The base of the tables; its metadata knows all of them."""


class ChatLanguage(Base):
    """One chat's language. The key is a keyed hash: without the key nobody can tell whose it is."""

    __tablename__ = "chat_language"
    __table_args__ = _keeps(
        N_("The language that you chose, under a code made from the number of this chat with a secret key."),
        about="chats",
    )

    chat: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    language: Mapped[str] = mapped_column(String(2))


class SeenUpdate(Base):
    """One update: held by a replica until a time, or done and remembered until a full hour (both in seconds)."""

    __tablename__ = "seen_update"
    __table_args__ = _keeps(
        N_(
            "That something you sent was dealt with, so that it is not answered twice: a code made from its number"
            " with a secret key. It does not say whose it was, so /forget cannot find it; it is deleted after a day."
        ),
        about="updates",
    )

    number: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    holder: Mapped[bytes] = mapped_column(LargeBinary(8))
    done: Mapped[bool] = mapped_column(Boolean)
    until: Mapped[int] = mapped_column(BigInteger, index=True)


class Asked(Base):
    """How many questions there were; `topic` and `reason` are empty where the decision has none."""

    __tablename__ = "asked"
    __table_args__ = _keeps(
        N_(
            "How many questions were asked each day, by topic, by language and by whether there was an answer. Not"
            " what was written, nor by whom."
        )
    )

    day: Mapped[str] = mapped_column(String(DAY), primary_key=True)
    topic: Mapped[str] = mapped_column(String(48), primary_key=True)
    language: Mapped[str] = mapped_column(String(2), primary_key=True)
    decision: Mapped[str] = mapped_column(String(16), primary_key=True)
    reason: Mapped[str] = mapped_column(String(16), primary_key=True)
    number: Mapped[int] = mapped_column(Integer)


class Helped(Base):
    """How often an entry helped or did not; `entry` is the payload of its permanent link, `verdict` yes or no."""

    __tablename__ = "helped"
    __table_args__ = _keeps(
        N_(
            "How many people each day said that an answer helped or did not, by answer and by language. Not who they"
            " are."
        )
    )

    day: Mapped[str] = mapped_column(String(DAY), primary_key=True)
    entry: Mapped[str] = mapped_column(String(64), primary_key=True)
    language: Mapped[str] = mapped_column(String(2), primary_key=True)
    verdict: Mapped[str] = mapped_column(String(3), primary_key=True)
    number: Mapped[int] = mapped_column(Integer)


class Unanswered(Base):
    """A question that its author chose to send. The id is random: it tells no time, nor does the place of the row."""

    __tablename__ = "unanswered"
    __table_args__ = _keeps(
        N_(
            "A question that you yourself send to the moderators: the text that you were shown, its language and the"
            " day, without your name. It is deleted once it is dealt with, after 30 days at the latest."
        )
    )

    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(2))
    day: Mapped[str] = mapped_column(String(DAY))


class Dealt(Base):
    """How many unanswered questions the moderators dealt with, and how: `done` or `not-ours`."""

    __tablename__ = "dealt"
    __table_args__ = _keeps(N_("How many of these questions the moderators dealt with each day."))

    day: Mapped[str] = mapped_column(String(DAY), primary_key=True)
    outcome: Mapped[str] = mapped_column(String(8), primary_key=True)
    number: Mapped[int] = mapped_column(Integer)


COUNTS: Final = (Asked, Helped, Dealt)
"""The tables that only count: a key of several columns, and a `number`."""


def sentences(about: Collection[About]) -> Iterator[str]:
    """What the tables keep that are about one of these."""
    for table in tables():
        if table.info["about"] in about:
            yield table.info["keeps"]


def tables() -> tuple[Table, ...]:
    """All tables, in the order in which they stand above."""
    return tuple(Base.metadata.tables.values())
