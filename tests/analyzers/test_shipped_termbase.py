"""The termbase that is shipped keeps its own rules."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from analyzers.analysis import part_terms
from analyzers.folding import fold
from analyzers.language import Language
from analyzers.stopwords import is_stop_word
from analyzers.termbase import (
    SHIPPED_TERMBASE,
    Concept,
    Label,
    LabelKind,
    Termbase,
    load_termbase,
)
from analyzers.tokenizing import iter_words
from tests import shipped
from tests.laws import cases

CONCEPTS = list(shipped.termbase().concepts.values())
DOMAINS = {
    "organisation", "treaty", "mexico", "united-states", "canada", "spain", "latin-america", "security",
    "justice", "trade", "migration", "health", "energy", "finance", "military", "environment", "politics",
    "place", "general",
}  # fmt: skip


def labels() -> list[tuple[Concept, Label]]:
    return [(concept, label) for concept in CONCEPTS for label in concept.labels]


def test_it_is_large() -> None:
    assert len(CONCEPTS) >= 600


def test_every_concept_has_both_languages_and_a_domain() -> None:
    for concept in CONCEPTS:
        assert {label.language for label in concept.labels} == set(Language), concept.concept_id
        assert concept.domain in DOMAINS, concept.concept_id
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", concept.concept_id), concept.concept_id
        for language in Language:
            first = next(label for label in concept.labels if label.language is language)
            assert first.kind is LabelKind.PREFERRED, concept.concept_id


def test_labels_are_shared_only_where_a_note_says_so() -> None:
    users: dict[str, set[str]] = defaultdict(set)
    for concept, label in labels():
        users[label.text if label.verbatim else label.text.lower()].add(concept.concept_id)
    noted = {concept.concept_id for concept in CONCEPTS if concept.note.startswith("ambiguous:")}
    unsaid = {text: shared - noted for text, shared in users.items() if len(shared) > 1 and shared - noted}
    assert unsaid == {}


def test_notes_are_in_both_languages() -> None:
    for concept in CONCEPTS:
        if concept.note:
            english, spanish = (concept.note_in(language) for language in (Language.EN, Language.ES))
            assert concept.note == f"{english} | es: {spanish}", concept.concept_id
            assert spanish, concept.concept_id
            assert not spanish.startswith("ambiguous"), concept.concept_id


def test_no_label_is_made_of_stop_words_only_unless_its_spelling_counts() -> None:
    common = [
        label.text
        for _, label in labels()
        if not label.verbatim
        and all(is_stop_word(fold(word.joined or word.text)) for word in iter_words(label.text))
    ]
    assert common == ["La Haya"]  # a city; "haya" is also a form of haber


def test_no_label_stands_twice_in_a_concept() -> None:
    for concept in CONCEPTS:
        texts = [(label.text, label.language) for label in concept.labels]
        assert len(set(texts)) == len(texts), concept.concept_id


def test_the_file_is_clean() -> None:
    text = SHIPPED_TERMBASE.read_text(encoding="utf-8")
    assert unicodedata.is_normalized("NFC", text)
    assert "\r" not in text
    assert not re.search(r"[ \u00a0]+(?=[\t\n])|  ", text.split("\nconcept\t")[1])


def test_acronyms_have_no_lower_case_twin_among_stop_words() -> None:
    risky = [
        label.text
        for _, label in labels()
        if label.kind is LabelKind.ACRONYM and not label.verbatim and is_stop_word(label.text.lower())
    ]
    assert risky == []


_OTHER_SENSES = {
    "self-defence-groups autodefensas": "the groups; the lexicon thinks of self-defense",
    "fingerprint fingerprint": "huella alone is a footprint, too",
    "first-responder socorrista": "any rescuer",
    "aircraft-hijacking hijacking": "secuestro alone is kidnapping",
    "expert-witness perito": "any expert",
    "accountability accountability": "responsabilidad is responsibility",
    "parliamentary-immunity aforamiento": "also the gauging of a flow",
    "customs-clearance desaduanamiento": "a noun; the lexicon has the verb",
    "subsidy subvención": "grant alone is also a verb",
    "nearshoring nearshoring": "relocalización alone goes anywhere",
    "trademark trademark": "marca alone is a brand or a mark",
    "beef-trade beef": "res alone is the animal",
    "pork pork": "cerdo alone is the animal",
    "health-care healthcare": "asistencial is an adjective of aid of any kind",
    "lockdown lockdown": "confinamiento is any confinement",
    "renewable-energy renewables": "renovable alone is said of contracts",
    "oil-company petrolera": "oil alone is the product",
    "fracking fracking": "fracturación alone is of rocks or markets",
    "foreign-exchange divisas": "currency alone is any money",
    "tax impuesto": "the participle of imponer",
    "appropriations appropriation": "apropiación is the taking of a thing",
    "labor-union sindicato": "union alone is any union",
    "peacekeeping peacekeeping": "those who keep it have a concept of their own",
    "peacebuilding peacebuilding": "pacificación may be done by force",
    "antipersonnel-mine landmine": "mina alone is where ore is dug",
    "guerrilla-fighter guerrillero": "guerrilla is the group",
    "wildlife wildlife": "fauna may be kept",
    "wildfire wildfire": "incendio alone is any fire",
    "groundwater groundwater": "freático is an adjective",
    "watershed watershed": "parteaguas is a turning point",
    "wastewater sewage": "alcantarillado are the pipes",
    "decision-making decision-making": "decisorio is an adjective",
    "bylaws bylaws": "estatuto alone is any statute",
    "oil-tanker tanker": "petrolero is an adjective of the industry",
    "housing dwelling": "morar is to live somewhere",
    "bulk-carrier granelero": "bulk alone is any mass",
}
"""Concept and label whose likeliest translation is another thing, and which."""


def _stems(text: str, language: Language) -> tuple[str, ...]:
    return tuple(stemmed for stemmed, _ in part_terms(text, language)[0])


def _hides_likeliest(concept: Concept, label: Label) -> bool:
    """Whether none of a word's likeliest translations is a label, so that only the second tier finds them."""
    other = label.language.other
    found = shipped.lexicon().translations(label.text, label.language)
    known = {_stems(each.text, other) for each in concept.labels if each.language is other}
    known.add(_stems(label.text, other))  # a label is looked for in both languages
    likeliest = {_stems(each.text, other) for each in found if each.probability == found[0].probability}
    return bool(found) and not likeliest & known


def test_a_concept_holds_what_the_lexicon_says_of_its_labels() -> None:
    """A concept stands in for the lexicon: what that knows of a common noun, the concept must know too."""
    hidden = {
        f"{concept.concept_id} {label.text}"
        for concept, label in labels()
        if label.text.islower() and " " not in label.text and not label.verbatim
        if label.kind is not LabelKind.ACRONYM and _hides_likeliest(concept, label)
    }
    assert hidden == set(_OTHER_SENSES)


@given(st.sampled_from(labels()))
def test_every_label_finds_its_concept(pair: tuple[Concept, Label]) -> None:
    concept, label = pair
    assert concept.concept_id in {found.concept_id for found in TERMBASE.lookup(label.text)}


@given(st.sampled_from([pair for pair in labels() if not pair[1].verbatim]))
def test_case_and_accents_of_a_label_do_not_count(pair: tuple[Concept, Label]) -> None:
    concept, label = pair
    bare = "".join(c for c in unicodedata.normalize("NFD", label.text) if not unicodedata.combining(c))
    for text in (bare, label.text.lower(), unicodedata.normalize("NFD", label.text)):
        assert concept.concept_id in {found.concept_id for found in TERMBASE.lookup(text)}, text


@given(st.sampled_from(labels()))
def test_every_label_is_matched_whole_in_a_row_of_words(pair: tuple[Concept, Label]) -> None:
    words = pair[1].text.split()
    matches = list(TERMBASE.match(words))
    assert matches[0].start == 0
    assert matches[0].end == len(words)


TERMBASE = Termbase(CONCEPTS)

_SPELT = [
    str, str.lower, str.upper, lambda text: text.replace("-", " "), lambda text: text.replace("-", ""),
    lambda text: text.replace(".", ""), lambda text: " ".join(f"{word}s" for word in text.split()),
    lambda text: text.split()[0],
]  # fmt: skip


@cases(14)
@given(st.lists(st.tuples(st.sampled_from(labels()), st.sampled_from(_SPELT)), min_size=1, max_size=6))
def test_what_is_read_when_asked_for_says_the_same(
    asked: list[tuple[tuple[Concept, Label], Callable[[str], str]]],
) -> None:
    shelved = load_termbase()
    for (_, label), spell in asked:
        text = spell(label.text)
        assert shelved.lookup(text) == TERMBASE.lookup(text)
        assert list(shelved.match(text.split())) == list(TERMBASE.match(text.split()))
    assert len(shelved) == len(TERMBASE)


@pytest.mark.parametrize(
    "text", ["luces", "dying", "skies", "email", "E Verify", "EEUU", "the U S", "¿ONU?", "", "-"]
)
def test_words_that_begin_otherwise_than_their_stem(text: str) -> None:
    assert load_termbase().lookup(text) == TERMBASE.lookup(text)


@pytest.mark.parametrize("label", [label for _, label in labels() if "/" in label.text])
def test_a_label_is_matched_whole_where_a_query_reads_more_words(label: Label) -> None:
    words = label.text.replace("/", " ").split()
    assert [(match.start, match.end) for match in load_termbase().match(words)] == [(0, len(words))]


WORDS = sorted({word for _, label in labels() for word in label.text.split()})


@given(
    st.lists(
        st.one_of(
            st.sampled_from(labels()).map(lambda pair: pair[1].text),
            st.sampled_from(labels()).map(lambda pair: re.sub(r"[^\w.]+", " ", pair[1].text)),
            st.sampled_from(WORDS),
            st.sampled_from(["U S Coast Guard", "E E U U", "dying declaration", "luces", "¿ONU", "-", "a"]),
        ),
        max_size=4,
    )
)
@example(["-", "Organización de las Naciones Unidas"])
@example(["Tratado para la Proscripción de las Armas Nucleares en la América Latina y el Caribe", "-"])
def test_the_longest_label_is_found_whatever_its_length(texts: list[str]) -> None:
    words = " ".join(texts).split()
    found = {match.start: match.end for match in TERMBASE.match(words)}
    at = 0
    while at < len(words):
        ends = [end for end in range(len(words), at, -1) if TERMBASE.lookup(" ".join(words[at:end]))]
        longest, end = ends[0] if ends else at, found.get(at, at)
        assert end == longest or set(words[end:longest]) == {"-"}  # a sign behind it is of no matter
        at = max(end, at + 1)


def test_a_file_above_it_takes_its_concepts_place(tmp_path: Path) -> None:
    own = tmp_path / "own.tsv"
    own.write_text("concept\tes\ten\nun\tPuerta Propia\tOwn Gate\nmine\tONU\tMine\n", encoding="utf-8")
    shelved, whole = load_termbase([SHIPPED_TERMBASE, own]), load_termbase([SHIPPED_TERMBASE, own])
    whole.stem_all()
    for text in ("ONU", "UN", "Own Gate", "puerta propia", "United Nations", "mine"):
        assert shelved.lookup(text) == whole.lookup(text)
    assert [each.concept_id for each in shelved.lookup("ONU")] == ["mine"]
    assert shelved.concepts == whole.concepts


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ASPAN", "SPP"),
        ("OMC", "WTO"),
        ("BID", "IDB"),
        ("T-MEC", "USMCA"),
        ("Guardia Costera", "Coast Guard"),
        ("TLCAN", "NAFTA"),
        ("ONU", "UN"),
        ("OMS", "WHO"),
        ("ordenador", "computer"),
        ("trata de personas", "human trafficking"),
    ],
)
def test_what_people_ask_for_crosses_over(one: str, other: str) -> None:
    shared = set(TERMBASE.lookup(one)) & set(TERMBASE.lookup(other))
    assert shared


@pytest.mark.parametrize("word", ["un", "who", "us", "it", "can", "bid", "may", "will", "pan"])
def test_common_words_name_no_organisation(word: str) -> None:
    kinds = {label.kind for c in TERMBASE.lookup(word) for label in c.labels if label.text.lower() == word}
    assert LabelKind.ACRONYM not in kinds
