"""Which names count as the same thing? The termbase to read and to look things up in."""

import re
from dataclasses import dataclass

from flask import Blueprint, render_template, request

from analyzers.concepts import AMBIGUOUS
from analyzers.folding import fold
from analyzers.language import Language
from analyzers.termbase import Concept, Label, LabelKind, Termbase
from webui.errors import UnknownError
from webui.opening import open_index
from webui.state import read_number
from webui.wording import Wording, wording

terms = Blueprint("terms", __name__)

TERMS_A_PAGE = 100


@dataclass(frozen=True, slots=True)
class ConceptLine:
    """A concept as one line of the list: its preferred name and acronyms in each language."""

    concept: Concept

    def names(self, language: Language) -> list[str]:
        """The preferred label, then the acronyms."""
        kinds = (LabelKind.PREFERRED, LabelKind.ACRONYM)
        return [label.text for label in self.labels(language) if label.kind in kinds]

    def labels(self, language: Language) -> list[Label]:
        """All labels of a language, in the termbase's order."""
        return [label for label in self.concept.labels if label.language is language]

    def note(self, language: Language) -> str:
        """What is said of the concept, without the marker of one that keeps an acronym's senses apart."""
        return self.concept.note_in(language).removeprefix(AMBIGUOUS).strip()

    @property
    def search_text(self) -> str:
        """What to type to find the concept: its first name, without quotes so that the others count too."""
        return self.concept.labels[0].text


@terms.get("/terms")
def list_terms() -> str:
    """All concepts, or those with a label that holds some text, whatever its accents and case."""
    wanted = request.args.get("q", "").strip()
    offset = read_number(request.args, "offset", default=0, least=0, most=10_000_000)
    lines = [ConceptLine(concept) for concept in look_up(open_index().termbase.current(), wanted, wording())]
    return render_template(
        "terms.html",
        shown=lines[offset : offset + TERMS_A_PAGE],
        wanted=wanted,
        offset=offset,
        total=len(lines),
        step=TERMS_A_PAGE,
    )


@terms.get("/terms/<concept_id>")
def show_term(concept_id: str) -> str:
    """A concept with all its labels and those that share one of them."""
    termbase = open_index().termbase.current()
    concept = termbase.concepts.get(concept_id)
    if concept is None:
        raise UnknownError("concept", concept_id)
    rivals = {rival.concept_id: rival for label in concept.labels for rival in termbase.lookup(label.text)}
    rivals.pop(concept_id, None)
    return render_template(
        "term.html", line=ConceptLine(concept), rivals=[ConceptLine(rival) for rival in rivals.values()]
    )


def look_up(termbase: Termbase, wanted: str, w: Wording) -> list[Concept]:
    """The concepts that ``wanted`` names, then those with a label in which a word begins so.

    Each in order of their name in the page's language; all of them where nothing is wanted.
    """
    named = {concept.concept_id for concept in termbase.lookup(wanted)} if wanted else set()
    begins = re.compile(r"(?<!\w)" + re.escape(fold(wanted)))
    found = [
        concept
        for concept in termbase.concepts.values()
        if concept.concept_id in named or any(begins.search(fold(label.text)) for label in concept.labels)
    ]
    return sorted(
        found, key=lambda concept: (concept.concept_id not in named, fold(concept.preferred(w.language)))
    )
