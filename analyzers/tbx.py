"""How does a concept look in TBX? ISO 30042:2019, dialect TBX-Basic, style DCA.

Preferred labels are ``preferredTerm-admn-sts``, acronyms and variants have their ``termType``, hidden
labels are ``deprecatedTerm-admn-sts``; a label that counts in its spelling only has the note
``verbatim``. TBX of other making is read as far as it says the same things; style DCT and the elements
of the 2008 edition too. Languages other than Spanish and English are passed over.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from analyzers.concepts import Concept, Label, LabelKind, make_concept, read_label
from analyzers.errors import TermbaseError
from analyzers.language import Language
from analyzers.markup import Element, iter_elements

_ENTRIES = frozenset({"conceptEntry", "termEntry"})
_LANGUAGE_SECTIONS = frozenset({"langSec", "langSet"})
_TERM_SECTIONS = frozenset({"termSec", "tig", "ntig"})
_VERBATIM = "verbatim"
_SHORT_TYPES = frozenset({"acronym", "abbreviation", "initialism"})
_WITHDRAWN = frozenset({"deprecatedTerm-admn-sts", "supersededTerm-admn-sts"})
_PREFERRED = "preferredTerm-admn-sts"
_TYPES = {
    LabelKind.PREFERRED: ("fullForm", _PREFERRED),
    LabelKind.ACRONYM: ("acronym", "admittedTerm-admn-sts"),
    LabelKind.VARIANT: ("variant", "admittedTerm-admn-sts"),
    LabelKind.HIDDEN: ("variant", "deprecatedTerm-admn-sts"),
}
"""Term type and administrative status by kind of label."""

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<tbx xmlns="urn:iso:std:iso:30042:ed-2" type="TBX-Basic" style="dca" xml:lang="es">
<tbxHeader><fileDesc><sourceDesc><p>Bisagra</p></sourceDesc></fileDesc></tbxHeader>
<text><body>
"""
_FOOT = "</body></text>\n</tbx>\n"

# An XML id begins with a letter and holds only these characters; others are written by their number
_NOT_IN_ID = re.compile(r"[^A-Za-z0-9.-]")
_IN_ID = re.compile(r"_([0-9a-f]{1,6})_")


def iter_tbx(concepts: Iterable[Concept]) -> Iterator[str]:
    """The pieces of a TBX file."""
    yield _HEAD
    for concept in concepts:
        yield f"<conceptEntry id={quoteattr(_xml_id(concept.concept_id))}>\n"
        if concept.domain:
            yield f'  <descrip type="subjectField">{escape(concept.domain)}</descrip>\n'
        if concept.note:
            yield f"  <note>{escape(concept.note)}</note>\n"
        for language in Language:
            yield f'  <langSec xml:lang="{language}">\n'
            yield from (_term_section(label) for label in concept.labels if label.language is language)
            yield "  </langSec>\n"
        yield "</conceptEntry>\n"
    yield _FOOT


def _term_section(label: Label) -> str:
    term_type, status = _TYPES[label.kind]
    note = f"<note>{_VERBATIM}</note>" if label.verbatim else ""
    return (
        f"    <termSec><term>{escape(label.text)}</term>"
        f'<termNote type="termType">{term_type}</termNote>'
        f'<termNote type="administrativeStatus">{status}</termNote>{note}</termSec>\n'
    )


def read_tbx(path: Path) -> Iterator[tuple[int, Concept]]:
    """The concepts of a TBX file with their lines. Raises :class:`TermbaseError`."""
    seen: dict[str, int] = {}
    for entry in iter_elements(path, _ENTRIES):
        concept_id = _concept_id(entry.attributes.get("id", ""))
        if not concept_id:
            raise TermbaseError(path, entry.line, "the entry has no id")
        if concept_id in seen:
            raise TermbaseError(
                path, entry.line, f"entry {concept_id!r} stands already in line {seen[concept_id]}"
            )
        seen[concept_id] = entry.line
        yield entry.line, _read_entry(path, entry, concept_id)


def _read_entry(path: Path, entry: Element, concept_id: str) -> Concept:
    domain = note = ""
    labels: list[Label] = []
    for child in entry.children:
        if child.name in _LANGUAGE_SECTIONS:
            labels.extend(_read_section(path, child))
        elif child.name == "note":
            note = " ".join(child.text.split("\n")).strip()
        else:
            domain = next(
                (each.text for each in child.walk() if _category(each) == "subjectField"), domain
            ).strip()
    labels.sort(key=lambda label: (list(LabelKind).index(label.kind), label.language is Language.EN))
    return make_concept(path, entry.line, Concept(concept_id, domain, tuple(labels), note))


def _read_section(path: Path, section: Element) -> Iterator[Label]:
    if section.language not in ("es", "en"):
        return
    language = Language(section.language)
    has_preferred = any(each.text.strip() == _PREFERRED for each in section.walk())
    for element in section.walk():
        if element.name not in _TERM_SECTIONS:
            continue
        term = next((each for each in element.walk() if each.name == "term"), None)
        if term is None:
            raise TermbaseError(path, element.line, "a term section without a term")
        facts = {_category(each): each.text.strip() for each in element.walk()}
        kind = _kind(facts, may_be_preferred=not has_preferred)
        has_preferred = has_preferred or kind is LabelKind.PREFERRED
        mark = "=" if facts.get("note") == _VERBATIM else ""
        yield read_label(path, term.line, mark + term.text.strip(), language, kind)


def _kind(facts: dict[str, str], *, may_be_preferred: bool) -> LabelKind:
    if facts.get("administrativeStatus") in _WITHDRAWN:
        return LabelKind.HIDDEN
    if facts.get("administrativeStatus") == _PREFERRED and facts.get("termType") not in _SHORT_TYPES:
        return LabelKind.PREFERRED
    if facts.get("termType") in _SHORT_TYPES:
        return LabelKind.ACRONYM
    if facts.get("termType") == "variant" or not may_be_preferred:
        return LabelKind.VARIANT
    return LabelKind.PREFERRED


def _category(element: Element) -> str:
    """The data category of an element: its ``type`` in style DCA, its name in style DCT."""
    return element.attributes.get("type", element.name)


def _xml_id(concept_id: str) -> str:
    return "c-" + _NOT_IN_ID.sub(lambda match: f"_{ord(match.group()):x}_", concept_id)


def _concept_id(xml_id: str) -> str:
    if not xml_id.startswith("c-"):
        return xml_id
    return _IN_ID.sub(lambda match: chr(min(int(match.group(1), 16), 0x10FFFF)), xml_id[2:])
