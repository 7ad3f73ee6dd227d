"""Scenes with posters: photos and PDFs sent into the chat, with all their words beside them."""

from collections.abc import AsyncIterator
from io import BytesIO

import pytest
import zxingcpp
from PIL import Image
from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.cards import MakePoster
from bot.cards.actions import encode
from bot.knowledge import LANGUAGES, Kind, Language, Ref
from bot.posters import DrawingError, Drawn, Posters
from bot.posters.text import PosterText
from tests.support.base import Folder, small_library
from tests.support.process import ENOUGH
from tests.support.scene import Scene, say
from tests.support.telegram import Person, ShownMessage, TelegramServer
from tests.support.telegram.faults import Fault
from tests.support.telegram.groups import Group
from tests.support.telegram.parameters import Upload

pytest_plugins = ["tests.support.scene_fixtures"]

PRINT = "For printing: A4, PDF"
ONE = Drawn((b"photo",), b"%PDF-")
TWO = Drawn((b"first", b"second"), b"%PDF-")


class Desk:
    """Draws what it is told, and counts."""

    def __init__(self, drawn: Drawn) -> None:
        self.drawn = drawn
        self.count = 0

    async def __call__(self, text: PosterText) -> Drawn:
        self.count += 1
        return self.drawn


@pytest.fixture
async def desk(scene: Scene) -> AsyncIterator[Desk]:
    desk = Desk(ONE)
    scene.services.posters = Posters(desk)
    yield desk
    await scene.services.posters.close()


async def press(
    scene: Scene, person: Person, id_: str, *, kind: Kind = "question", language: Language = "en"
) -> None:
    data = encode(MakePoster(Ref(kind, id_), language))
    await scene.sends_old_buttons(person, data)
    query = await person.presses(data)
    await query.answered()


async def test_a_photo_with_all_its_words_and_a_button_for_printing(scene: Scene) -> None:
    """The real thing: drawn in a process, uploaded, its code read."""
    person = scene.person(language_code="ru")
    await press(scene, person, "pray-at-home", language="ru")
    photo = await person.sees(timeout=ENOUGH)
    await scene.services.posters.close()
    assert photo.media == "photo"
    title = small_library().base.question("pray-at-home").title["ru"]
    assert photo.styled("bold")[0] == title
    assert small_library().base.question("pray-at-home").answer["ru"] in photo.text
    assert "2009 года, § " in photo.text
    assert "t.me/tests_bot?start=q_pray-at-home" in photo.text
    assert [button.text for button in photo.all_buttons] == [say("ru", PRINT)]
    (call,) = scene.server.calls_of("sendPhoto")
    upload = call.parameters["photo"]
    assert isinstance(upload, Upload)
    (code,) = zxingcpp.read_barcodes(Image.open(BytesIO(upload.content)))
    assert code.text == "https://t.me/tests_bot?start=q_pray-at-home"
    assert [call.parameters["action"] for call in scene.server.calls_of("sendChatAction")] == ["upload_photo"]


async def test_the_button_below_a_photo_brings_the_pdf(scene: Scene, desk: Desk) -> None:
    person = scene.person()
    await press(scene, person, "pray-at-home")
    await person.sees()
    await person.presses(PRINT)
    pdf = await person.sees()
    assert (pdf.media, pdf.text) == ("document", small_library().base.question("pray-at-home").title["en"])
    upload = scene.server.calls_of("sendDocument")[0].parameters["document"]
    assert (upload.filename, upload.content) == ("q_pray-at-home-en.pdf", b"%PDF-")
    assert desk.count == 1


async def test_a_poster_is_uploaded_once(scene: Scene, desk: Desk) -> None:
    for name in ("Aizhan", "Boris"):
        person = scene.person(name)
        await press(scene, person, "pray-at-home")
        assert (await person.sees()).media == "photo"
    first, second = (call.parameters["photo"] for call in scene.server.calls_of("sendPhoto"))
    assert isinstance(first, Upload)
    assert isinstance(second, str)
    assert desk.count == 1


async def test_a_file_that_telegram_has_forgotten_is_uploaded_again(scene: Scene, desk: Desk) -> None:
    person = scene.person()
    await press(scene, person, "pray-at-home")
    await person.sees()
    scene.server.faults.add("sendPhoto", Fault.refusal(400, "Bad Request: wrong file identifier/HTTP URL specified"))
    await press(scene, person, "pray-at-home")
    assert (await person.sees()).media == "photo"
    kinds = [type(call.parameters["photo"]) for call in scene.server.calls_of("sendPhoto")]
    assert kinds == [Upload, str, Upload]


async def test_another_language_is_another_poster(scene: Scene, desk: Desk) -> None:
    person = scene.person()
    for language in ("kk", "ru"):
        await press(scene, person, "pray-at-home", language=language)
        await person.sees()
    assert desk.count == 2


async def test_several_photos_come_together_with_the_words_below_the_first(scene: Scene, desk: Desk) -> None:
    desk.drawn = TWO
    person = scene.person()
    await press(scene, person, "pray-at-home")
    first, second = await person.sees(), await person.sees()
    assert (first.media, second.media, second.text) == ("photo", "photo", "")
    assert first.styled("bold")
    last = await person.sees()
    assert last.text == "This poster can be printed."
    assert [button.text for button in last.all_buttons] == [PRINT]
    await press(scene, person, "pray-at-home")
    await person.sees(3)
    media = [call.parameters["media"] for call in scene.server.calls_of("sendMediaGroup")]
    assert [item["media"].startswith("attach://") for item in media[0]] == [True, True]
    assert [item["media"].startswith("file-") for item in media[1]] == [True, True]


async def test_words_that_do_not_fit_below_the_photo_follow(folder: Folder, server: TelegramServer) -> None:
    path = "topics/religion/questions/pray-at-home.yaml"
    before, _, rest = folder.read(path).partition("answer:")
    long = "Prayer at home needs no permission. " * 40
    answers = "".join(f"\n  {language}: {long}" for language in ("kk", "ru", "en"))
    folder.write(path, f"{before}answer:{answers}\nparagraphs:{rest.partition('paragraphs:')[2]}")
    async with Scene(server, folder.library()) as scene:
        scene.services.posters = Posters(Desk(ONE))
        person = scene.person()
        await press(scene, person, "pray-at-home")
        photo, following = await person.sees(), await person.sees()
        assert photo.media == "photo"
        assert photo.all_buttons == ()
        assert (photo.text + following.text).count("needs no permission") == 40
        assert [button.text for button in following.all_buttons] == [PRINT]


async def test_a_caution_comes_before_the_poster(scene: Scene, desk: Desk) -> None:
    cautious = next(question for question in small_library().base.questions if question.caution)
    assert cautious.caution is not None
    person = scene.person()
    await press(scene, person, cautious.id)
    caution, photo = await person.sees(), await person.sees()
    assert caution.text == f"⚠️ Before you share this\n{cautious.caution['en']}"
    assert photo.media == "photo"
    assert cautious.caution["en"] not in photo.text


@pytest.mark.parametrize("language", LANGUAGES)
async def test_from_the_ways_to_share_a_poster_comes_after_one_caution_and_no_second(
    scene: Scene, desk: Desk, language: Language
) -> None:
    cautious = next(question for question in small_library().base.questions if question.caution)
    assert cautious.caution is not None
    person = scene.person(language_code=language)
    await person.says(f"/start q_{cautious.id}")
    await person.sees()
    await person.presses(say(language, "Share"))
    warning = await person.sees()
    assert cautious.caution[language] in warning.text
    assert not [
        button for button in warning.all_buttons if button.text.startswith(say(language, "Poster: photo")[:5])
    ]
    await person.presses(say(language, "Share anyway"))
    menu = await person.sees()
    await person.presses(say(language, "Poster: photo"), menu)
    photo = await person.sees()
    await person.presses(say(language, PRINT), photo)
    from_photo = await person.sees()
    await person.presses(say(language, "Poster: A4, PDF"), menu)
    from_menu = await person.sees()
    assert [each.media for each in (photo, from_photo, from_menu)] == ["photo", "document", "document"]
    assert not any(cautious.caution[language] in each.text for each in (photo, from_photo, from_menu))


async def test_an_entry_without_a_caution_leads_straight_to_its_posters(scene: Scene, desk: Desk) -> None:
    person = scene.person(language_code="ru")
    await person.says("/start q_one-person-picket")
    await person.sees()
    await person.presses("Поделиться")
    await person.sees()
    await person.presses("Плакат: фото")
    assert (await person.sees()).media == "photo"


async def test_a_caution_that_came_after_the_button_is_shown(folder: Folder, server: TelegramServer) -> None:
    path = "topics/religion/questions/pray-at-home.yaml"
    folder.write(path, f"{folder.read(path)}caution:\n  kk: Абайлаңыз.\n  ru: Осторожно.\n  en: Take care.\n")
    async with Scene(server, small_library()) as scene:
        scene.services.posters = Posters(Desk(ONE))
        person = scene.person(language_code="en")
        await person.says("/start q_pray-at-home")
        await person.sees()
        await person.presses("Share")
        menu = await person.sees()
        scene.services.library = folder.library()
        await person.presses("Poster: photo", menu)
        caution, photo = await person.sees(), await person.sees()
        assert caution.text.endswith("Take care.")
        assert photo.media == "photo"


async def test_when_too_many_are_wanted_the_person_is_told(scene: Scene) -> None:
    scene.services.posters = Posters(Desk(ONE), max_waiting=0)
    person = scene.person(language_code="kk")
    await press(scene, person, "pray-at-home", language="kk")
    assert (await person.sees()).text == say(
        "kk", "Many posters are being made just now. Please press the button again in a minute."
    )


async def test_when_it_cannot_be_drawn_the_person_is_told(scene: Scene) -> None:
    async def fails(text: PosterText) -> Drawn:
        raise DrawingError("no paper")

    scene.services.posters = Posters(fails)
    person = scene.person()
    await press(scene, person, "pray-at-home")
    assert (await person.sees()).text == "Something went wrong on my side. Please try again in a minute."


async def test_an_entry_that_is_gone_gets_a_fresh_start(scene: Scene, desk: Desk) -> None:
    person = scene.person()
    await press(scene, person, "no-such-question")
    shown: ShownMessage = await person.sees()
    assert shown.media is None
    assert desk.count == 0


async def test_every_kind_of_entry_has_a_poster(scene: Scene, desk: Desk) -> None:
    base = small_library().base
    topic = base.topics[0]
    for ref in (
        Ref("topic", topic.id),
        Ref("recommendation", topic.recommendations[0].id),
        Ref("update", topic.updates[0].id),
    ):
        person = scene.person()
        await press(scene, person, ref.id, kind=ref.kind)
        assert f"?start={ref.payload}" in (await person.sees()).text


async def test_in_a_forum_the_poster_comes_into_the_topic_of_the_button(scene: Scene, desk: Desk) -> None:
    person = scene.person()
    group = Group(scene.server, "Forum", forum=True)
    thread_id = group.add_topic("Religion")
    data = encode(MakePoster(Ref("question", "pray-at-home"), "en"))
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Poster", callback_data=data)]])
    await scene.application.bot.send_message(group.id, "a card", message_thread_id=thread_id, reply_markup=keyboard)
    await group.sees()
    await person.presses("Poster", group=group)
    photo = await group.sees()
    assert (photo.media, photo.thread_id) == ("photo", thread_id)
