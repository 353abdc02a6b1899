"""The reference: postings read one by one through Whoosh's own readers and matchers."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from index.scoring import Numbers, Scores
from tests.index_arrays.plain_execution import Postings, place


class StockPostings:
    """Whoosh's posting lists as arrays, walked posting by posting through its readers."""

    def __init__(self, searcher: Any) -> None:
        self._searcher = searcher
        self._reader = searcher.reader()
        self._size = int(self._reader.doc_count_all())
        self._living = np.array(list(self._reader.all_doc_ids()), np.int64)
        self._alive = np.zeros(self._size, bool)
        self._alive[self._living] = True
        self._postings: dict[tuple[str, str], Postings] = {}
        self._places: dict[tuple[str, str], Numbers] = {}
        self._lengths: dict[str, tuple[Scores, float]] = {}

    def living(self) -> Numbers:
        return self._living

    def postings(self, field: str, text: str) -> Postings:
        key = (field, text)
        if key not in self._postings:
            rows = [(matcher.id(), matcher.weight()) for matcher in self._matches(field, text)]
            numbers = np.array([number for number, _ in rows], np.int64)
            frequencies = np.array([weight for _, weight in rows], np.float64)
            kept = self._alive[numbers]
            self._postings[key] = Postings(numbers[kept], frequencies[kept])
        return self._postings[key]

    def places(self, field: str, text: str) -> Numbers:
        key = (field, text)
        if key not in self._places:
            numbers: list[int] = []
            positions: list[int] = []
            for matcher in self._matches(field, text):
                if self._alive[matcher.id()]:
                    here = matcher.value_as("positions")
                    positions.extend(here)
                    numbers.extend([matcher.id()] * len(here))
            self._places[key] = place(np.array(numbers, np.int64), np.array(positions, np.int64))
        return self._places[key]

    def lengths(self, field: str) -> tuple[Scores, float]:
        if field not in self._lengths:
            lengths = np.zeros(self._size)
            for number in self._living:
                lengths[number] = self._reader.doc_field_length(int(number), field) or 0
            mean = float(lengths.sum() / len(self._living)) if len(self._living) else 0.0
            self._lengths[field] = (lengths, mean)
        return self._lengths[field]

    def terms_between(self, field: str, low: str, high: str) -> Iterator[str]:
        for term in self._reader.terms_from(field, low.encode("utf-8")):
            text = term[1].decode("utf-8")
            if term[0] != field or text > high:
                return
            yield text

    def _matches(self, field: str, text: str) -> Iterator[Any]:
        if (field, text.encode("utf-8", "replace")) not in self._reader:
            return
        matcher = self._reader.postings(field, text)
        while matcher.is_active():
            yield matcher
            matcher.next()
