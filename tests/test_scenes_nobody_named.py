"""Scenes in which people let us know things, with markers: nothing that was written anywhere names them."""

from pathlib import Path

from tests.support.listening import listening_scene
from tests.support.scene import Logged
from tests.support.telegram import Fault, Person, TelegramServer

pytest_plugins = ["tests.support.scene_fixtures"]

NAME, LAST_NAME, USERNAME = "Маркерхан", "Маркеров", "marker_username"
ID = 5_551_937_461
SECRET = "zzzz marker-b1946ac9 qqqq"
CHOSEN = "wwww chosen-5891b5b5 vvvv"
MARKERS = (SECRET, NAME, LAST_NAME, USERNAME, str(ID), "701", "19 37")
OFFER = "Send this question to the moderators, without your name?"


async def test_what_people_let_us_know_names_nobody(logged: Logged, server: TelegramServer, tmp_path: Path) -> None:
    async with listening_scene(server, tmp_path, moderators=[ID]) as (_, database):
        person = Person(server, NAME, last_name=LAST_NAME, username=USERNAME, language_code="en", person_id=ID)
        for text in ("/privacy", "/safety", "can i protest without permission", SECRET):
            await person.says(text)
            await person.sees()
        await person.presses("👎 Did not help")
        await person.sees(2)
        await person.presses(OFFER)
        await person.sees()
        await person.presses("Do not send")
        await person.sees()
        await person.says(f"{CHOSEN} +7 701 555 19 37 {USERNAME}@mail.kz @{USERNAME}")
        await person.sees()
        for label in (OFFER, "Strike words", "Send"):
            await person.presses(label)
            await person.sees()
        server.faults.add("editMessageText", Fault.refusal(400, f"Bad Request: {SECRET} {ID}"))
        await person.says("/unanswered")
        await person.sees()
        await person.presses("Done", person.screen[-1])
        await person.sees()
        for text in ("/stats", "/check", "/reload", "/forget"):
            await person.says(text)
            await person.sees()
        await database.listening.keep(CHOSEN, "en")
        await database.listening.flush()
        written = database.content().decode("utf-8", errors="replace")
        assert "protest-without-permission" in written
        assert CHOSEN in written  # the one text that is ever kept, and nothing but that text
    output = logged()
    for where, content, chosen in (("the files", written, CHOSEN), ("the log", output, "")):
        for marker in (
            SECRET,
            NAME,
            LAST_NAME,
            USERNAME,
            str(ID),
            "701",
            "19 37",
            server.token,
            *{CHOSEN} - {chosen},
        ):
            assert marker.casefold() not in content.casefold(), f"{marker} is in {where}"
    for form in (ID.to_bytes(8), ID.to_bytes(8, "little"), f"{ID:x}".encode()):
        assert form not in database.content()
