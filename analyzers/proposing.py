"""Which concepts could a termbase learn from the pairs that were found? Proposals, nothing more.

Pairs are joined where they speak of one thing: the same long form under two acronyms (``SPP`` and
``ASPAN``), or one acronym with long forms in both languages or in two wordings. What a termbase knows
already is left out; where it knows one half, the proposal is that concept with the other half added.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from analyzers.analysis import part_terms
from analyzers.concepts import AMBIGUOUS, MAX_LABEL_CHARS, NOT_IN_LABELS, Concept, Label, LabelKind
from analyzers.folding import fold
from analyzers.language import Language
from analyzers.mining import Pair, Way
from analyzers.stopwords import is_stop_word
from analyzers.termbase import Termbase

_ALIKE = 0.5
"""Share of content words that two wordings of one name have in common."""
_NOT_IN_ID = re.compile(r"[^a-z0-9]+")

IsOrdinary = Callable[[str], bool]
"""Whether an acronym in small letters would be an ordinary word of either language."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A concept to take in, complete, and the pairs that speak for it, most frequent first.

    ``extends`` says that the termbase has the concept and that these labels are ``added``.
    """

    concept: Concept
    added: tuple[Label, ...]
    pairs: tuple[Pair, ...]
    extends: bool

    @property
    def is_crossing(self) -> bool:
        """Whether it joins two languages, not only an acronym and its long form in one."""
        return any(pair.language is not pair.acronym_language for pair in self.pairs)


def make_proposals(pairs: Iterable[Pair], termbase: Termbase, is_ordinary: IsOrdinary) -> list[Proposal]:
    """What the pairs would teach the termbase, by acronym. The order depends on nothing but the pairs."""
    groups = _join(pair for pair in pairs if _is_usable(pair.long_form))
    taken = set(termbase.concepts)
    proposals: list[Proposal] = []
    for group in groups:
        known = _known_concept(group, termbase)
        concept = (
            _new_concept(group, taken, is_ordinary) if known is None else _extended(known, group, is_ordinary)
        )
        before = known.labels if known else ()
        added = tuple(label for label in concept.labels if not _has(before, label))
        if not added:
            continue
        if known is None:
            taken.add(concept.concept_id)
            concept = replace(concept, note=_rivals(group, termbase))
        proposals.append(Proposal(concept, added, tuple(group), known is not None))
    return sorted(proposals, key=lambda each: (fold(each.pairs[0].acronym), each.concept.concept_id))


def _join(pairs: Iterable[Pair]) -> list[list[Pair]]:
    """The pairs in groups that speak of one thing each; in a group the most frequent wording first."""
    counts: Counter[tuple[str, str, Language, Language]] = Counter()
    first: dict[tuple[str, str, Language, Language], Pair] = {}
    for pair in pairs:
        key = (pair.acronym, pair.long_form, pair.language, pair.acronym_language)
        counts[key] += 1
        first.setdefault(key, pair)
    ranked = [first[key] for key in sorted(counts, key=lambda key: (-counts[key], key))]
    groups: list[list[Pair]] = [[pair] for pair in ranked]
    leaders = {id(pair): group for group in groups for pair in group}
    rows: dict[object, list[Pair]] = defaultdict(list)
    for pair in ranked:
        rows["acronym", fold(pair.acronym)].append(pair)
        rows["name", pair.language, _content_stems(pair.long_form, pair.language)].append(pair)
    for row in rows.values():
        for one, other in combinations(row, 2):
            if leaders[id(one)] is not leaders[id(other)] and _is_one_thing(one, other):
                kept, gone = leaders[id(one)], leaders[id(other)]
                kept.extend(gone)
                leaders.update((id(pair), kept) for pair in gone)
                gone.clear()
    return [group for group in groups if group]


def _is_usable(long_form: str) -> bool:
    return len(long_form) <= MAX_LABEL_CHARS and not NOT_IN_LABELS.search(long_form)


def _is_one_thing(one: Pair, other: Pair) -> bool:
    names = [_content_stems(pair.long_form, pair.language) for pair in (one, other)]
    if one.language is other.language:
        return _share(*names) >= _ALIKE
    return one.acronym_language is other.acronym_language  # one acronym, explained in both languages


def _content_stems(text: str, language: Language) -> frozenset[str]:
    terms, _ = part_terms(text, language)
    return frozenset(stem for stem, exact in terms if not is_stop_word(exact))


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / max(1, len(one | other))


def _known_concept(group: Sequence[Pair], termbase: Termbase) -> Concept | None:
    """The termbase's concept of a group: one that has the long form, or the acronym and a like name."""
    for pair in group:
        named = termbase.lookup(pair.long_form)
        acronyms = {concept.concept_id for concept in termbase.lookup(pair.acronym)}
        named = tuple(sorted(named, key=lambda concept: concept.concept_id not in acronyms))
        if named:
            return named[0]
    for pair in group:
        for concept in termbase.lookup(pair.acronym):
            if _names_alike(pair, concept):
                return concept
    return None


def _names_alike(pair: Pair, concept: Concept) -> bool:
    if pair.way is Way.TRANSLATED:
        return True  # acronym and translated long form fit each other
    wanted = _content_stems(pair.long_form, pair.language)
    return any(
        _share(wanted, _content_stems(label.text, label.language)) >= _ALIKE
        for label in concept.labels
        if label.language is pair.language and label.kind is not LabelKind.ACRONYM
    )


def _new_concept(group: Sequence[Pair], taken: set[str], is_ordinary: IsOrdinary) -> Concept:
    labels = _labels(group, (), is_ordinary)
    for language in Language:
        if not any(label.language is language for label in labels):
            # a name that the texts leave untranslated is its name in the other language too
            first = next(label for label in labels if label.kind is LabelKind.PREFERRED)
            labels.append(replace(first, language=language))
    return Concept(_make_id(group, taken), "", _in_order(labels))


def _extended(known: Concept, group: Sequence[Pair], is_ordinary: IsOrdinary) -> Concept:
    """The known concept with the group's labels. A second acronym that only translation speaks for is
    more likely a slip of the pen than news.
    """
    acronyms = {label.language for label in known.labels if label.kind is LabelKind.ACRONYM}
    believed = [
        pair for pair in group if pair.way is not Way.TRANSLATED or pair.acronym_language not in acronyms
    ]
    return replace(known, labels=_in_order([*known.labels, *_labels(believed, known.labels, is_ordinary)]))


def _labels(group: Sequence[Pair], known: Sequence[Label], is_ordinary: IsOrdinary) -> list[Label]:
    labels: list[Label] = []
    for pair in group:
        acronym = Label(
            pair.acronym, pair.acronym_language, LabelKind.ACRONYM, verbatim=is_ordinary(pair.acronym)
        )
        has_name = any(
            label.language is pair.language and label.kind is LabelKind.PREFERRED
            for label in (*known, *labels)
        )
        kind = LabelKind.VARIANT if has_name else LabelKind.PREFERRED
        for label in (acronym, Label(pair.long_form, pair.language, kind)):
            if not _has((*known, *labels), label):
                labels.append(label)
    return labels


def _has(labels: Iterable[Label], wanted: Label) -> bool:
    """Whether a label says the same already; an acronym does in either language."""
    stems = _content_stems(wanted.text, wanted.language)
    for label in labels:
        if fold(label.text) == fold(wanted.text):
            return True
        if wanted.kind is not LabelKind.ACRONYM and label.language is wanted.language:
            words = fold(label.text), fold(wanted.text)
            if words[0] == words[1] or (stems and _ordered_stems(label) == _ordered_stems(wanted)):
                return True
    return False


def _ordered_stems(label: Label) -> list[str]:
    return [stem for stem, _ in part_terms(label.text, label.language)[0]]


def _rivals(group: Sequence[Pair], termbase: Termbase) -> str:
    rivals = {
        concept.concept_id: concept.preferred(concept.labels[0].language)
        for pair in group
        for concept in termbase.lookup(pair.acronym)
    }
    names = list(rivals.values())
    return f"{AMBIGUOUS} not {' nor '.join(names)} | es: no es {' ni '.join(names)}" if names else ""


def _make_id(group: Sequence[Pair], taken: set[str]) -> str:
    long_form = _NOT_IN_ID.sub("-", " ".join(fold(word) for word in group[0].long_form.split())).strip("-")
    plain = fold(group[0].acronym)
    ids = [plain, f"{plain}-{long_form}"[:60].strip("-")]
    ids += [f"{plain}-{number}" for number in range(2, len(taken) + 3)]
    return next(each for each in ids if each not in taken)


def _in_order(labels: Iterable[Label]) -> tuple[Label, ...]:
    kinds = list(LabelKind)
    return tuple(sorted(labels, key=lambda label: (kinds.index(label.kind), label.language is Language.EN)))
