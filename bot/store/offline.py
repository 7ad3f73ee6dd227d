"""What the command line does with the store, whether the bot runs or not. A file that is not there is not made."""

from collections.abc import Mapping, Sequence

from sqlalchemy.exc import SQLAlchemyError

from bot.store.engines import full_url, patient_engine, sqlite_file
from bot.store.erasing import forget_all
from bot.store.opening import StoreError, open_database, open_records
from bot.store.unanswered import UnansweredQuestion


async def stored_questions(database_url: str) -> Sequence[UnansweredQuestion]:
    """The questions that people sent. Raises `StoreError`."""
    if _is_missing(database_url):
        return ()
    records = await open_records(database_url)
    try:
        return await records.unanswered.all()
    except SQLAlchemyError as error:
        raise StoreError(f"DATABASE_URL: cannot be read: {_reason(error)}") from error
    finally:
        await records.close()


async def empty(database_url: str, *, everything: bool) -> Mapping[str, int]:
    """Delete what is kept about chats and updates, or `everything`; how many rows each table had.

    Raises `StoreError`.
    """
    if _is_missing(database_url):
        return {}
    engine = await open_database(database_url)
    patient = patient_engine(full_url(database_url), engine)
    try:
        return await forget_all(patient, everything=everything)
    except SQLAlchemyError as error:
        raise StoreError(f"DATABASE_URL: cannot be emptied: {_reason(error)}") from error
    finally:
        await patient.dispose()
        await engine.dispose()


def _is_missing(database_url: str) -> bool:
    file = sqlite_file(database_url)
    return file is not None and not file.exists()


def _reason(error: SQLAlchemyError) -> str:
    """What the driver says; it names no row."""
    return str(getattr(error, "orig", None) or type(error).__name__).splitlines()[0]
