"""The same passage in several places is listed once, with all of them; counts stay what they are."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from analyzers.termbase import Termbase
from index.reading import IndexReader
from index.updating import update_index
from search.results import ResultPage
from search.searching import MOST_COPIES, Searcher
from search.serializing import page_to_dict
from tests.corpus.making import make_zip

NOTICE = (
    "Este informe se entrega a la comisión de puertos sin compromiso alguno de quien lo firma, y ninguna "
    "de sus partes puede citarse en público antes de que la secretaría lo haya aprobado por escrito."
)
NEARLY = NOTICE.replace("por escrito.", "por fin.")
OTHER = "La secretaría publicó su lista de puertos, y los tres del norte no estaban en ella ni por error."


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    folder = tmp_path_factory.mktemp("copies")
    (folder / "a.txt").write_text(f"{NOTICE}\n", encoding="utf-8")
    (folder / "b.md").write_text(f"{NOTICE.upper()}\n", encoding="utf-8")
    (folder / "g.txt").write_text(f"{OTHER}\n", encoding="utf-8")
    (folder / "c.zip").write_bytes(make_zip({"d.txt": f"{NOTICE}\n", "e.txt": f"{NEARLY}\n"}))
    (folder / "f.txt").write_text(NOTICE.replace(" ", "\n", 20), encoding="utf-8")
    for number in range(MOST_COPIES + 5):
        (folder / f"many-{number:02}.txt").write_text("Nadie zarpó de aquel muelle.\n", encoding="utf-8")
    directory = tmp_path_factory.mktemp("copies-index")
    update_index(directory, [folder])
    with IndexReader.open(directory) as reader:
        yield Searcher(reader, Termbase())


def check_sums(page: ResultPage) -> None:
    """A page that lists everything accounts for every passage."""
    assert page.total == sum(1 + hit.copies for hit in page.hits)
    assert page.listed == len(page.hits)


def test_what_says_the_same_stands_once_with_all_its_places(searcher: Searcher) -> None:
    each = searcher.search("secretaría", limit=50)
    assert (each.total, each.listed) == (6, 6)
    assert all(not hit.also_at for hit in each.hits)
    page = searcher.search("secretaría", limit=50, collapse=True)
    check_sums(page)
    assert (page.total, page.exact_total, page.listed) == (6, each.exact_total, 2)
    assert page.facets == each.facets
    assert page.expansions == each.expansions
    notice = next(hit for hit in page.hits if hit.copies)
    places = {notice.path, *(copy.path for copy in notice.also_at)}
    assert places == {"a.txt", "b.md", "c.zip/d.txt", "c.zip/e.txt", "f.txt"}
    assert [hit.rank for hit in page.hits] == [1, 2]
    assert page.hits[0].chunk == each.hits[0].chunk, "the best of a group stands for it"


def test_letter_for_letter_or_nearly(searcher: Searcher) -> None:
    page = searcher.search('"compromiso alguno"', sort="path", collapse=True)
    (hit,) = page.hits
    assert hit.path == "a.txt", "the first in the order asked for stands for the others"
    assert {copy.path: copy.same for copy in hit.also_at} == {
        "b.md": False, "c.zip/d.txt": True, "c.zip/e.txt": False, "f.txt": True,
    }  # fmt: skip


def test_only_what_was_found_is_named(searcher: Searcher) -> None:
    page = searcher.search("secretaría", filters={"type": ["md"]}, collapse=True)
    (hit,) = page.hits
    assert (hit.path, hit.copies) == ("b.md", 0)


def test_many_copies_are_counted_and_the_first_named(searcher: Searcher) -> None:
    page = searcher.search("muelle", collapse=True)
    (hit,) = page.hits
    assert (hit.copies, len(hit.also_at)) == (MOST_COPIES + 4, MOST_COPIES)
    check_sums(page)


def test_pages_of_the_list_follow_each_other(searcher: Searcher) -> None:
    whole = searcher.search("secretaría muelle", limit=50, collapse=True)
    parts = [
        searcher.search("secretaría muelle", limit=1, offset=n, collapse=True) for n in range(whole.listed)
    ]
    assert [part.hits[0].chunk for part in parts] == [hit.chunk for hit in whole.hits]
    check_sums(whole)


def test_json_names_the_places(searcher: Searcher) -> None:
    answer = page_to_dict(searcher.search('"compromiso alguno"', sort="path", collapse=True))
    assert (answer["total"], answer["listed"]) == (5, 1)
    (hit,) = answer["hits"]
    assert (hit["copies"], hit["kind"]) == (4, "text")
    first = hit["also_at"][1]
    assert {"chunk_id", "doc_id", "path", "title", "start_line", "page", "same", "url"} <= set(first)
    assert (first["path"], first["start_line"], first["same"]) == ("c.zip/d.txt", 1, True)


def test_a_changed_folder_has_the_groups_of_a_clean_build(tmp_path: Path) -> None:
    folder = tmp_path / "docs"
    folder.mkdir()
    for name in ("c", "a", "b"):
        (folder / f"{name}.txt").write_text(f"{NOTICE}\n", encoding="utf-8")
        (folder / "g.txt").write_text(f"{OTHER}\n", encoding="utf-8")
        update_index(tmp_path / "grown", [folder])
    (folder / "a.txt").unlink()
    update_index(tmp_path / "grown", [folder])
    update_index(tmp_path / "clean", [folder])
    found = []
    for name in ("grown", "clean"):
        with IndexReader.open(tmp_path / name) as reader:
            page = Searcher(reader, Termbase()).search("secretaría", collapse=True)
            found.append([(hit.path, [copy.path for copy in hit.also_at]) for hit in page.hits])
    assert found[0] == found[1]
    assert len(found[0]) == 2
