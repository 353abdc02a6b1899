"""File names stand where a person looks for them."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from corpus.ordering import order_paths

PATHS = st.text("aAáñnÑ019 ./", max_size=12)


def test_names_are_in_the_order_of_a_file_manager() -> None:
    in_order = [
        "acta/9.txt",
        "acta 007.txt",
        "Acta 9.txt",
        "acta 10.txt",
        "ácta 11/1.eml",
        "ácta 11/2.eml",
        "ácta 11/12.eml",
        "Bases/1.txt",
        "Bases/9.txt",
        "bases/5.txt",
        "nube.txt",
        "Nz.txt",
        "ñandú.txt",
        "Oca.txt",
        "óleo.txt",
    ]
    assert sorted(set(in_order), key=order_paths) == in_order


def test_a_name_stands_where_it_stands_however_its_accents_are_put_together() -> None:
    names = ["ala.txt", "Índice ñ.txt", "Índice o.txt", "jota.txt"]
    for form in ("NFC", "NFD"):
        spelt = [unicodedata.normalize(form, name) for name in names]
        assert sorted(set(spelt), key=order_paths) == spelt


def test_a_number_may_have_any_digits() -> None:
    assert order_paths("9" * 60_000) < order_paths("1" + "0" * 60_000)
    assert order_paths("٣.txt") < order_paths("٤.txt")


@given(PATHS, PATHS)
def test_only_the_same_path_has_the_same_place(one: str, other: str) -> None:
    assert (order_paths(one) == order_paths(other)) is (one == other)


@given(st.lists(PATHS, max_size=8))
def test_a_folder_is_together(paths: list[str]) -> None:
    folders = [path.partition("/")[0] for path in sorted(paths, key=order_paths) if "/" in path]
    assert all(folders.count(each) == len(_run(folders, each)) for each in set(folders))


def _run(folders: list[str], folder: str) -> list[str]:
    """The folder's neighbours of the same name, from its first place on."""
    start = folders.index(folder)
    end = next((at for at in range(start, len(folders)) if folders[at] != folder), len(folders))
    return folders[start:end]
