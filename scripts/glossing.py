"""How does a concept look on the screen, and how a suggestion of one?

::

      1  new: Port Safety Council (en) = PSC (en)
         a search for “PSC”: +3 hits in 2 files
         ports.txt:12  “the Port Safety Council (PSC)”
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from scripts.terminal import Terminal, clean

if TYPE_CHECKING:
    from analyzers.concepts import Concept
    from scripts.suggesting import Suggestion

_MOST_EVIDENCE = 3
"""More places than this are not read; ``--json`` gives them all."""


def say_in_short(concept: "Concept") -> str:
    """A concept's names in each language: ``ONU · Naciones Unidas | UN · United Nations``."""
    from analyzers.concepts import LabelKind
    from analyzers.language import Language

    kinds = (LabelKind.PREFERRED, LabelKind.ACRONYM)
    sides = [
        " · ".join(each.text for each in concept.labels if each.language is language and each.kind in kinds)
        for language in Language
    ]
    return " | ".join(sides)


def iter_concept_lines(concept: "Concept", terminal: Terminal) -> Iterator[str]:
    """A concept with all its labels."""
    domain = f"  [{concept.domain}]" if concept.domain else ""
    yield terminal.bold(clean(concept.concept_id)) + terminal.dim(clean(domain))
    for label in concept.labels:
        mark = "=" if label.verbatim else ""
        kind = terminal.words.say(f"terms_kind_{label.kind}")
        yield clean(f"    {label.language}  {mark}{label.text}  ({kind})")
    if concept.note:
        yield terminal.wrap(concept.note_in(terminal.words.language))


def iter_suggestion_lines(suggestion: "Suggestion", terminal: Terminal) -> Iterator[str]:
    """A suggestion: what would be taken in, what that would change, and where it is written."""
    words, proposal, impact = terminal.words, suggestion.proposal, suggestion.impact
    key = "terms_extends" if proposal.extends else "terms_new"
    names = " = ".join(f"{label.text} ({label.language})" for label in proposal.added)
    whole = say_in_short(proposal.concept) if proposal.extends else names
    head = words.say(key, names=names, whole=whole)
    yield f"{suggestion.number:>3}  {terminal.bold(clean(head))}"
    if proposal.concept.is_ambiguous:
        yield terminal.dim(clean(f"     {proposal.concept.note_in(words.language)}"))
    gain = words.say(
        "terms_impact",
        query=words.quote(impact.query),
        passages=words.count("hits", impact.hits),
        files=words.count("files", impact.files),
    )
    yield clean(f"     {gain}")
    for each in suggestion.evidence[:_MOST_EVIDENCE]:
        yield clean(f"     {each.path}:{each.line}  {words.quote(each.text)}")
    more = len(suggestion.evidence) - _MOST_EVIDENCE
    if more > 0:
        yield terminal.dim(f"     {words.say('also_more', number=words.number(more))}")
    yield ""
