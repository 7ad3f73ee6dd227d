"""Stores whose failures cost nobody an answer: a locked or full disk, a database that is gone for a while."""

from contextlib import suppress

from bot.store.breaker import Breaker, Failed, Unavailable
from bot.store.claims import Claim, Claims
from bot.store.languages import Languages, MemoryLanguages


class ForgivingLanguages:
    """Another store, with what was chosen since the start in memory too: that counts while the other fails.

    A choice that could not be written counts until it has been; that is tried again when the chat is next asked for.
    `failed` is called for each failure.
    """

    def __init__(self, languages: Languages, failed: Failed = lambda: None) -> None:
        self.on_disk = languages.on_disk
        self._languages = languages
        self._memory = MemoryLanguages()
        self._unwritten = MemoryLanguages()
        self._reading = Breaker("the store cannot be read", failed)
        self._writing = Breaker("the store cannot be written", failed)

    async def get(self, chat_id: int) -> str | None:
        """See `Languages`; raises nothing when the store fails."""
        unwritten = await self._unwritten.get(chat_id)
        if unwritten is not None:
            await self._write(chat_id, unwritten)
            return unwritten
        try:
            return await self._reading.call(lambda: self._languages.get(chat_id))
        except Unavailable:
            return await self._memory.get(chat_id)

    async def choose(self, chat_id: int, language: str) -> None:
        """See `Languages`; raises nothing when the store fails."""
        await self._memory.choose(chat_id, language)
        await self._write(chat_id, language)

    async def _write(self, chat_id: int, language: str) -> None:
        try:
            await self._writing.call(lambda: self._languages.choose(chat_id, language))
        except Unavailable:
            await self._unwritten.choose(chat_id, language)
        else:
            await self._unwritten.forget(chat_id)

    async def forget(self, chat_id: int) -> None:
        """See `Languages`. What is not forgotten must be known, so this does raise when the store fails."""
        await self._memory.forget(chat_id)
        await self._unwritten.forget(chat_id)
        await self._languages.forget(chat_id)

    async def close(self) -> None:
        """See `Languages`."""
        await self._languages.close()


class ForgivingClaims:
    """Other claims; while they fail every update is this replica's: one answered twice is better than one lost."""

    def __init__(self, claims: Claims, failed: Failed = lambda: None) -> None:
        self._claims = claims
        self._breaker = Breaker("updates cannot be shared among replicas", failed)

    async def claim(self, number: int) -> Claim:
        """See `Claims`; `MINE` when the store fails."""
        try:
            return await self._breaker.call(lambda: self._claims.claim(number))
        except Unavailable:
            return Claim.MINE

    async def done(self, number: int) -> None:
        """See `Claims`; raises nothing when the store fails."""
        with suppress(Unavailable):
            await self._breaker.call(lambda: self._claims.done(number))

    async def release(self, number: int) -> None:
        """See `Claims`; raises nothing when the store fails."""
        with suppress(Unavailable):
            await self._breaker.call(lambda: self._claims.release(number))

    async def renew(self) -> None:
        """See `Claims`; raises nothing when the store fails."""
        with suppress(Unavailable):
            await self._breaker.call(self._claims.renew)
