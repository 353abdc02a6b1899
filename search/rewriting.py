"""How else may a text write what was typed? As one word or as two, or an address without its @.

``peacekeeping`` and ``peace keeping``, ``crossborder`` and ``cross-border``: documents say which there are.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Protocol

from analyzers.folding import fold
from analyzers.tokenizing import Shape, read_words
from index.fields import EXACT
from index.plan import Term
from search import wording
from search.planning import PlannedForm, PlannedLeaf
from search.relatives import WEIGHT
from search.results import Form, Reason

_LEAST_HALF = 3
"""Letters of the shorter part of a word that might be written as two."""
_LEAST_OWNER = 5
"""Characters before the @ that say who it is; ``info`` does not."""


class Vocabulary(Protocol):
    """What is asked of an index."""

    def has_term(self, field: str, text: str) -> bool:
        """Whether a term occurs in a field of any chunk."""


def write_otherwise(leaf: PlannedLeaf, vocabulary: Vocabulary) -> PlannedLeaf:
    """A leaf with its forms as one word or as two, where a text writes them so."""
    forms = {form.plan: form for form in leaf.forms}
    for form in leaf.forms:
        halves = form.form.text.split(" ")
        texts = [" ".join(pair) for pair in iter_halves(form.form.text, vocabulary)]
        if len(halves) == 2 and vocabulary.has_term(EXACT, fold(halves[0]) + fold(halves[1])):
            texts.append("".join(halves))
        for text in texts:
            plan = wording.inflected_plan(text)
            forms.setdefault(plan, PlannedForm(form.form, plan, form.typed))
    return replace(leaf, forms=tuple(forms.values()))


def iter_halves(text: str, vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    """The pairs of words, each of which occurs, that a word is made of."""
    words = read_words(text)
    if len(words) != 1 or words[0].shape is not Shape.PLAIN or text.isupper():
        return
    folded = fold(text)
    for cut in range(_LEAST_HALF, len(folded) - _LEAST_HALF + 1):
        halves = (folded[:cut], folded[cut:])
        if all(vocabulary.has_term(EXACT, half) for half in halves):
            yield halves


def join_neighbours(leaves: Sequence[PlannedLeaf], vocabulary: Vocabulary) -> list[PlannedLeaf]:
    """The leaves of a row; where a text writes two neighbours as one word, that counts as both of them."""
    joining = list(leaves)
    for number in range(len(joining) - 1):
        left, right = joining[number : number + 2]
        joined = fold(left.term) + fold(right.term)
        apart = " " in left.term or " " in right.term
        if not apart and vocabulary.has_term(EXACT, joined):
            form = PlannedForm(Form(joined, None, Reason.INFLECTION), Term(EXACT, joined), typed=True)
            joining[number] = replace(left, forms=(*left.forms, form))
            joining[number + 1] = replace(right, forms=(*right.forms, form))
    return joining


def add_owner(leaf: PlannedLeaf) -> PlannedLeaf:
    """``a.perez@here.org`` with ``a.perez`` for what comes near: the rest may be cut, hidden or another."""
    owner, _, host = leaf.term.partition("@")
    if not host or len(owner) < _LEAST_OWNER:
        return leaf
    form = PlannedForm(Form(owner, None, Reason.FAMILY, WEIGHT), wording.surface_plan(owner))
    return replace(leaf, relatives=(*leaf.relatives, form))
