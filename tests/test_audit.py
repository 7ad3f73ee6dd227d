"""`make audit`: what could not be looked up is never taken for fine."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.metadata import version
from threading import Thread

import httpx
import pytest

from tools.audit import (
    LOCKS,
    PATIENCE,
    UNKNOWN,
    Finding,
    Index,
    Locked,
    audit,
    index_of_pip,
    licence_of,
    locked_in,
    summary,
    table,
)

HERE = Locked("structlog", version("structlog"))
ASKED: list[str] = []
ANSWERS = {
    "/pypi/good/1.0/json": (200, b'{"vulnerabilities": []}'),
    "/pypi/bad/1.0/json": (
        200,
        b'{"vulnerabilities": [{"id": "GHSA-1", "withdrawn": null}, {"id": "X", "withdrawn": "2026"}]}',
    ),
    "/pypi/mute/1.0/json": (200, b'{"info": {}}'),
    "/pypi/page/1.0/json": (200, b"<html>"),
    "/pypi/odd/1.0/json": (200, b'{"vulnerabilities": 5}'),
    "/pypi/listed/1.0/json": (200, b"[]"),
}


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        ASKED.append(self.path)
        status, body = ANSWERS.get(self.path, (404, b""))
        self.send_response(status)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        return


@pytest.fixture
def address() -> Iterator[str]:
    """An index on this machine."""
    ASKED.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/simple/"
    server.shutdown()
    server.server_close()


@pytest.fixture
def client() -> Iterator[httpx.Client]:
    with httpx.Client(timeout=5, trust_env=False) as client:
        yield client


def test_every_line_of_the_locks_is_read() -> None:
    texts = [path.read_text("utf-8") for path in LOCKS]
    packages = locked_in(texts)
    lines = {line.split("==")[0] for text in texts for line in text.splitlines() if line[:1].isalpha()}
    assert {package.name for package in packages} == lines
    assert all(package.version for package in packages)


def test_a_licence_is_what_the_package_states() -> None:
    assert "MIT" in licence_of(HERE)


def test_the_licence_of_what_is_not_here_is_unknown() -> None:
    assert licence_of(Locked("no-such-package", "1")).startswith(UNKNOWN)
    assert licence_of(Locked(HERE.name, "0.0.1")).startswith(UNKNOWN)


def test_the_index_says_what_it_knows(address: str, client: httpx.Client) -> None:
    index = Index(address, client)
    assert index.vulnerabilities(Locked("good", "1.0")) == ()
    assert index.vulnerabilities(Locked("bad", "1.0")) == ("GHSA-1",)


@pytest.mark.parametrize("name", ["mute", "page", "odd", "listed", "not-there"])
def test_what_the_index_does_not_say_is_unknown(address: str, client: httpx.Client, name: str) -> None:
    index = Index(address, client)
    assert index.vulnerabilities(Locked(name, "1.0")) is None
    assert index.reason


def test_an_index_that_does_not_answer_is_not_asked_for_ever(address: str, client: httpx.Client) -> None:
    index = Index(address, client)
    assert [index.vulnerabilities(Locked(f"p{number}", "1")) for number in range(50)] == [None] * 50
    assert len(ASKED) == PATIENCE


def test_no_network_and_no_index_are_unknown(client: httpx.Client) -> None:
    assert Index("http://127.0.0.1:9/simple", client).vulnerabilities(HERE) is None
    assert Index(None, client).vulnerabilities(HERE) is None


def test_the_index_is_the_one_that_pip_is_set_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_INDEX_URL", "https://index.example/with-a-hyphen/simple")
    assert index_of_pip() == "https://index.example/with-a-hyphen/simple"
    monkeypatch.setenv("PIP_INDEX_URL", "file:///somewhere/simple")
    assert index_of_pip() is None


def test_the_list_says_unknown_where_nothing_is_known() -> None:
    known = {"good": (), "bad": ("GHSA-1", "GHSA-2")}
    findings = audit([Locked(name, "1.0") for name in ("good", "bad", "mute")], lambda each: known.get(each.name))
    good, bad, mute = list(table(findings))[1:]
    assert good.endswith("none known")
    assert bad.endswith("GHSA-1, GHSA-2")
    assert mute.endswith(UNKNOWN)
    first, second = summary(findings, "nobody was there")
    assert "1 have some, 1 have none that is known, of 1 it is unknown" in first
    assert second == "unknown because: nobody was there"


def test_if_all_is_known_nothing_is_excused() -> None:
    assert len(list(summary([Finding(HERE, "MIT", ())], ""))) == 1
