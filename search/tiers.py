"""A parsed query becomes plans for the index: what comes first, what comes after, within what.

Several bare words prefer chunks that hold all of them: these are the first tier, chunks with at
least half of them the second. Everything with an operator says what it means and has one tier.
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import TypeGuard

from analyzers.crossing import Crossing
from analyzers.folding import fold, fold_keeping_enye
from index.fields import EXACT, FACET, SECTION, TITLE, WORD_FACETS, facet_term
from index.plan import AtLeast, Boosted, Everything, Plan, Range, Term, Without, all_of, any_of
from search import naming, planning, wording
from search.naming import Namer
from search.planning import PlannedForm, PlannedLeaf
from search.query import Bag, Both, Clause, Either, Fielded, Nearby, Query, Quoted, Spelling, Word
from search.results import Form, Note, Reason
from search.spelling import close_terms

MAX_PREFIX_FORMS = 200
_DATE_RE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?$")


@dataclass(frozen=True, slots=True)
class Leniency:
    """How much may stand for a typed word: its equivalents, and its inflections."""

    translate: bool = True
    inflect: bool = True

    @property
    def crosses(self) -> bool:
        """Whether a word also stands for its equivalents."""
        return self.translate and self.inflect


@dataclass(frozen=True, slots=True)
class PlannedQuery:
    """Tiers in the order of rank; ``within`` bounds all of them; ``leaves`` are those that are wanted."""

    tiers: tuple[Plan, ...]
    within: Plan | None
    leaves: tuple[PlannedLeaf, ...]
    notes: tuple[Note, ...]


@dataclass(slots=True)
class _Planner:
    vocabulary: naming.Vocabulary
    namer: Namer
    leniency: Leniency
    leaves: list[PlannedLeaf] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    within: list[Plan] = field(default_factory=list)
    misspelt: dict[str, PlannedLeaf] = field(default_factory=dict)

    def note(self, key: str, detail: str) -> None:
        if Note(key, detail) not in self.notes:
            self.notes.append(Note(key, detail))


def plan_query(
    query: Query,
    filters: Mapping[str, Sequence[str]],
    *,
    vocabulary: naming.Vocabulary,
    crossing: Crossing,
    leniency: Leniency,
) -> PlannedQuery:
    """The tiers of plans for a query, within ``filters`` (values of one name are alternatives)."""
    namer = Namer(vocabulary, crossing)
    planner = _Planner(vocabulary, namer, leniency)
    for name, values in filters.items():
        alternatives = [plan for value in values if (plan := _filter_plan(planner, name, value)) is not None]
        if alternatives:
            planner.within.append(any_of(alternatives))
    if isinstance(query.root, Bag):
        tiers = _plan_root_bag(planner, query.root)
    else:
        tiers = [_plan_clause(planner, query.root)]
    within = all_of(planner.within) if planner.within else None
    return PlannedQuery(
        tuple(tiers), within, tuple(planner.leaves), (*query.notes, *namer.notes, *planner.notes)
    )


def _plan_root_bag(planner: _Planner, bag: Bag) -> list[Plan]:
    bag = _take_filters(planner, bag)
    required = _plan_members(planner, bag.required)
    wanted = _plan_members(planner, bag.wanted)
    if not required and not wanted:
        if bag.excluded:
            planner.note("only-excluded", "")
        return [_without(planner, Everything(), bag.excluded)]
    tiers = [all_of([member.full for member in (*required, *wanted)])]
    if required and wanted:
        must = all_of([member.full for member in required])
        tiers.append(Boosted(must, any_of([plan for member in wanted for plan in member.partials])))
    elif len(wanted) > 1 and not bag.strict:
        partials = tuple(plan for member in wanted for plan in member.partials)
        tiers.append(AtLeast(partials, math.ceil(len(partials) / 2)))
    elif len(wanted) == 1 and wanted[0].beyond is not None:
        tiers.append(wanted[0].beyond)
    return [_without(planner, tier, bag.excluded) for tier in tiers]


def _take_filters(planner: _Planner, bag: Bag) -> Bag:
    """A query's conditions on facets bound all of it and rank nothing."""
    for clause in (*bag.required, *bag.wanted):
        if _is_filter(clause):
            plan = _filter_plan(planner, clause.name, clause.value)
            planner.within.extend([plan] if plan is not None else [])
    for clause in bag.excluded:
        if _is_filter(clause):
            plan = _filter_plan(planner, clause.name, clause.value)
            planner.within.extend([Without(Everything(), plan)] if plan is not None else [])
    return Bag(
        tuple(clause for clause in bag.wanted if not _is_filter(clause)),
        tuple(clause for clause in bag.required if not _is_filter(clause)),
        tuple(clause for clause in bag.excluded if not _is_filter(clause)),
        bag.strict,
    )


def _plan_clause(planner: _Planner, clause: Clause) -> Plan:
    if isinstance(clause, Both):
        return all_of([_plan_clause(planner, part) for part in clause.parts])
    if isinstance(clause, Either):
        return any_of([_plan_clause(planner, part) for part in clause.parts])
    if isinstance(clause, Bag):
        members = [*_plan_members(planner, clause.required), *_plan_members(planner, clause.wanted)]
        return _without(planner, all_of([member.full for member in members]), clause.excluded)
    return all_of([member.full for member in _plan_members(planner, (clause,))])


def _without(planner: _Planner, plan: Plan, excluded: Sequence[Clause]) -> Plan:
    if not excluded:
        return plan
    namer = Namer(planner.vocabulary, planner.namer.crossing)
    aside = _Planner(planner.vocabulary, namer, planner.leniency)  # its leaves are not wanted
    return Without(plan, any_of([_plan_clause(aside, clause) for clause in excluded]))


@dataclass(frozen=True, slots=True)
class _Member:
    """A clause among others: what it asks, and what comes near it."""

    full: Plan
    partials: tuple[Plan, ...]
    beyond: Plan | None = None


def _plan_members(planner: _Planner, clauses: Sequence[Clause]) -> list[_Member]:
    """Plans for clauses side by side; neighbouring bare words are looked at together."""
    members: list[_Member] = []
    run: list[str] = []
    for clause in (*clauses, None):
        if isinstance(clause, Word) and clause.spelling is Spelling.FREE and planner.leniency.crosses:
            run.append(clause.text)
            continue
        if run:
            is_all = len(run) == len(clauses)
            members.extend(_keep(planner, leaf) for leaf in planner.namer.leaves(run, is_all=is_all))
            run = []
        if isinstance(clause, Bag | Both | Either):
            plan = _plan_clause(planner, clause)
            members.append(_Member(plan, (plan,)))
        elif clause is not None:
            leaf = _plan_leaf(planner, clause)
            members.extend([_keep(planner, leaf)] if leaf is not None else [])
    return list(dict.fromkeys(members))  # asked twice is asked once


def _keep(planner: _Planner, leaf: PlannedLeaf) -> _Member:
    if leaf not in planner.leaves:
        planner.leaves.append(leaf)
    return _Member(leaf.scored_plan, leaf.partial_plans, leaf.near_plan)


def _plan_leaf(planner: _Planner, clause: Word | Quoted | Nearby | Fielded) -> PlannedLeaf | None:
    if isinstance(clause, Quoted):
        return planning.plan_quoted(clause.text)
    if isinstance(clause, Nearby):
        plan = wording.near_plan(clause.left.text, clause.right.text, clause.distance)
        form = PlannedForm(Form(str(clause), None, Reason.INFLECTION), plan, typed=True)
        return PlannedLeaf(str(clause), (form,))
    if isinstance(clause, Fielded):
        return _plan_fielded(planner, clause)
    return _plan_word(planner, clause)


def _plan_word(planner: _Planner, word: Word) -> PlannedLeaf:
    if word.spelling is Spelling.VERBATIM:
        return planning.plan_verbatim(word.text)
    if word.spelling is Spelling.PREFIX:
        terms = planner.vocabulary.iter_terms(EXACT, fold(word.text))
        found = list(islice(iter(terms), MAX_PREFIX_FORMS + 1))
        if len(found) > MAX_PREFIX_FORMS:
            planner.note("prefix-limited", str(word))
        return planning.plan_surfaces(str(word), found[:MAX_PREFIX_FORMS], Reason.PREFIX, 1.0)
    if word.spelling is Spelling.FUZZY:
        if word.text not in planner.misspelt:  # to guess is to go through the vocabulary
            planner.misspelt[word.text] = _plan_misspelt(planner, word)
        return planner.misspelt[word.text]
    if not planner.leniency.inflect:
        leaf = planning.plan_quoted(word.text)
        return PlannedLeaf(word.text, leaf.forms, leaf.bonus)
    return planning.plan_word(word.text, planner.namer.crossing.foreign_to(word.text))


def _plan_misspelt(planner: _Planner, word: Word) -> PlannedLeaf:
    folded = fold(word.text)
    guesses = close_terms(folded, planner.vocabulary.iter_terms(EXACT, folded[:1]))
    own = planning.plan_word(word.text, planner.namer.crossing.foreign_to(word.text))
    forms = (*own.forms, *planning.plan_surfaces("", guesses, Reason.SPELLING, 0.5).forms)
    return PlannedLeaf(str(word), forms, own.bonus)


def _plan_fielded(planner: _Planner, clause: Fielded) -> PlannedLeaf | None:
    if clause.name in (TITLE, SECTION):
        plan: Plan | None = wording.text_field_plans(clause.value)[clause.name]
    else:
        plan = _filter_plan(planner, clause.name, clause.value)
    if plan is None:
        return None
    return PlannedLeaf(
        str(clause), (PlannedForm(Form(str(clause), None, Reason.INFLECTION), plan, typed=True),)
    )


def _is_filter(clause: Clause) -> TypeGuard[Fielded]:
    return isinstance(clause, Fielded) and clause.name not in (TITLE, SECTION)


def _filter_plan(planner: _Planner, name: str, value: str) -> Plan | None:
    if name == "date":
        return _date_plan(planner, value)
    whole: Plan = Term(FACET, facet_term(name, value))
    words = [Term(FACET, facet_term(name, fold_keeping_enye(word))) for word in re.findall(r"\w+", value)]
    if name in WORD_FACETS and words:
        return any_of([whole, all_of(list(words))])
    return whole


def _date_plan(planner: _Planner, value: str) -> Plan | None:
    low, dots, high = value.partition("..")
    if not dots:
        high = low
    if not (low or high) or not all(_DATE_RE.match(end) for end in (low, high) if end):
        planner.note("bad-date", value)
        return None
    return Range(FACET, facet_term("date", low), facet_term("date", high or "9999") + "\uffff")
