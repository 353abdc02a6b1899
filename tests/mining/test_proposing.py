"""Pairs become proposals: joined where they speak of one thing, left out where they are known."""

from pathlib import Path

import pytest

from analyzers.concepts import Concept, Label, LabelKind
from analyzers.language import Language
from analyzers.linting import Located, Severity, lint_concepts, make_ordinary_test
from analyzers.mining import Pair, Way
from analyzers.proposing import Proposal, make_proposals
from analyzers.termbase import Termbase
from tests import shipped

ES, EN = Language.ES, Language.EN


def pair(acronym: str, in_: Language, long_form: str, language: Language, way: Way = Way.LETTERS) -> Pair:
    return Pair(acronym, in_, long_form, language, way, 0, 1)


def propose(*pairs: Pair, termbase: Termbase | None = None) -> list[Proposal]:
    return make_proposals(pairs, termbase or Termbase(), lambda acronym: acronym == "PAN")


def texts(concept: Concept) -> set[tuple[str, str, str]]:
    return {(label.text, label.language.value, label.kind.value) for label in concept.labels}


PSC = pair("PSC", EN, "Port Safety Council", EN)
CSP = pair("CSP", ES, "Port Safety Council", EN, Way.TRANSLATED)


def test_a_pair_of_one_language_has_its_name_in_both() -> None:
    (proposal,) = propose(PSC)
    assert texts(proposal.concept) == {
        ("Port Safety Council", "es", "preferred"),
        ("Port Safety Council", "en", "preferred"),
        ("PSC", "en", "acronym"),
    }
    assert not proposal.extends
    assert not proposal.is_crossing


def test_two_acronyms_that_share_a_long_form_are_one_thing() -> None:
    (proposal,) = propose(PSC, CSP, PSC)
    assert proposal.pairs == (PSC, CSP)
    assert proposal.is_crossing
    assert {("PSC", "en", "acronym"), ("CSP", "es", "acronym")} <= texts(proposal.concept)


def test_one_acronym_explained_in_both_languages_is_one_thing() -> None:
    (proposal,) = propose(CSP, pair("CSP", ES, "Consejo de Seguridad Portuaria", ES))
    assert {
        ("Consejo de Seguridad Portuaria", "es", "preferred"),
        ("Port Safety Council", "en", "preferred"),
    } <= texts(proposal.concept)


def test_wordings_join_and_senses_stay_apart() -> None:
    wording = pair("PSC", EN, "Ports Safety Council", EN)
    sense = pair("PSC", EN, "Pacific Salmon Commission", EN)
    proposals = propose(PSC, PSC, wording, sense)
    assert [len(each.pairs) for each in proposals] == [2, 1]
    assert len({each.concept.concept_id for each in proposals}) == 2


@pytest.fixture
def known() -> Termbase:
    labels = (
        Label("Consejo de Seguridad Portuaria", ES, LabelKind.PREFERRED),
        Label("Port Safety Council", EN, LabelKind.PREFERRED),
        Label("PSC", EN, LabelKind.ACRONYM),
    )
    return Termbase([Concept("psc", "trade", labels, "a note")])


def test_what_is_known_is_not_proposed(known: Termbase) -> None:
    assert propose(PSC, pair("PSC", EN, "port safety councils", EN), termbase=known) == []


def test_the_other_half_is_added_to_the_known_one(known: Termbase) -> None:
    (proposal,) = propose(CSP, termbase=known)
    assert proposal.extends
    assert [label.text for label in proposal.added] == ["CSP"]
    assert (proposal.concept.concept_id, proposal.concept.note) == ("psc", "a note")


def test_a_second_acronym_that_only_translation_speaks_for_is_not_believed(known: Termbase) -> None:
    slip = pair("PCS", EN, "Consejo de Seguridad Portuaria", ES, Way.TRANSLATED)
    assert propose(slip, termbase=known) == []


def test_another_sense_of_a_known_acronym_says_so(known: Termbase) -> None:
    (proposal,) = propose(pair("PSC", EN, "Pacific Salmon Commission", EN), termbase=known)
    assert not proposal.extends
    assert proposal.concept.note.startswith("ambiguous: not ")
    assert proposal.concept.note_in(ES).startswith("no es ")
    assert proposal.concept.concept_id != "psc"


def test_an_acronym_that_is_a_word_counts_in_its_spelling_only() -> None:
    (proposal,) = propose(pair("PAN", ES, "Puerto Abierto del Norte", ES))
    assert [label.verbatim for label in proposal.concept.labels if label.text == "PAN"] == [True]


def test_what_cannot_be_a_label_is_not_proposed() -> None:
    assert propose(pair("PSC", EN, 'Port "Safety" Council', EN), pair("PSC", EN, "Port" * 60, EN)) == []


def test_the_order_of_the_pairs_does_not_count() -> None:
    pairs = [PSC, CSP, pair("LKU", EN, "Lighthouse Keepers Union", EN)]
    assert propose(*pairs) == propose(*reversed(pairs))


def test_proposals_are_clean_and_findable() -> None:
    is_ordinary = make_ordinary_test(shipped.lexicon())
    pairs = [
        PSC,
        CSP,
        pair("PAN", ES, "Puerto Abierto del Norte", ES),
        pair("SIDA", ES, "Sistema de Dársenas", ES),
    ]
    for proposal in make_proposals(pairs, shipped.termbase(), is_ordinary):
        found = lint_concepts([Located(Path("t"), 1, proposal.concept)], is_ordinary)
        assert [each for each in found if each.severity is Severity.ERROR] == []
        termbase = Termbase([proposal.concept])
        for label in proposal.concept.labels:
            assert proposal.concept.concept_id in {c.concept_id for c in termbase.lookup(label.text)}
