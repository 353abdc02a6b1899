"""What did the person mean by what they typed? A small forgiving grammar.

Anything parses: a slip is read in the likeliest way and leaves a note. Only a query over a limit
raises. Side by side binds tighter than ``AND``, ``AND`` tighter than ``OR``.

>>> str(parse_query('guardia costera OR "coast guard" -Canadá').root)
'(guardia costera) OR ("coast guard" -Canadá)'
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeGuard

from analyzers.tokenizing import join_spaced, read_words
from search.errors import QueryError
from search.query import Bag, Both, Clause, Either, Fielded, Nearby, Query, Quoted, Spelling, Word
from search.results import Note

MAX_CHARS = 500
MAX_WORDS = 32
MAX_DEPTH = 5
MAX_DISTANCE = 20
MIN_PREFIX = 3

FIELD_NAMES = {
    "title": "title", "titulo": "title", "título": "title",
    "section": "section", "seccion": "section", "sección": "section",
    "path": "path", "ruta": "path",
    "folder": "folder", "carpeta": "folder",
    "type": "type", "tipo": "type",
    "language": "language", "idioma": "language", "lang": "language",
    "date": "date", "fecha": "date",
    "year": "year", "año": "year", "ano": "year",
    "tag": "tag", "etiqueta": "tag",
    "origin": "origin", "origen": "origin",
    "classification": "classification", "clasificacion": "classification", "clasificación": "classification",
    "author": "author", "autor": "author", "autora": "author",
    "reference": "reference", "referencia": "reference",
    "refers": "refers", "cita": "refers",
    "subject": "subject", "asunto": "subject", "tema": "subject",
    "marking": "marking", "marca": "marking",
    "signature": "signature", "firma": "signature",
    "ocr": "ocr", "kind": "kind", "clase": "kind",
}  # fmt: skip
"""Field names as people type them, in both languages, to the one name each has inside."""

_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»＂〝〞", '"') | {"’": "'", "‘": "'", "ʼ": "'"})
_AND, _OR, _NOT = {"AND", "Y", "E", "&&"}, {"OR", "O", "U", "||"}, {"NOT", "NO"}
_DATE_RE = re.compile(r"\d{1,2}/\d{1,2}/\d{4}$")
_NEAR_RE = re.compile(r"(?:NEAR|CERCA)(?:/(\d{1,4}))?$")
_DOUBLED_RE = re.compile(r"\b([A-Za-z])\1\. ?([A-Za-z])\2\b\.?")  # "EE. UU." and "ee.uu." are one word
_LETTERS = 3
"""Letters side by side that may be written out as a word set letter by letter, with one that has a sign."""
_SPACE = frozenset(" \t\n")


@dataclass(frozen=True, slots=True)
class _Lexeme:
    """``kind`` is one of ``( ) AND OR NOT NEAR operand``; ``sign`` of an operand ``+``, ``-`` or none."""

    kind: str
    position: int
    clause: Clause | None = None
    sign: str = ""
    distance: int = 0
    typed: str = ""


@dataclass(slots=True)
class _State:
    lexemes: Sequence[_Lexeme]
    notes: list[Note] = field(default_factory=list)
    at: int = 0

    def peek(self) -> str:
        return self.lexemes[self.at].kind if self.at < len(self.lexemes) else ""

    def take(self) -> _Lexeme:
        self.at += 1
        return self.lexemes[self.at - 1]

    def note(self, key: str, detail: str = "") -> None:
        note = Note(key, detail)
        if note not in self.notes:
            self.notes.append(note)


def parse_query(raw: str) -> Query:
    """Parse what a person typed. Raises :class:`QueryError` only where it is over a limit."""
    if len(raw) > MAX_CHARS * 4:
        raise QueryError(f"The query is longer than {MAX_CHARS} characters", MAX_CHARS)
    text = clean(raw)
    if len(text) > MAX_CHARS:
        raise QueryError(f"The query is longer than {MAX_CHARS} characters", MAX_CHARS)
    state = _State(())
    state.lexemes = _demote_operators(_lex(text, state), text)
    root = _parse_either(state, depth=0)
    return Query(raw, _as_root(root), tuple(state.notes))


def clean(raw: str) -> str:
    """A typed text in NFC, without characters that nobody sees, curly quotes made straight.

    >>> clean("«EE. UU.»")
    '"EE.UU."'
    """
    seen = unicodedata.normalize("NFC", raw)
    if not seen.isprintable():
        kept = (" " if c.isspace() else c for c in seen)
        seen = "".join(c for c in kept if unicodedata.category(c) not in ("Cc", "Cf", "Cs"))
    seen = seen.translate(_QUOTES)
    seen = _DOUBLED_RE.sub(lambda found: found.expand(r"\1\1.\2\2.").upper(), seen)
    return join_spaced(seen).strip()  # "D E C R E T O" is not a D AND a C


def _lex(text: str, state: _State) -> list[_Lexeme]:
    lexemes: list[_Lexeme] = []
    at, words = 0, 0
    while at < len(text):
        if text[at] in _SPACE:
            at += 1
        elif text[at] in "()":
            lexemes.append(_Lexeme(text[at], at))
            at += 1
        elif text[at] in "+-" and text[at + 1 : at + 2] == "(":
            lexemes.append(_Lexeme("(", at, sign=text[at]))
            at += 2
        else:
            found, at = _lex_operand(text, at, state)
            lexemes.extend(found)
            words += sum(_count_words(lexeme.clause) for lexeme in found)
            if words > MAX_WORDS:
                raise QueryError(
                    f"The query has more than {MAX_WORDS} words", found[0].position if found else at
                )
    return _keep_apart(lexemes)


def _keep_apart(lexemes: list[_Lexeme]) -> list[_Lexeme]:
    """The letters of ``A, B, C, D`` in lower case: so they are no word when the query is written out."""
    if sum(_is_letter(lexeme.clause) for lexeme in lexemes) < _LETTERS:
        return lexemes
    return [replace(x, clause=Word(x.clause.text.lower())) if _is_letter(x.clause) else x for x in lexemes]


def _is_letter(clause: Clause | None) -> TypeGuard[Word]:
    return isinstance(clause, Word) and clause.spelling is Spelling.FREE and len(clause.text) == 1


def _lex_operand(text: str, at: int, state: _State) -> tuple[list[_Lexeme], int]:
    start = at
    sign, at = _take_sign(text, at)
    name, at = _take_field(text, at)
    spelling = Spelling.FREE
    if at < len(text) and text[at] in "=!" and at + 1 < len(text) and text[at + 1] not in _SPACE:
        spelling, at = Spelling(text[at]), at + 1
    if at < len(text) and text[at] == '"':
        inner, at = _take_quoted(text, at, state)
        return _quoted(inner, start, sign, name), at
    end = at
    while end < len(text) and text[end] not in _SPACE and text[end] not in '()"':
        end += 1
    typed = text[at:end]
    if end < len(text) and text[end] == '"' and typed.endswith(":"):
        end = max(end, at + 1)
    if not sign and not name and spelling is Spelling.FREE:
        operator = _operator(typed, start, state)
        if operator:
            return [operator], end
    return _words(typed, start, sign, name, spelling, state), max(end, start + 1)


def _take_sign(text: str, at: int) -> tuple[str, int]:
    if text[at] in "+-" and at + 1 < len(text) and text[at + 1] not in _SPACE and text[at + 1] not in "+-":
        return text[at], at + 1
    return "", at


def _take_field(text: str, at: int) -> tuple[str | None, int]:
    colon = text.find(":", at, at + 20)
    if colon == -1 or colon + 1 >= len(text) or text[colon + 1] in _SPACE:
        return None, at
    name = FIELD_NAMES.get(text[at:colon].lower())
    return (name, colon + 1) if name else (None, at)


def _take_quoted(text: str, at: int, state: _State) -> tuple[str, int]:
    close = text.find('"', at + 1)
    if close == -1:
        state.note("unbalanced-quote", text[at:])
        return text[at + 1 :], len(text)
    return text[at + 1 : close], close + 1


def _operator(typed: str, position: int, state: _State) -> _Lexeme | None:
    for kind, names in (("AND", _AND), ("OR", _OR), ("NOT", _NOT)):
        if typed in names:
            return _Lexeme(kind, position, typed=typed)
    near = _NEAR_RE.match(typed)
    if near:
        distance = int(near[1] or 5)
        if distance > MAX_DISTANCE:
            state.note("distance-limited", typed)
        return _Lexeme("NEAR", position, distance=max(1, min(distance, MAX_DISTANCE)), typed=typed)
    return None


def _quoted(inner: str, position: int, sign: str, name: str | None) -> list[_Lexeme]:
    inner = join_spaced(" ".join(inner.split()))
    if not read_words(inner):
        return []
    clause: Clause = Fielded(name, inner) if name else Quoted(inner)
    return [_Lexeme("operand", position, clause, sign)]


def _words(
    typed: str, position: int, sign: str, name: str | None, spelling: Spelling, state: _State
) -> list[_Lexeme]:
    if name:
        value = typed.rstrip("\"'").lstrip("\"'=!")
        return [_Lexeme("operand", position, Fielded(name, value), sign)] if value else []
    if typed.endswith("*") or "*" in typed:
        typed, spelling = _prefix(typed, spelling, state)
    fuzzy = re.search(r"~\d?$", typed)
    if fuzzy:
        typed, spelling = typed[: fuzzy.start()], Spelling.FUZZY
    bare = typed.strip(".,;:")
    is_date = spelling is Spelling.FREE and _DATE_RE.match(bare)
    found = [Word(text) for text in ([bare] if is_date else [word.text for word in read_words(typed)])]
    if found:
        found[-1] = replace(found[-1], spelling=spelling)
    if spelling in (Spelling.VERBATIM, Spelling.PLAIN):
        found = [replace(word, spelling=spelling) for word in found]
    return [_Lexeme("operand", position, _as_plain_word(word), sign) for word in found]


def _as_plain_word(word: Word) -> Word:
    """The ``O`` of ``inciso O.`` in lower case: so it stays a word when the query is written out."""
    is_operator = word.text in _AND | _OR | _NOT or _NEAR_RE.match(word.text)
    return replace(word, text=word.text.lower()) if word.spelling is Spelling.FREE and is_operator else word


def _prefix(typed: str, spelling: Spelling, state: _State) -> tuple[str, Spelling]:
    stem = typed.rstrip("*")
    last = [word.text for word in read_words(stem)][-1:]  # "inciso/a*" begins with one letter
    letters = sum(c.isalnum() for word in last for c in word)
    if typed.endswith("*") and "*" not in stem and letters >= MIN_PREFIX:
        return stem, Spelling.PREFIX
    state.note("wildcard-ignored", typed)
    return typed.replace("*", " "), spelling


def _count_words(clause: Clause | None) -> int:
    """The words of a leaf; each part of a compound counts, for ``a-a-a-…`` is a phrase of so many terms."""
    if isinstance(clause, Word | Quoted | Fielded):
        text = clause.value if isinstance(clause, Fielded) else clause.text
        return sum(len(word.parts) for word in read_words(text))
    return 0


def _demote_operators(lexemes: list[_Lexeme], text: str) -> list[_Lexeme]:
    """In a query typed all in capitals, Spanish ``NO``, ``Y``, ``O`` … between words are words.

    ``INSPECCIÓN NO INTRUSIVA`` does not exclude anything; ``ASPAN O SPP`` is short enough to be
    acronyms joined by an operator.
    """
    words = [x.clause.text for x in lexemes if isinstance(x.clause, Word)]
    shouting = bool(words) and not any(c.islower() for c in text) and any(len(word) > 6 for word in words)
    if not shouting:
        return lexemes
    spanish = {"Y", "E", "O", "U", "NO"}
    return [
        _Lexeme("operand", x.position, Word(x.typed.lower())) if x.typed in spanish else x for x in lexemes
    ]


def _parse_either(state: _State, depth: int) -> Clause | None:
    parts = _parse_joined(state, depth, "OR", _parse_both)
    return parts[0] if len(parts) == 1 else Either(tuple(_strict(part) for part in parts)) if parts else None


def _parse_both(state: _State, depth: int) -> Clause | None:
    parts = _parse_joined(state, depth, "AND", _parse_bag)
    if len(parts) == 1:
        return parts[0]
    return Both(tuple(_strict(part) for part in parts)) if parts else None


def _parse_joined(
    state: _State, depth: int, operator: str, parse_part: Callable[[_State, int], Clause | None]
) -> list[Clause]:
    parts: list[Clause] = []
    dangling = None
    while True:
        part = parse_part(state, depth)
        if part is not None:
            parts.append(part)
        if part is None and dangling is not None:
            state.note("operator-ignored", dangling)
        if state.peek() != operator:
            return parts
        dangling = state.take().typed
        if part is None and len(parts) == 0:
            state.note("operator-ignored", dangling)


def _parse_bag(state: _State, depth: int) -> Clause | None:
    wanted: list[Clause] = []
    required: list[Clause] = []
    excluded: list[Clause] = []
    while state.peek() not in ("", "AND", "OR"):
        if state.peek() == ")" and depth:
            break
        negated = False
        while state.peek() == "NOT":
            negated = True
            lexeme = state.take()
            if state.peek() in ("", ")", "AND", "OR"):
                state.note("operator-ignored", lexeme.typed)
        sign, clause = _parse_operand(state, depth)
        if clause is None:
            continue
        if isinstance(clause, Bag) and not negated and not sign:  # "(a b) c" is "a b c"
            wanted.extend(clause.wanted)
            required.extend(clause.required)
            excluded.extend(clause.excluded)
        elif negated or sign == "-":
            excluded.append(clause)
        else:
            (required if sign == "+" else wanted).append(clause)
    bag = Bag(tuple(wanted), tuple(required), tuple(excluded))
    if not (wanted or required or excluded):
        return None
    return wanted[0] if len(wanted) == 1 and not required and not excluded else bag


def _parse_operand(state: _State, depth: int) -> tuple[str, Clause | None]:
    if state.peek() == "NEAR":
        state.note("operator-ignored", state.take().typed)
        return "", None
    if state.peek() in ("", "AND", "OR"):
        return "", None
    lexeme = state.take()
    if lexeme.kind == ")":
        state.note("unbalanced-parenthesis", ")")
        return "", None
    if lexeme.kind == "(":
        return lexeme.sign, _parse_group(state, lexeme, depth)
    clause = lexeme.clause
    while state.peek() == "NEAR" and isinstance(clause, Word | Quoted):
        clause = _parse_near(state, clause)
    return lexeme.sign, clause


def _parse_group(state: _State, opening: _Lexeme, depth: int) -> Clause | None:
    if depth + 1 > MAX_DEPTH:
        raise QueryError(f"Parentheses are more than {MAX_DEPTH} deep", opening.position)
    inner = _parse_either(state, depth + 1)
    if state.peek() == ")":
        state.take()
    else:
        state.note("unbalanced-parenthesis", "(")
    return inner


def _parse_near(state: _State, left: Word | Quoted) -> Clause:
    near = state.take()
    following = state.lexemes[state.at].clause if state.peek() == "operand" else None
    if isinstance(following, Word | Quoted):
        state.take()
        return Nearby(left, following, near.distance)
    state.note("operator-ignored", near.typed)
    return left


def _strict(clause: Clause) -> Clause:
    return replace(clause, strict=True) if isinstance(clause, Bag) else clause


def _as_root(clause: Clause | None) -> Bag | Both | Either:
    if clause is None:
        return Bag()
    return clause if isinstance(clause, Bag | Both | Either) else Bag(wanted=(clause,))
