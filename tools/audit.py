"""`make audit`: the licence of every locked dependency, and the vulnerabilities that its index knows of.

Licences are read from what is installed. Vulnerabilities are asked of the package index that pip is set to use here,
by the JSON document that some indexes have beside their list of files (`…/pypi/<name>/<version>/json`). What could
not be looked up reads `unknown`: it is never taken for fine.
"""

import os
import re
import ssl
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from itertools import chain
from pathlib import Path
from typing import Final

import httpx

ROOT: Final = Path(__file__).resolve().parent.parent
LOCKS: Final = (ROOT / "requirements.lock", ROOT / "requirements-dev.lock")

UNKNOWN: Final = "unknown"
NONE_KNOWN: Final = "none known"

PATIENCE: Final = 3
"""After so many questions in a row without an answer the index is asked no more."""

SECONDS: Final = 10.0
"""So long is waited for an answer."""

_LOCKED: Final = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)
_INDEX: Final = re.compile(r"--index-url.*?\(default\s+(\S+?)\)", re.DOTALL)


@dataclass(frozen=True, order=True)
class Locked:
    """A package in the one version that a lock file allows."""

    name: str
    version: str


@dataclass(frozen=True)
class Finding:
    """What is known of a package: `vulnerabilities` are identifiers, None if nobody could be asked."""

    package: Locked
    licence: str
    vulnerabilities: tuple[str, ...] | None


def locked_in(texts: Iterable[str]) -> list[Locked]:
    """The packages of lock files, each once, by name."""
    return sorted({Locked(name, version) for text in texts for name, version in _LOCKED.findall(text)})


def licence_of(package: Locked) -> str:
    """The licence as the installed package states it."""
    try:
        found = distribution(package.name)
    except PackageNotFoundError:
        return f"{UNKNOWN} (not installed here)"
    if found.version != package.version:
        return f"{UNKNOWN} (installed is {found.version})"
    stated = found.metadata.get_all("License-Expression") or []
    classified = [
        each.rpartition(" :: ")[2]
        for each in found.metadata.get_all("Classifier") or []
        if each.startswith("License ::") and " :: " in each.removeprefix("License :: ")
    ]
    written = [line for text in found.metadata.get_all("License") or [] for line in text.strip().splitlines()[:1]]
    return "; ".join(stated or classified or written) or UNKNOWN


def index_of_pip() -> str | None:
    """The address of the index that pip uses here, as pip itself tells it; None if it does not."""
    done = subprocess.run(
        [sys.executable, "-m", "pip", "install", "--help"], capture_output=True, text=True, check=False, env=_wide()
    )
    match = _INDEX.search(done.stdout)
    return match[1] if match and match[1].startswith(("https://", "http://")) else None


class Index:
    """A package index that is asked for vulnerabilities, until it has failed to answer too often."""

    def __init__(self, address: str | None, client: httpx.Client) -> None:
        self._address = address.removesuffix("/").removesuffix("/simple") if address else None
        self._client = client
        self._failures = 0
        self.reason = "" if address else "pip names no index that could be asked"

    def vulnerabilities(self, package: Locked) -> tuple[str, ...] | None:
        """The identifiers of those that are known; None if the index does not say."""
        if self._address is None or self._failures >= PATIENCE:
            return None
        try:
            answer = self._client.get(f"{self._address}/pypi/{package.name}/{package.version}/json")
            answer.raise_for_status()
            listed = answer.json()["vulnerabilities"]
            found = tuple(str(each["id"]) for each in listed if not each.get("withdrawn"))
        except (httpx.HTTPError, ValueError, KeyError, TypeError, AttributeError) as error:
            self._failures += 1
            status = error.response.status_code if isinstance(error, httpx.HTTPStatusError) else type(error).__name__
            self.reason = f"the index that pip uses does not say ({status})"
            return None
        self._failures = 0
        return found


def table(findings: Iterable[Finding]) -> Iterator[str]:
    """The findings as lines, in columns."""
    rows = [("package", "version", "licence", "vulnerabilities")]
    for each in findings:
        known = UNKNOWN if each.vulnerabilities is None else ", ".join(each.vulnerabilities) or NONE_KNOWN
        rows.append((each.package.name, each.package.version, each.licence, known))
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    for row in rows:
        yield "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[3]])


def summary(findings: list[Finding], reason: str) -> Iterator[str]:
    """What it comes to, in a line or two."""
    bad = sum(bool(each.vulnerabilities) for each in findings)
    silent = sum(each.vulnerabilities is None for each in findings)
    nameless = sum(each.licence.startswith(UNKNOWN) for each in findings)
    yield (
        f"{len(findings)} packages. Vulnerabilities: {bad} have some, {len(findings) - bad - silent} have none"
        f" that is known, of {silent} it is unknown. Licences: {nameless} unknown."
    )
    if silent and reason:
        yield f"unknown because: {reason}"


def audit(packages: Iterable[Locked], vulnerabilities: Callable[[Locked], tuple[str, ...] | None]) -> list[Finding]:
    """Look up every package."""
    return [Finding(each, licence_of(each), vulnerabilities(each)) for each in packages]


def main() -> int:
    """Print the list; 1 if a known vulnerability is among it, else 0."""
    packages = locked_in(path.read_text("utf-8") for path in LOCKS)
    with httpx.Client(timeout=SECONDS, verify=ssl.create_default_context()) as client:
        index = Index(index_of_pip(), client)
        findings = audit(packages, index.vulnerabilities)
    print("\n".join(chain(table(findings), [""], summary(findings, index.reason))))
    return 1 if any(each.vulnerabilities for each in findings) else 0


def _wide() -> dict[str, str]:
    return {**os.environ, "COLUMNS": "10000"}  # so that pip does not break the address


if __name__ == "__main__":
    sys.exit(main())
