"""``bisagra terms``: look terms up, learn them from the documents, take them in and out.

Nothing is taken in unless ``accept`` or ``import`` says so, and then into the person's own termbase, which
stands above the one that is shipped.
"""

import argparse
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scripts.arguments import Parser
from scripts.errors import CommandError, Phrase, UsageError
from scripts.exits import DONE, FAILED, NOTHING_FOUND
from scripts.faults import translate_fault
from scripts.glossing import iter_concept_lines, iter_suggestion_lines, say_in_short
from scripts.opening import complain_of_damage, open_reader, own_termbase, termbase_paths
from scripts.progress import ProgressBar
from scripts.session import Session
from scripts.terminal import Terminal, clean

if TYPE_CHECKING:
    from analyzers.concepts import Concept
    from analyzers.editing import Merge

NAME = "terms"

_FORMATS = ("csv", "tbx", "skos", "tsv")
_NUMBERS = re.compile(r"(\d{1,6})(?:-(\d{1,6}))?")


def add_arguments(parser: Parser) -> None:
    """Add the command's flags."""
    words, options = parser.words, parser.options
    parser.values.add_argument(
        "action", metavar="ACTION", choices=tuple(_ACTIONS), help=words.say("terms_action")
    )
    parser.values.add_argument(
        "values", metavar="VALUE", nargs="*", default=[], help=words.say("terms_values")
    )
    options.add_argument("--format", choices=_FORMATS, help=words.say("terms_format"))
    options.add_argument("--own", action="store_true", help=words.say("terms_own"))
    options.add_argument("--json", action="store_true", help=words.say("help_json"))


def run(arguments: argparse.Namespace, session: Session) -> int:
    """Do what the action says; 1 where there is nothing to show, 2 where a file is at fault."""
    action, least, most = _ACTIONS[arguments.action]
    given = len(arguments.values)
    if given < least:
        raise UsageError("missing_argument", names=Phrase(f"name_{_VALUE_NAMES[arguments.action]}"))
    if most is not None and given > most:
        raise UsageError("unknown_flag", names=" ".join(arguments.values[most:]))
    return action(arguments, session)


def _lookup(arguments: argparse.Namespace, session: Session) -> int:
    from analyzers.termbase import load_termbase

    text = " ".join(arguments.values)
    concepts = load_termbase(_paths(arguments, session)).lookup(text)
    if arguments.json:
        _print_concepts(concepts, session.terminal, query=text)
    elif concepts:
        for concept in concepts:
            for line in iter_concept_lines(concept, session.terminal):
                session.terminal.print(line)
    else:
        session.terminal.complain(session.words.say("terms_unknown", term=session.words.quote(text)))
    return DONE if concepts else NOTHING_FOUND


def _list(arguments: argparse.Namespace, session: Session) -> int:
    concepts = _load(arguments, session)
    if arguments.json:
        _print_concepts(concepts, session.terminal)
    else:
        for concept in concepts:
            session.terminal.print(f"{clean(concept.concept_id):<28} {clean(say_in_short(concept))}")
    return DONE if concepts else NOTHING_FOUND


def _suggest(arguments: argparse.Namespace, session: Session) -> int:
    from analyzers.lexicon import load_lexicon
    from analyzers.termbase import load_termbase
    from scripts.suggesting import iter_suggestions, save_suggestions, suggestion_to_dict

    terminal, words = session.terminal, session.words
    termbase = load_termbase(termbase_paths(session.configuration))
    with open_reader(session.configuration) as reader, ProgressBar(terminal) as bar:
        suggestions = list(iter_suggestions(reader, termbase, load_lexicon(), bar.advance))
        complain_of_damage(reader, session)
    save_suggestions(session.configuration.index_directory, suggestions)
    if arguments.json:
        terminal.print_json(
            {"suggestions": [suggestion_to_dict(each) for each in suggestions], "error": None}
        )
    elif suggestions:
        for suggestion in suggestions:
            for line in iter_suggestion_lines(suggestion, terminal):
                terminal.print(line)
        terminal.print(terminal.dim(words.say("terms_how_to_accept")))
    else:
        terminal.complain(words.say("terms_nothing_to_suggest"))
    return DONE if suggestions else NOTHING_FOUND


def _accept(arguments: argparse.Namespace, session: Session) -> int:
    from analyzers.editing import merge_into
    from scripts.suggesting import read_suggestions

    suggested = read_suggestions(session.configuration.index_directory)
    numbers = _read_numbers(arguments.values, len(suggested))
    own = own_termbase(session.configuration)
    merge = merge_into(own, [suggested[number - 1] for number in numbers])
    return _report_merge(merge, own, arguments, session)


def _import(arguments: argparse.Namespace, session: Session) -> int:
    from analyzers.editing import merge_into
    from analyzers.errors import TermbaseError
    from analyzers.exchange import Format, find_format, read_exported
    from analyzers.linting import Located, Severity, lint_concepts

    path = Path(arguments.values[0])
    form = Format(arguments.format) if arguments.format else find_format(path)
    if form is None:
        if not path.exists():
            raise CommandError("configuration_unreadable", path=path, problem=Phrase("missing_source"))
        raise UsageError("terms_which_format", path=path, choices=", ".join(_FORMATS))
    located = [Located(path, line, concept) for line, concept in read_exported(path, form)]
    for finding in lint_concepts(located, _never):
        if finding.severity is Severity.ERROR:
            raise TermbaseError(path, finding.line, finding.problem)
    own = own_termbase(session.configuration)
    return _report_merge(merge_into(own, [each.concept for each in located]), own, arguments, session)


def _export(arguments: argparse.Namespace, session: Session) -> int:
    from analyzers.exchange import Format, iter_exported

    concepts = _load(arguments, session)
    if arguments.json:
        _print_concepts(concepts, session.terminal)
        return DONE if concepts else NOTHING_FOUND
    if not arguments.format:
        raise UsageError("missing_argument", names="--format " + "|".join(_FORMATS))
    for piece in iter_exported(concepts, Format(arguments.format)):
        session.terminal.out.write(piece)
    return DONE if concepts else NOTHING_FOUND


def _check(arguments: argparse.Namespace, session: Session) -> int:
    from analyzers.lexicon import load_lexicon
    from analyzers.linting import Severity, lint_files, make_ordinary_test

    terminal, words = session.terminal, session.words
    paths = [Path(each) for each in arguments.values] or _paths(arguments, session)
    findings = lint_files(paths, make_ordinary_test(load_lexicon()))
    errors = sum(finding.severity is Severity.ERROR for finding in findings)
    if arguments.json:
        rows = [
            {"path": str(each.path), "line": each.line, "severity": each.severity.value}
            | {"rule": each.rule, "detail": each.detail, "message": each.problem}
            for each in findings
        ]
        counts = {"errors": errors, "warnings": len(findings) - errors}
        terminal.print_json(
            {"files": [str(path) for path in paths], "findings": rows, **counts, "error": None}
        )
    else:
        for each in findings:
            severity = words.say(f"terms_{each.severity}")
            detail = translate_fault(each.detail, words.language)
            problem = words.say("terms_rule_" + each.rule.replace("-", "_"), detail=detail)
            terminal.print(clean(f"{each.path}:{each.line}: {severity}: {problem}"))
        counted = words.say("terms_checked", errors=errors, warnings=len(findings) - errors, files=len(paths))
        terminal.complain(counted)
    return FAILED if errors else DONE


def _learn(arguments: argparse.Namespace, session: Session) -> int:
    from scripts.learning import learn_translations, write_learnt

    if len(arguments.values) == 1:
        raise UsageError("missing_argument", names=Phrase("name_ENGLISH_FILE"))
    terminal, words = session.terminal, session.words
    with open_reader(session.configuration) as reader, ProgressBar(terminal) as bar:
        learnt = learn_translations(reader, arguments.values, bar.advance)
        complain_of_damage(reader, session)
    path = write_learnt(learnt, session.configuration.index_directory)
    counts = {"documents": len(learnt.documents), "paragraphs": learnt.paragraphs, "words": len(learnt.table)}
    if arguments.json:
        pairs = [{"es": spanish, "en": english} for spanish, english in learnt.documents]
        terminal.print_json({"file": str(path), "pairs": pairs, **counts, "error": None})
    else:
        terminal.print(clean(words.say("terms_learnt", path=path, **counts)))
    return DONE if len(learnt.table) else NOTHING_FOUND


_ACTIONS: Mapping[str, tuple[Callable[[argparse.Namespace, Session], int], int, int | None]] = {
    "lookup": (_lookup, 1, None),
    "list": (_list, 0, 0),
    "suggest": (_suggest, 0, 0),
    "accept": (_accept, 1, None),
    "export": (_export, 0, 0),
    "import": (_import, 1, 1),
    "check": (_check, 0, None),
    "learn": (_learn, 0, 2),
}
"""What can be done, with how many values at least and at most."""

_VALUE_NAMES = {"lookup": "TERM", "accept": "N", "import": "FILE"}


def _paths(arguments: argparse.Namespace, session: Session) -> Sequence[Path]:
    paths = termbase_paths(session.configuration)
    return paths[1:] if arguments.own else paths


def _load(arguments: argparse.Namespace, session: Session) -> "list[Concept]":
    from analyzers.termbase import load_termbase

    return list(load_termbase(_paths(arguments, session)).concepts.values())


def _never(acronym: str) -> bool:
    return False


def _read_numbers(values: Sequence[str], most: int) -> list[int]:
    """The numbers that are meant by ``3 5-7``. Raises :class:`UsageError` for what is not in the list."""
    numbers: dict[int, None] = {}
    for value in values:
        found = _NUMBERS.fullmatch(value)
        low = int(found[1]) if found else 0
        high = int(found[2] or low) if found else 0
        if not 1 <= low <= high <= most:
            raise UsageError("terms_bad_number", value=value, most=most)
        numbers.update(dict.fromkeys(range(low, high + 1)))
    return list(numbers)


def _print_concepts(concepts: "Sequence[Concept]", terminal: Terminal, **more: str) -> None:
    from scripts.suggesting import concept_to_dict

    rows: list[dict[str, Any]] = [concept_to_dict(concept) for concept in concepts]
    terminal.print_json({**more, "concepts": rows, "total": len(rows), "error": None})


def _report_merge(merge: "Merge", own: Path, arguments: argparse.Namespace, session: Session) -> int:
    if arguments.json:
        fields = {"added": merge.added, "replaced": merge.replaced, "unchanged": merge.unchanged}
        session.terminal.print_json(
            {"file": str(own), **{name: list(ids) for name, ids in fields.items()}, "error": None}
        )
    else:
        counts = {
            "added": len(merge.added),
            "replaced": len(merge.replaced),
            "unchanged": len(merge.unchanged),
        }
        session.terminal.print(clean(session.words.say("terms_merged", path=own, **counts)))
    return DONE
