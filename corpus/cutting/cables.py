"""What does the header of a diplomatic cable say?

The lines of a cable's header are told by their telegraphic form (``R 192105Z AUG 09``); from them come
reference (``09MEXICO2462``), date, origin, classification, tags, subject and references of others.
"""

import re
from collections.abc import Sequence

from corpus.cutting.fields import clean_values
from corpus.cutting.pieces import Piece
from corpus.dates import parse_date
from corpus.model import Metadata

_REFERENCE = r"\d{2}[A-Z]{3,20}\d{1,6}"
_SPACED = r"(?:T O P S E C R E T|C O N F I D E N T I A L|S E C R E T)"
_CAPTION = re.compile(
    rf"(UNCLAS(?:SIFIED)?|{_SPACED}|CONFIDENTIAL|SECRET)\b(?://[A-Z ]+)?"
    r"(?:\s+SECTION \d\d OF \d\d)?(?:\s+([A-Z][A-Z ]{2,30}?)\s+(\d{4,6}))?\s*(?:SIPDIS|NOFORN|SENSITIVE|\s)*$"
)
_STAMP = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d(?::\d\d)?$")
_ROW = re.compile(
    rf"\"?\d{{1,8}}\"?,\"?(\d{{1,2}}/\d{{1,2}}/\d{{4}})[ \d:]*\"?,\"?({_REFERENCE})\"?,"
    r"\"([^\"]{1,80})\",\"?([A-Z/ ]{1,60}?)\"?,\"?([^\",]*)\"?,\""
)
_LINK = re.compile(rf"https?://\S{{1,200}}/({_REFERENCE})(?:\.html?)?$")
_TIME = re.compile(r"\d\d([01]\d|2[0-3])([0-5]\d)Z")
"""Day, hour and minute in UTC, as a date-time group begins (ACP 131)."""
_GROUP = re.compile(r"(?:[RPOZ]{1,2} )?[RPOZ] \d{6}Z [A-Z]{3} \d\d$")

_STRONG = (
    re.compile(r"VZCZC\w*"),
    re.compile(r"(?:RR|PP|OO|ZZ)(?: RU?[A-Z]+)+$"),
    re.compile(r"DE RU\w+ #\d+"),
    re.compile(r"ZN[RY] [A-Z]{5} ZZH"),
    _GROUP,
    _CAPTION,
    _ROW,
    _LINK,
    re.compile(rf"{_REFERENCE}(?:\|{_REFERENCE})*$"),
    re.compile(r"\d{4,7}$"),
)
_FIRST_SIGNS = frozenset('VRPOZDUTCSh"')
"""What all of these begin with, if not with a figure."""
# A bare number alone is too weak to begin with: any page number would.
_BEGINS = re.compile(
    "|".join(f"(?:{pattern.pattern})" for pattern in (*_STRONG[:-1], re.compile(r"\d{5,7}\Z")))
)
_FIELD = re.compile(
    r"(TAGS?|SUBJECT|SUBJ|REFS?|E\.O\. \d+|FM|TO|INFO|Classified By|CLASSIFIED BY)\b\s*:?\s*(.*)", re.S
)
_WEAK = (
    _FIELD,
    _STAMP,
    re.compile(r"(?:SIPDIS|SENSITIVE|NOFORN)$"),
    re.compile(r"(?:R[A-Z0-9]{5,7})/"),
    re.compile(r"(?:Embassy|Consulate|Mission|Secretary|US\w*|American|Amembassy)[A-Z .]? ?[\w .]{0,40}$"),
    re.compile(r"[A-Z]+(?: [A-Z]+)* (?:FOR|PASS) [A-Z/]"),
)
_LISTED = re.compile(r"[¶(]?[A-Z][.)] ")
_ORIGIN = re.compile(r"(?:\"?FM )(.+)")


def is_cable_line(text: str) -> bool:
    """Whether a cable's header may begin with this line."""
    return may_be_cable_line(text) and _BEGINS.match(text[:600]) is not None


def may_be_cable_line(text: str) -> bool:
    """Whether it is worth looking closer: most lines are told by their first sign."""
    return text[:1] in _FIRST_SIGNS or text[:1].isdecimal()


def continues_cable(before: Piece, piece: Piece, *, subject_seen: bool) -> bool:
    """Whether ``piece`` belongs to the same header as ``before``, the header line above it."""
    head = piece.text[:600]
    if any(pattern.match(head) for pattern in (*_STRONG, *_WEAK)):
        return not re.match(r"TO [a-z]", head)
    capitals = head.upper() == head and any(char.isalpha() for char in head)
    if not subject_seen:
        return capitals and len(head) < 200 and not head.startswith("¶")
    if piece.blank_before:
        return False
    field = _FIELD.match(before.text)
    # "REF: A. …" goes on with "B. …"; a subject with capitals; "Classified By" with anything.
    if _LISTED.match(head) or (field and field[1].startswith(("Class", "CLASS"))):
        return True
    return capitals and not piece.text.startswith(("¶", "-"))


def read_cable(lines: Sequence[str]) -> Metadata:
    """Canonical metadata out of a header's lines; empty if they say nothing."""
    metadata: dict[str, tuple[str, ...]] = {}
    for reader in (_read_index_lines, _read_origin, _read_caption, _read_fields):
        for name, values in reader(lines).items():
            if values:
                metadata.setdefault(name, values)
    _complete_references(metadata)
    return metadata


def _read_index_lines(lines: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """What an archive printed above the message: number, time, reference, place, classification."""
    found: dict[str, tuple[str, ...]] = {}
    for index, line in enumerate(lines):
        if row := _ROW.match(line[:600]):
            date, reference, origin, classification, refers = row.groups()
            month, day, year = date.split("/")
            found |= {"reference": (reference,), "date": (f"{year}-{month:0>2}-{day:0>2}",)}
            found |= {"origin": (origin,), "classification": (classification.strip(),)}
            found["refers"] = tuple(part for part in refers.split("|") if part)
        elif link := _LINK.match(line[:600]):
            found.setdefault("reference", (link[1],))
        elif re.fullmatch(_REFERENCE, line):
            found["reference"] = (line,)
            found |= _read_after_reference(lines[index + 1 : index + 4])
        elif _STAMP.match(line) and "date" not in found:
            found["date"] = (line[:10],)
    return found


def _read_after_reference(lines: Sequence[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for line in lines:
        if re.fullmatch(rf"{_REFERENCE}(?:\|{_REFERENCE})*", line):
            found["refers"] = tuple(line.split("|"))
        elif re.match(r"(?:UNCLASSIFIED|CONFIDENTIAL|SECRET)(?:$|//)", line):
            found["classification"] = (line,)
        elif re.match(r"(?:Embassy|Consulate|Mission|Secretary|US)", line):
            found["origin"] = (line,)
    return found


def _read_caption(lines: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """``UNCLAS SECTION 01 OF 03 MEXICO 000023`` with the date-time group gives ``08MEXICO23``."""
    found: dict[str, tuple[str, ...]] = {}
    for line in lines:
        text = line[:600].rpartition('"')[2] if '","' in line[:600] else line[:600]
        group = re.search(r"\b\d{6}Z [A-Z]{3} \d\d\b", text)
        if group and (date := parse_date(group[0])):
            found.setdefault("date", (date,))
            if time := _TIME.match(group[0]):
                found.setdefault("sent", (f"{date}T{time[1]}:{time[2]}Z",))
        if caption := _CAPTION.match(text):
            level = caption[1].replace(" ", "")
            level = "UNCLASSIFIED" if level.startswith("UNCLAS") else level
            found.setdefault("classification", (level,))
            if caption[2] and "place" not in found:
                found["place"] = (caption[2],)
                found["serial"] = (str(int(caption[3])),)
    place, serial = found.pop("place", ()), found.pop("serial", ())
    if place:
        found["origin"] = (place[0].title(),)
        if "date" in found:
            found["reference"] = (f"{found['date'][0][2:4]}{place[0].replace(' ', '')}{serial[0]}",)
    return found


def _read_origin(lines: Sequence[str]) -> dict[str, tuple[str, ...]]:
    for line in lines:
        if found := _ORIGIN.match(line[:300]):
            return {"origin": (_name_post(found[1].strip()),)}
    return {}


def _name_post(text: str) -> str:
    """Archives write ``Embassy Mexico`` where the message itself says ``AMEMBASSY MEXICO``."""
    kind, _, place = text.partition(" ")
    kinds = {"AMEMBASSY": "Embassy", "AMCONSUL": "Consulate", "USMISSION": "Mission"}
    return f"{kinds[kind]} {place.title()}" if kind in kinds and place else text


def _read_fields(lines: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """TAGS, SUBJECT and REF with the lines that continue them."""
    found: dict[str, tuple[str, ...]] = {}
    texts: dict[str, list[str]] = {}
    current: str | None = None
    for line in lines:
        # Archives run fields together: "SUBJECT: MEXICO IPR  REF: (A) …".
        for part in re.split(r"\s{2,}(?=(?:E\.O\.|REF|TAGS|SUBJECT)[ :])", line[:2000]):
            field = _FIELD.match(part)
            if field:
                current = field[1].rstrip("S")
                if current in texts:
                    current = None
                    continue
                texts[current] = [field[2]]
            elif current and not any(pattern.match(part) for pattern in (*_STRONG[:-1], *_WEAK)):
                texts[current].append(part)
            else:
                current = None
    for label, name in (("TAG", "tag"), ("SUBJECT", "subject"), ("SUBJ", "subject"), ("REF", "refers")):
        if label in texts and name not in found:
            found[name] = clean_values(name, " ".join(texts[label]))
    return found


def _complete_references(metadata: dict[str, tuple[str, ...]]) -> None:
    """``MEXICO 3296`` in a cable of 2006 is ``06MEXICO3296``, and ``06 LIMA 0388`` says so itself."""
    year = metadata.get("date", ("",))[0][2:4]
    completed = []
    for value in metadata.get("refers", ()):
        spelled = re.fullmatch(r"(?:(\d\d) )?([A-Z][A-Z ]*?) 0*(\d{2,6})", value)
        if spelled and (spelled[1] or year):
            value = f"{spelled[1] or year}{spelled[2].replace(' ', '')}{spelled[3]}"
        completed.append(value)
    if completed:
        metadata["refers"] = tuple(dict.fromkeys(completed))
