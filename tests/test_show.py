"""`quqyq show`: the card as it will look, by id or payload."""

import io

import pytest
from rich.console import Console

from bot.chat.preview import print_cards
from bot.knowledge import LANGUAGES, Ref
from bot.library import Library
from bot.moderating.show import UnknownEntryError, find
from tests.support.base import Folder
from tests.support.command import command

PICKET = Ref("question", "one-person-picket")


@pytest.mark.parametrize("name", ["one-person-picket", "q_one-person-picket"])
def test_an_entry_is_found_by_id_and_by_payload(library: Library, name: str) -> None:
    assert find(library.base, name) == (PICKET,)


def test_every_entry_is_found_by_its_payload(library: Library) -> None:
    assert all(find(library.base, ref.payload) == (ref,) for ref in library.base.entries)


def test_one_id_may_belong_to_entries_of_two_kinds(folder: Folder) -> None:
    folder.write(
        "topics/religion/questions/religion.yaml", folder.read("topics/religion/questions/pray-at-home.yaml")
    )
    assert find(folder.load(), "religion") == (Ref("topic", "religion"), Ref("question", "religion"))


def test_an_old_name_leads_to_the_entry_of_today(folder: Folder) -> None:
    folder.replace("permalinks.yaml", "aliases: []", "aliases:\n  - {old: q_picket, new: q_one-person-picket}")
    assert find(folder.load(), "q_picket") == find(folder.load(), "picket") == (PICKET,)


@pytest.mark.parametrize(
    ("name", "nearest"),
    [("one-person-piket", "'one-person-picket'"), ("q_one-person-piket", "'q_one-person-picket'"), ("qwertz", "")],
)
def test_an_unknown_name_gets_the_nearest_one(library: Library, name: str, nearest: str) -> None:
    with pytest.raises(UnknownEntryError) as caught:
        find(library.base, name)
    hint = f"; did you mean {nearest}?" if nearest else ""
    assert str(caught.value) == f"there is no entry '{name}' in the base{hint}"


def test_the_command_prints_the_card_in_one_language(folder: Folder) -> None:
    ran = command(folder, "show", "one-person-picket", "--language", "ru")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("Можно ли выйти на одиночный пикет?\n\nДа, но уведомление нужно и для него.")
    assert "Can one person" not in ran.out


def test_the_command_prints_three_languages_in_their_order(folder: Folder) -> None:
    out = command(folder, "show", "q_one-person-picket").out
    titles = [folder.load().question("one-person-picket").title[language] for language in LANGUAGES]
    assert [out.index(title) for title in titles] == sorted(out.index(title) for title in titles)


def test_the_command_refuses_in_one_line(folder: Folder) -> None:
    ran = command(folder, "show", "one-person-piket")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == ("quqyq: there is no entry 'one-person-piket' in the base; did you mean 'one-person-picket'?\n")
    ran = command(folder, "show", "one-person-picket", "--language", "de")
    assert (ran.code, ran.err) == (2, "quqyq: --language: 'de' is none of kk, ru, en\n")


def test_a_broken_base_is_reported_with_its_places(folder: Folder) -> None:
    folder.replace("amounts.yaml", "tenge: 4325", "tenge: many")
    ran = command(folder, "show", "one-person-picket")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("quqyq: knowledge/amounts.yaml:3:12: error wrong-value")


@pytest.mark.parametrize(
    "name", ["q_protest-without-permission", "t_assembly", "r_revise-religion-law", "u_liberty-hours"]
)
def test_a_terminal_shows_the_text_and_the_buttons(library: Library, name: str) -> None:
    output = io.StringIO()
    card = library.cards.card(find(library.base, name)[0], "en")
    print_cards([card], Console(file=output, width=100, force_terminal=True, no_color=True, highlight=False))
    shown = output.getvalue()
    assert f"{name} · English" in shown
    labels = [button.label for rows in (*card.lists, card.rows) for row in rows for button in row]
    assert all(label in shown for label in labels)
    assert "<b>" not in shown
