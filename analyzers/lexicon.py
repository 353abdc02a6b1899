"""What does this ordinary word mean in the other language?

A lexicon is a TSV file, one row a Spanish word and part of speech with its English translations,
likeliest first. It works both ways: what a Spanish word translates to, and which Spanish words
an English one translates. Words are found in any inflection.

>>> lexicon = load_lexicon()
>>> [t.text for t in lexicon.translations("inspecciones", Language.ES)][:1]
['inspection']
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import eq
from pathlib import Path

from analyzers.analysis import part_terms
from analyzers.entries import Entries, Entry, check_rows, fold_words, iter_cells, read_entries, write_row
from analyzers.errors import LexiconError
from analyzers.inflecting import irregular_words, is_form, is_infinitive, iter_infinitives, plainer_forms
from analyzers.language import Language
from analyzers.rows import PATIENCE, RowFinder
from analyzers.stemming import SHARED_LETTERS, given_words, is_foreign_plural, stem, stem_heads, with_i

SHIPPED_LEXICON = Path(__file__).parent / "data" / "lexicon.tsv"

MAX_TRANSLATIONS = 8
_MOST_FOUND = 1 << 15
"""Words remembered with their translations: 20 MB."""
_LEAST_PROBABILITY = 0.04
"""Rarer translations bring more noise than passages."""
_AS_A_FORM = 0.5
"""What an entry counts as a form of another word, beside what it is itself."""
_LEAST_STEM = 5
"""Letters of a stem that says what a word is about, whatever its ending; shorter ones begin many names."""
_ADJECTIVAL = ("ica", "iva", "ria", "ada", "ida")
"""Ends of Spanish nouns that are as often feminines of adjectives; ``lista`` is hardly ever of ``listo``."""


@dataclass(frozen=True, slots=True)
class Translation:
    """A word or phrase of the other language and how likely it is meant; those of a word sum to about 1."""

    text: str
    probability: float


@dataclass(frozen=True, slots=True)
class _Reading:
    """What a word or phrase is in a language: what it means, or whether it only looks like a word of it."""

    translations: tuple[Translation, ...] = ()
    only_resembles: bool = False


class Lexicon:
    """Translations by word, both ways. Read-only once made.

    ``table`` is the text of a lexicon file in which each cell can be used. Its rows are read when a word
    is asked for that begins as one of theirs does; which of them share its stem is worked out then, too:
    reading or stemming all would take longer than most commands run.
    """

    def __init__(self, table: str) -> None:
        self._rows = RowFinder(table)
        self._entries: dict[tuple[str, Language], Entries] = {}
        self._found: dict[tuple[str, Language], _Reading] = {}
        self._is_read = False

    @classmethod
    def of(cls, rows: Iterable[tuple[str, Entry]]) -> "Lexicon":
        """A lexicon of Spanish words with their English translations, weights above 0 and at most 1."""
        return cls("".join(write_row(spanish, weights) for spanish, weights in rows))

    @cached_property
    def longest(self) -> int:
        """Words in the longest entry."""
        longest = 1
        for row in self._rows:
            if row.count(" ") - 2 * row.count(" | ") + row.count("-") >= longest:  # blanks of all its entries
                longest = max(longest, *(fold_words(cell).count(" ") + 1 for cell in iter_cells(row)))
        return longest

    def translations(self, text: str, language: Language) -> tuple[Translation, ...]:
        """What ``text``, a word or phrase of ``language``, means in the other, likeliest first.

        An entry of exactly this form goes first, then that of its singular or its infinitive, then
        those that share its stem.
        """
        return self._read(text, language).translations

    def only_resembles(self, text: str, language: Language) -> bool:
        """Whether a word of the other language has the stem of words of this one, and is none of them.

        Spanish ``informe`` has the stem of English ``information``.
        """
        return self._read(text, language).only_resembles

    def _read(self, text: str, language: Language) -> "_Reading":
        key = (text, language)
        if key not in self._found:
            if len(self._found) >= _MOST_FOUND:  # a server is asked for whatever people type
                self._found.clear()
            self._found[key] = self._look_up(text, language)
        return self._found[key]

    def _look_up(self, text: str, language: Language) -> "_Reading":
        parts, _ = part_terms(text, language)
        if not parts or (len(parts) > 1 and len(parts) > self.longest):
            return _Reading()
        stems, forms = zip(*parts, strict=True)
        if len(parts) > 1:
            phrase = " ".join(forms)
            return _Reading(
                _likeliest(self._entry(phrase, language) or self._inflected(phrase, stems, language))
            )
        known = self._known(text, forms[0], language)
        if known:
            return _Reading(_likeliest(known))
        if self._nearest(forms[0], language.other) is not None:
            return _Reading(only_resembles=any(self._alike(stems, language)))
        if _is_foreign(forms[0], language):
            return _Reading()
        return _Reading(_likeliest(self._sharing(forms[0], stems, language)))

    def _known(self, text: str, form: str, language: Language) -> Entry:
        """The translations of a single word that is an entry, or a form of one by more than its stem."""
        nearest = self._nearest(form, language)
        own = () if nearest is None else (self._entry(nearest, language), *self._also(nearest, language))
        is_settled = nearest is not None and (language is Language.ES or nearest == form)
        if is_settled or _is_foreign(form, language):
            return _merged(entry for entry in own if entry)
        irregular = (self._entry(word, language) for word in irregular_words(text, form, language))
        return _merged(entry for entry in (*own, *irregular) if entry)  # "lives" is of "live" and of "life"

    def _nearest(self, form: str, language: Language) -> str | None:
        """The entry that has this form, or is its singular."""
        plainer = () if _is_foreign(form, language) else plainer_forms(form, language)
        entries = (each for each in (form, *plainer) if self._entry(each, language) is not None)
        return next(entries, None)

    def _also(self, form: str, language: Language) -> Iterator[Entry]:
        """What an entry means as a form of another one, with which it has its stem.

        ``students`` is ``alumnado``, and ``student`` in the plural; ``implementing`` is ``ejecutor``, and
        of ``implement``; ``técnica`` is a noun, and of ``técnico``.
        """
        if language is Language.EN:
            for noun in self._singular_nouns(form):
                yield self._entry_as("noun", noun, language)
        elif form.endswith(_ADJECTIVAL) and stem(form, language) == stem(form[:-1] + "o", language):
            yield self._weighed_as("adj", form[:-1] + "o", language)
        for verb in iter_infinitives(form, language):
            if stem(verb, language) == stem(form, language):
                yield self._weighed_as("verb", verb, language)
        if language is Language.EN:
            for verb in irregular_words(form, form, language):
                yield self._weighed_as("verb", verb, language)

    def _weighed_as(self, kind: str, word: str, language: Language) -> Entry:
        """What another word means as this part of speech, weighed as that of its form."""
        return {text: _AS_A_FORM * weight for text, weight in self._entry_as(kind, word, language).items()}

    def _singular_nouns(self, form: str) -> Iterator[str]:
        """The nouns whose plural an English form may be: ``goods``, with a stem to itself, is of none."""
        stemmed = stem(form, Language.EN)
        regular = (one for one in plainer_forms(form, Language.EN) if stem(one, Language.EN) == stemmed)
        given = given_words(stemmed, Language.EN)[:1]
        irregular = (  # "left" is no plural of "leave"
            one
            for one in irregular_words(form, form, Language.EN)
            if not self._entry_as("verb", one, Language.EN)
        )
        return (one for one in dict.fromkeys((*regular, *given, *irregular)) if one != form)

    def _entry_as(self, kind: str, form: str, language: Language) -> Entry:
        """The translations of a form as this part of speech, where parts of speech are told."""
        kinds = self._beginning(form, language).get(form, {})
        return kinds.get(kind) or kinds.get("") or {}

    def _inflected(self, phrase: str, stems: Sequence[str], language: Language) -> Entry:
        """The translations of the set phrases of which this is a form, word by word.

        ``en efectivo`` has the stems of ``en efecto`` and is another thing.
        """
        typed = phrase.split(" ")
        return _merged(
            self._entry(form, language) or {}
            for form in self._alike(stems, language)
            if all(is_form(*pair, language) for pair in zip(typed, form.split(" "), strict=True))
        )

    def _sharing(self, form: str, stems: Sequence[str], language: Language) -> Entry:
        """The translations of the entries of which this is a form or, where it is of none, a derivative.

        A stem alone tells too little: ``Mérida`` has that of ``mero``, ``Pérez`` that of ``pereza``.
        """
        alike = tuple(self._alike(stems, language))
        forms = [each for each in alike if is_form(form, each, language)]
        if not forms and (len(stems[0]) >= _LEAST_STEM or is_infinitive(form, language)):
            forms = [each for each in alike if not each.startswith(form)]
        return _merged(self._entry(each, language) or {} for each in forms)

    def _alike(self, stems: Sequence[str], language: Language) -> Iterator[str]:
        """The forms of the entries with these stems, in order."""
        heads = tuple(map(with_i, stem_heads(stems[0])))
        forms = sorted(form for form in self._beginning(stems[0], language) if with_i(form).startswith(heads))
        return (form for form in forms if _has_stems(form.split(" "), stems, language))

    def _entry(self, form: str, language: Language) -> Entry | None:
        """The translations of a form as any part of speech."""
        kinds = self._beginning(form, language).get(form)
        if kinds is None:
            return None
        return _merged(kinds.values()) if len(kinds) > 1 else next(iter(kinds.values()))

    def _beginning(self, form: str, language: Language) -> Entries:
        """The entries, by folded form, that begin as ``form`` does."""
        key = form[:SHARED_LETTERS], language
        if key not in self._entries and len(self._entries) == PATIENCE:
            self.read_all()
        if key not in self._entries:
            if self._is_read and len(form) >= SHARED_LETTERS:
                return {}  # there are none
            openings = ("\n",) if language is Language.ES else ("\t", "| ")
            rows = self._rows.holding(*(opening + key[0] for opening in openings))
            entries = read_entries(rows, language)
            self._entries[key] = {each: entries[each] for each in entries if each.startswith(key[0])}
        return self._entries[key]

    def read_all(self) -> None:
        """Read every row now, for those who will ask for many words; after some hundred it is done anyway."""
        for language in Language:
            entries: dict[tuple[str, Language], dict[str, Mapping[str, Entry]]] = {}
            for form, entry in read_entries(self._rows, language).items():
                if len(form) >= SHARED_LETTERS:
                    entries.setdefault((form[:SHARED_LETTERS], language), {})[form] = entry
            self._entries.update(entries)
        self._is_read = True

    def stem_all(self) -> None:
        """Read all and stem every entry now: else those are stemmed that a word may share a stem with."""
        if not self._is_read:
            self.read_all()
        _ = self.longest
        for (_, language), entries in tuple(self._entries.items()):
            for form in entries:
                for word in form.split(" "):
                    stem(word, language)

    def is_word(self, folded: str, language: Language) -> bool:
        """Whether a folded word is a form, or the stem of a form, of an entry."""
        return self._entry(folded, language) is not None or any(self._alike([folded], language))


def _has_stems(words: Sequence[str], stems: Sequence[str], language: Language) -> bool:
    return len(words) == len(stems) and all(map(eq, (stem(word, language) for word in words), stems))


def _is_foreign(folded: str, language: Language) -> bool:
    """Whether it is no form of a Spanish word: English ``mayors`` is none of ``mayor``."""
    return language is Language.ES and is_foreign_plural(folded)


def _merged(entries: Iterable[Entry]) -> Entry:
    merged: dict[str, float] = {}
    for entry in entries:
        for target, weight in entry.items():
            merged[target] = merged.get(target, 0.0) + weight
    return merged


def _likeliest(weights: Entry) -> tuple[Translation, ...]:
    best = sorted(weights.items(), key=lambda item: (-item[1], item[0]))[:MAX_TRANSLATIONS]
    total = sum(weight for _, weight in best)
    return tuple(
        Translation(word, round(weight / total, 4))
        for word, weight in best
        if weight / total >= _LEAST_PROBABILITY
    )


def load_lexicon(path: Path = SHIPPED_LEXICON) -> Lexicon:
    """Read a lexicon. Raises :class:`LexiconError` naming file and line at what cannot be used.

    The shipped one has been checked before it was shipped.
    """
    try:
        table = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise LexiconError(path, 0, f"cannot be read ({error})") from error
    return Lexicon(table) if path == SHIPPED_LEXICON else Lexicon.of(check_rows(path, table))
