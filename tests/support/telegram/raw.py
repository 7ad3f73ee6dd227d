"""Calls without the library, which changes the wording of refusals."""

from typing import Any

import httpx

from .server import TelegramServer


async def refusal(server: TelegramServer, method: str, **parameters: Any) -> str:
    """Call a method that must be refused with 400; the description."""
    async with httpx.AsyncClient() as client:
        answer = await client.post(f"{server.url}/bot{server.token}/{method}", json=parameters)
    assert answer.status_code == answer.json()["error_code"] == 400
    return str(answer.json()["description"])
