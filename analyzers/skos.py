"""How does a concept look in SKOS? RDF/XML, as thesauri are exchanged (W3C Recommendation, 2009).

``prefLabel``, ``altLabel`` and ``hiddenLabel`` are what every other program understands. What they
leave open is said beside them in Bisagra's own vocabulary: which of the labels are acronyms, which
count in their spelling only, which are preferred besides the one that SKOS allows. Broader and narrower
concepts are of no use here and passed over, so that circles among them do no harm.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, unquote
from xml.sax.saxutils import escape, quoteattr

from analyzers.concepts import Concept, Label, LabelKind, make_concept, read_label
from analyzers.errors import TermbaseError
from analyzers.language import Language
from analyzers.markup import Element, iter_elements

_SKOS = "http://www.w3.org/2004/02/skos/core#"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_OWN = "urn:bisagra:terms#"
_CONCEPT = "urn:bisagra:concept:"
_SUBJECT = "http://purl.org/dc/elements/1.1/"

_HEAD = f"""<?xml version="1.0" encoding="UTF-8"?>
<rdf:RDF xmlns:rdf="{_RDF}" xmlns:skos="{_SKOS}"
         xmlns:dc="{_SUBJECT}" xmlns:bisagra="{_OWN}">
"""
_FOOT = "</rdf:RDF>\n"
_ELEMENTS = {LabelKind.ACRONYM: "altLabel", LabelKind.VARIANT: "altLabel", LabelKind.HIDDEN: "hiddenLabel"}
_LABELS = frozenset({"prefLabel", "altLabel", "hiddenLabel"})

_Text = tuple[str, str]
"""A text and its language, as a literal of RDF."""


@dataclass(slots=True)
class _Entry:
    """What a file says of one resource, wherever it says it."""

    line: int
    notation: str = ""
    domain: str = ""
    note: str = ""
    labels: list[tuple[str, _Text, int]] = field(default_factory=list)
    own: dict[str, set[_Text]] = field(default_factory=dict)


def iter_skos(concepts: Iterable[Concept]) -> Iterator[str]:
    """The pieces of a SKOS file."""
    yield _HEAD
    for concept in concepts:
        about = _CONCEPT + quote(concept.concept_id, safe="")
        yield f"<skos:Concept rdf:about={quoteattr(about)}>\n"
        yield f"  <skos:notation>{escape(concept.concept_id)}</skos:notation>\n"
        if concept.domain:
            yield f"  <dc:subject>{escape(concept.domain)}</dc:subject>\n"
        if concept.note:
            yield f"  <skos:note>{escape(concept.note)}</skos:note>\n"
        yield from _label_elements(concept.labels)
        yield "</skos:Concept>\n"
    yield _FOOT


def _label_elements(labels: Iterable[Label]) -> Iterator[str]:
    named: set[Language] = set()
    for label in labels:
        own = []
        if label.kind is LabelKind.PREFERRED:
            name = "altLabel" if label.language in named else "prefLabel"
            own = ["preferred"] if label.language in named else []
            named.add(label.language)
        else:
            name = _ELEMENTS[label.kind]
            own = ["acronym"] if label.kind is LabelKind.ACRONYM else []
        own += ["verbatim"] if label.verbatim else []
        for tag in (f"skos:{name}", *(f"bisagra:{each}" for each in own)):
            yield f'  <{tag} xml:lang="{label.language}">{escape(label.text)}</{tag}>\n'


def read_skos(path: Path) -> Iterator[tuple[int, Concept]]:
    """The concepts of a SKOS file in RDF/XML with their lines. Raises :class:`TermbaseError`."""
    entries: dict[str, _Entry] = {}
    for outer in iter_elements(path, frozenset({"Concept", "Description"})):
        for element in outer.walk():
            about = _about(element)
            if element.name in ("Concept", "Description") and about:
                _collect(entries.setdefault(about, _Entry(element.line)), element)
    seen: dict[str, int] = {}
    for about, entry in entries.items():
        if not entry.labels:
            continue  # something else that the file describes: a scheme, a person
        concept_id = entry.notation or _last_part(about)
        if concept_id in seen:
            raise TermbaseError(
                path, entry.line, f"concept {concept_id!r} stands already in line {seen[concept_id]}"
            )
        seen[concept_id] = entry.line
        yield entry.line, _make_concept(path, concept_id, entry)


def _collect(entry: _Entry, element: Element) -> None:
    for child in element.children:
        text = " ".join(child.text.split("\n")).strip()
        if child.namespace == _SKOS and child.name in _LABELS:
            entry.labels.append((child.name, (text, child.language), child.line))
        elif child.namespace == _SKOS and child.name == "notation":
            entry.notation = text
        elif child.namespace == _SKOS and child.name in ("note", "scopeNote"):
            entry.note = entry.note or text
        elif child.namespace == _OWN:
            entry.own.setdefault(child.name, set()).add((text, child.language))
        elif child.name == "subject":
            entry.domain = text


def _make_concept(path: Path, concept_id: str, entry: _Entry) -> Concept:
    labels = [
        _read_label(path, line, name, literal, entry.own)
        for name, literal, line in entry.labels
        if literal[1] in ("es", "en")
    ]
    labels.sort(key=lambda label: (list(LabelKind).index(label.kind), label.language is Language.EN))
    return make_concept(path, entry.line, Concept(concept_id, entry.domain, tuple(labels), entry.note))


def _read_label(path: Path, line: int, name: str, literal: _Text, own: dict[str, set[_Text]]) -> Label:
    if name == "hiddenLabel":
        kind = LabelKind.HIDDEN
    elif name == "prefLabel" or literal in own.get("preferred", ()):
        kind = LabelKind.PREFERRED
    else:
        kind = LabelKind.ACRONYM if literal in own.get("acronym", ()) else LabelKind.VARIANT
    text, language = literal
    mark = "=" if literal in own.get("verbatim", ()) else ""
    return read_label(path, line, mark + text, Language(language), kind)


def _about(element: Element) -> str:
    names = (f"{_RDF} about", f"{_RDF} ID", f"{_RDF} nodeID")
    return next((element.attributes[name] for name in names if element.attributes.get(name)), "")


def _last_part(about: str) -> str:
    part = about.rstrip("/#:")
    for mark in "/#:":
        part = part.rpartition(mark)[2]
    return unquote(part)
