"""Run by a Python that has Xapian: answers lines of JSON on standard input. Imports nothing of ours."""

import json
import sys
import time
from typing import Any

import xapian

LIMIT = 10
_LANGUAGE = "L"


def main(folder: str) -> None:
    """Build or search the index in ``folder``, as the lines say."""
    writer: Any = None
    searcher: Any = None
    for line in sys.stdin:
        what, value = json.loads(line)
        if what == "add":
            writer = writer or xapian.WritableDatabase(folder, xapian.DB_CREATE_OR_OPEN)
            _add(writer, *value)
            continue
        if what == "commit":
            writer.commit()
            answer: Any = [0, 0.0]
        else:
            searcher = searcher or _Searcher(folder)
            started = time.thread_time()
            count = getattr(searcher, what)(value)
            answer = [count, (time.thread_time() - started) * 1e3]
        print(json.dumps(answer), flush=True)


def _add(writer: Any, text: str, language: str, words: list[str]) -> None:
    document = xapian.Document()
    for position, word in enumerate(words):
        if len(word) < 200:
            document.add_posting(word, position)
    document.add_boolean_term(_LANGUAGE + language)
    document.set_data(text)
    writer.add_document(document)


class _Searcher:
    def __init__(self, folder: str) -> None:
        self._database = xapian.Database(folder)
        self._enquire = xapian.Enquire(self._database)
        self._enquire.set_weighting_scheme(xapian.BM25Weight())
        self._parser = xapian.QueryParser()
        self._parser.set_database(self._database)
        self._parser.set_default_op(xapian.Query.OP_AND)

    def top(self, value: list[Any]) -> int:
        """The best ten of a question."""
        self._enquire.set_query(self._query(*value))
        return int(self._enquire.get_mset(0, LIMIT).size())

    def count(self, value: list[Any]) -> int:
        """All matches of a question."""
        self._enquire.set_query(self._query(*value))
        return int(self._enquire.get_mset(0, 0, self._database.get_doccount()).get_matches_estimated())

    def page(self, text: str) -> int:
        """A result page for a query as typed; all matches are counted."""
        self._enquire.set_query(self._parser.parse_query(text))
        found = self._enquire.get_mset(0, LIMIT, self._database.get_doccount())
        for hit in found:
            data = hit.document.get_data().decode("utf-8")
            found.snippet(data, 320)
        return int(found.get_matches_estimated())

    def _query(self, kind: str, words: list[str], language: str | None) -> Any:
        made = {
            "term": lambda: xapian.Query(words[0]),
            "or": lambda: xapian.Query(xapian.Query.OP_OR, words),
            "and": lambda: xapian.Query(xapian.Query.OP_AND, words),
            "phrase": lambda: xapian.Query(xapian.Query.OP_PHRASE, words),
            "prefix": lambda: xapian.Query(
                xapian.Query.OP_WILDCARD, words[0], 0, xapian.Query.WILDCARD_LIMIT_ERROR, xapian.Query.OP_OR
            ),
        }[kind]()
        if language:
            made = xapian.Query(xapian.Query.OP_FILTER, made, xapian.Query(_LANGUAGE + language))
        return made


if __name__ == "__main__":
    main(sys.argv[1])
