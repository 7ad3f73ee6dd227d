"""How the benchmark counts, grows a base and writes its part of a document; what it measures is not tested."""

from pathlib import Path

import pytest

from bench.figures import Figures, auroc, share, threshold_of
from bench.growing import A_TARGET, grown
from bench.search import GROWN, runs
from bench.ways import CASCADE, OURS, WAYS, WITH_ENCODER
from bench.written import BEGIN, END, All, lines, put_between, targets
from bot.knowledge import Ref
from bot.library import Library
from bot.search import documents


def figures(way: str, size: int, processor: float, quality: float) -> Figures:
    return Figures(
        way=way,
        phrasings=size or 15_000,
        questions=420,
        build=1.0,
        memory_before=80.0,
        memory=200.0,
        peak=250.0,
        whole=310.0 if way == CASCADE and not size else None,
        median=processor,
        p99=2 * processor,
        processor=processor,
        first=quality,
        auroc=quality,
        at_kept_out=quality,
        kinds={} if size else {"typo": quality},
    )


@pytest.fixture
def measured() -> All:
    ours = {OURS: (1.5, 0.9), CASCADE: (20.0, 0.95)}
    return {
        (way, size, is_kept): figures(way, size, *ours.get(way, (30.0, 0.8))) if "FTS5" not in way else None
        for way, size, is_kept in runs()
    }


@pytest.mark.parametrize(
    ("inside", "outside", "expected"),
    [([2, 3], [0, 1], 1.0), ([0], [1, 2], 0.0), ([1], [1], 0.5), ([1, 3], [2], 0.5)],
)
def test_how_well_inside_is_told_from_outside(inside: list[float], outside: list[float], expected: float) -> None:
    assert auroc(inside, outside) == expected


def test_of_a_hundred_outside_eight_are_let_in() -> None:
    outside = [float(each) for each in range(100)]
    threshold = threshold_of(outside)
    assert sum(each > threshold for each in outside) == 8
    assert share(threshold, [(True, 99.0), (True, threshold), (False, 99.0), (True, 95.0)]) == 0.5


def test_a_grown_base_has_clones_that_belong_to_the_same_topics(library: Library) -> None:
    base, known = grown(library.base, 3000)
    real = list(documents(library.base))
    assert len(known) == 3000
    assert known[: len(real)] == real
    clones = known[len(real) :]
    assert len({each.target for each in clones}) == -(-len(clones) // A_TARGET)
    of = {each.target for each in clones if isinstance(each.target, Ref)}
    assert {base.topic_of(target).id for target in of} <= {topic.id for topic in base.topics}
    assert len(of) == len({each.target for each in clones})
    assert grown(library.base, 3000)[1] == known


def test_every_way_is_measured_on_the_base_as_it_is_and_all_without_encoder_on_the_grown_one() -> None:
    asked = list(runs())
    assert {way for way, size, is_kept in asked if not size and is_kept} == set(WAYS)
    assert {way for way, size, _ in asked if size == GROWN} == set(WAYS) - set(WITH_ENCODER)


def test_what_was_missed_is_said(measured: All) -> None:
    outcomes = {name: outcome for name, _, outcome in targets(measured)}
    missed = [name for name, outcome in outcomes.items() if outcome != "reached"]
    assert missed == [f"{CASCADE}: median under 15 ms", "the process with everything imported under 300 MB"]
    assert outcomes[f"{OURS}: 10 times as fast there as token_set_ratio"] == "reached"


def test_a_way_that_took_too_long_has_no_figures() -> None:
    ours: All = {each: figures(each[0], each[1], 1.0, 0.9) if each[0] == OURS else None for each in runs()}
    assert list(targets(ours))
    outcome = [name for name, *_ in targets(ours)]
    assert f"{CASCADE}: median under 15 ms" not in outcome


def test_only_what_stands_between_the_marks_is_replaced() -> None:
    text = "# All\n\n<!-- search -->\nold\n<!-- /search -->\n\n<!-- load -->\nkept\n<!-- /load -->\n"
    assert put_between(text, "new") == text.replace("old", "new")
    assert put_between("# All\n", "new") == "# All\n\n<!-- search -->\nnew\n<!-- /search -->\n"


def test_all_rows_of_a_table_are_as_wide(measured: All) -> None:
    written = "\n".join(lines(measured, 240, 60, "numpy 2"))
    tables = [part.splitlines() for part in written.split("\n\n") if part.startswith("|")]
    assert len(tables) == 5
    for table in tables:
        assert len({row.count("|") for row in table}) == 1, table[0]
    assert all(f"| {way} |" in written for way in WAYS)
    assert "took more than 240 s" in written


def test_the_document_has_marks_of_its_own_for_search() -> None:
    text = (Path(__file__).parent.parent / "docs" / "benchmarks.md").read_text("utf-8")
    assert text.count(BEGIN) == text.count(END) == 1
    assert all(f"| {way} |" in text for way in WAYS)
