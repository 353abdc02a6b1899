"""Versions of packages, as ``importlib.metadata`` tells them."""

from importlib.metadata import distributions

from analyzers.installed import installed_version


def test_versions_are_those_of_the_library() -> None:
    told = {each.metadata["Name"]: each.version for each in distributions() if each.files is not None}
    assert {"nltk", "Unidecode"} & told.keys()
    for name in ("nltk", "unidecode", "Unidecode", "numpy", "whoosh3", "Flask"):
        expected = next((version for each, version in told.items() if each.lower() == name.lower()), None)
        assert installed_version(name) == expected, name


def test_signs_and_case_of_a_name_do_not_matter() -> None:
    assert installed_version("PyTest") == installed_version("pytest")
    assert installed_version("pytest_xdist") == installed_version("pytest-xdist")


def test_what_is_not_installed_has_no_version() -> None:
    assert installed_version("no-such-package") is None
