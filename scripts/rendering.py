"""How does a page of hits look to a person at a terminal?

A line that counts, a line of other names that were searched, notes, then each passage under its place::

    41 passages, 12 of them with every word · 1.9 ms
    also: SPP (en) 38 · Security and Prosperity Partnership (en) 12

    e03-spp-introduction-slides.txt:7  [en]  SPP: an introduction · slide 2 · What is the SPP?
        The SPP was announced in Waco …
"""

from collections.abc import Iterator

from corpus.model import Chunk
from scripts.terminal import Terminal, clean
from scripts.texts import Words
from search.places import name_place
from search.results import Expansion, Form, Hit, Note, ResultPage

_MOST_FORMS = 8
"""More names than this are not read; the web page shows them all."""
_MOST_COPIES = 3
_TITLE_CHARS = 60
_LEAST_TITLE = 8
"""With less room than this it says nothing."""
_BETWEEN = " · "


def render_page(page: ResultPage, terminal: Terminal, *, explain: bool) -> Iterator[str]:
    """The lines of a page of hits."""
    words = terminal.words
    yield say_count(page, words)
    yield from (_remark(line, terminal, "") for line in _expansion_lines(page, words))
    if page.notes and page.interpreted and page.interpreted != page.raw:
        yield _remark(words.say("read_as", query=clean(page.interpreted)), terminal, "")
    for suggestion in page.suggestions[:1]:  # each has the whole query, with all of them
        yield words.say("did_you_mean", query=words.quote(clean(suggestion.query)))
    for note in page.notes:
        yield _remark(words.say("note", note=say_note(note, words)), terminal, "")
    for hit in page.hits:
        yield ""
        yield from _hit_lines(hit, terminal, explain=explain)
    last = page.offset + len(page.hits)
    if page.hits and last < page.listed:
        first, total = words.number(page.offset + 1), words.number(page.listed)
        yield ""
        yield terminal.dim(words.say("more", first=first, last=words.number(last), total=total, next=last))


def render_place(chunk: Chunk, path: str, title: str, terminal: Terminal, *, remark: str = "") -> str:
    """Where a passage stands: ``path:line  [es]  title · page · section  (remark)``.

    Only the path may be wider than the terminal: people copy it.
    """
    words = terminal.words
    is_named = not title or title == path or chunk.section[:1] == (title,)
    parts = [] if is_named else [_shorten(title, _TITLE_CHARS)]
    parts += name_place(chunk, words.language, with_lines=False)
    if chunk.section:
        parts.append(" › ".join(chunk.section))
    language = chunk.language.value if chunk.language else "??"
    line = f":{chunk.start_line}  [{language}]  "
    remark = f"  ({remark})" if remark else ""
    room = terminal.width - len(clean(path)) - len(line) - len(remark)
    named = _shorten(clean(_BETWEEN.join(parts)), room) if room >= _LEAST_TITLE else ""
    return f"{terminal.bold(clean(path))}{line}{named}".rstrip() + terminal.dim(remark) * bool(remark)


def say_note(note: Note, words: Words) -> str:
    """A note about how the query was taken, in words; an unknown one as it came."""
    key = "note_" + note.key.replace("-", "_")
    if not words.knows(key):
        return clean(words.say("note_other", note=note.key, detail=note.detail)).rstrip()
    return clean(words.say(key, detail=words.quote(note.detail)))


def advise(page: ResultPage, words: Words) -> str:
    """What to try where there is no hit; empty where there are some or the page itself has a suggestion."""
    if page.total or page.suggestions:
        return ""
    if page.filters or page.language:
        return words.say("nothing_narrowed")
    return words.say("nothing_hint") if page.interpreted else ""


def say_count(page: ResultPage, words: Words) -> str:
    """How many passages there are, and how many of them hold every word."""
    if not page.total:
        query = clean(page.raw)
        if not query:
            return words.say("nothing_filtered")
        return words.say("nothing_found", query=words.quote(query))
    passages = words.count("passages", page.total)
    if not page.total_is_exact:
        passages = words.say("found_at_least", passages=passages)
    if not page.hits and page.offset >= page.listed:
        return words.say("nothing_beyond", passages=passages, offset=page.offset)
    key = (
        "found" if page.exact_total == page.total else "found_exact" if page.exact_total else "found_inexact"
    )
    line = words.say(key, passages=passages, exact=words.number(page.exact_total))
    listed = [words.count("listed", page.listed)] if page.listed < page.total else []
    return _BETWEEN.join(
        [line, *listed, words.say("found_time", milliseconds=words.decimal(page.elapsed_ms))]
    )


def _expansion_lines(page: ResultPage, words: Words) -> Iterator[str]:
    is_one = len(page.expansions) == 1
    for expansion in page.expansions:
        key = "also" if is_one else "also_for"
        yield clean(words.say(key, term=expansion.term, forms=_join_forms(expansion, words)))


def _join_forms(expansion: Expansion, words: Words) -> str:
    shown = [_say_form(form, words) for form in expansion.forms[:_MOST_FORMS]]
    more = len(expansion.forms) - len(shown)
    if more:
        shown.append(words.say("also_more", number=more))
    return _BETWEEN.join(shown)


def _say_form(form: Form, words: Words) -> str:
    parts = [form.text]
    if form.language:
        parts.append(f"({form.language.value})")
    if form.hits is not None:
        parts.append(words.number(form.hits))
    return " ".join(parts)


def _hit_lines(hit: Hit, terminal: Terminal, *, explain: bool) -> Iterator[str]:
    words = terminal.words
    remark = "" if hit.exact else words.say("partial")
    yield render_place(hit.chunk, hit.path, hit.title, terminal, remark=remark)
    yield terminal.wrap(hit.snippet.text, hit.snippet.spans)
    if hit.copies:
        yield _remark(_copies_line(hit, words), terminal)
    if explain:
        reasons = [_say_reason(reason, words) for reason in hit.reasons] or [words.say("as_typed")]
        line = words.say("explained", score=words.decimal(hit.score, 2), reasons="; ".join(reasons))
        yield _remark(clean(line), terminal)


def _remark(text: str, terminal: Terminal, indent: str = "    ") -> str:
    """What is said about a page or a hit, in lines of the terminal's width."""
    return "\n".join(terminal.dim(line) for line in terminal.wrap(text, indent=indent).split("\n"))


def _copies_line(hit: Hit, words: Words) -> str:
    """Where else the same is said: ``also at: a.txt:3 · b.zip/c.txt:7 · 4 more``."""
    shown = [f"{copy.path}:{copy.chunk.start_line}" for copy in hit.also_at[:_MOST_COPIES]]
    if hit.copies > len(shown):
        shown.append(words.say("also_more", number=words.number(hit.copies - len(shown))))
    key = "also_at" if all(copy.same for copy in hit.also_at) else "also_like"
    return clean(words.say(key, places=_BETWEEN.join(shown)))


def _say_reason(reason: str, words: Words) -> str:
    kind, colon, rest = reason.partition(":")
    key = f"reason_{kind}"
    return f"{words.say(key)}:{rest}" if colon and words.knows(key) else reason


def _shorten(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1].rstrip() + "…"
