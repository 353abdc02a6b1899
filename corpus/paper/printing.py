"""From pages of lines to the text of a document.

Running heads are set apart, paragraphs are cut and those that run over a page's end are made whole.
"""

from collections.abc import Mapping, Sequence

from corpus.model import Extraction, Metadata, Role
from corpus.paper.columns import order_lines
from corpus.paper.furniture import find_furniture
from corpus.paper.joining import Joining
from corpus.paper.lines import PlacedLine
from corpus.paper.measures import Measures
from corpus.paper.pages import Page
from corpus.paper.paragraphs import Form, Paragraph, cut_paragraphs, group_recognized
from corpus.paper.titles import Bookmark, find_levels
from corpus.writing import BlockWriter, tidy_line

_ROLES = {Form.CODE: Role.CODE, Form.TABLE: Role.TABLE, Form.LEADER: Role.BOILERPLATE}


def print_pages(
    pages: Sequence[Page], bookmarks: Sequence[Bookmark], metadata: Metadata, notes: Sequence[str]
) -> Extraction:
    """The document's text with everything that is known of it; fills in the pages' bodies."""
    _part_furniture(pages)
    measures = Measures(page.lines for page in pages)
    joining = Joining(page.lines for page in pages)
    for page in pages:
        if page.is_recognized:
            page.body = group_recognized(page.lines)
            continue
        for column in order_lines(page.lines):
            page.body.extend(cut_paragraphs(column, measures))
    levels = find_levels([page.body for page in pages], bookmarks, measures)
    return _Printer(measures, joining, levels).print(pages, metadata, notes)


def _part_furniture(pages: Sequence[Page]) -> None:
    for page, furniture in zip(pages, find_furniture([page.lines for page in pages]), strict=True):
        if not furniture:
            continue
        rest = [line for line in page.lines if id(line) not in furniture]
        middle = min((line.base for line in rest), default=0.0)
        for line in page.lines:
            if id(line) in furniture:
                (page.head if line.base <= middle or not rest else page.foot).append(line)
        page.lines = rest


class _Printer:
    """Writes pages in order; ``_open`` is a last paragraph that may go on on the next page."""

    def __init__(self, measures: Measures, joining: Joining, levels: Mapping[int, int]) -> None:
        self._measures = measures
        self._joining = joining
        self._levels = levels
        self._writer = BlockWriter()

    def print(self, pages: Sequence[Page], metadata: Metadata, notes: Sequence[str]) -> Extraction:
        """The whole document."""
        carried: list[tuple[int, Paragraph]] = []
        for page, following in zip(pages, [*pages[1:], None], strict=False):
            body = list(page.body)
            if not carried:
                self._writer.mark_page(page.number)
            self._add_furniture(page.head)
            if carried:
                # It stood open over this page's beginning, and was held back for it.
                carried.append((page.number, body.pop(0)))
                if not body and self._runs_over(carried[-1][1], following):
                    self._add_furniture(page.foot)
                    continue
                self._add_carried(carried)
                carried = []
            last = body.pop() if body and self._runs_over(body[-1], following) else None
            for paragraph in body:
                self._add(paragraph)
            self._add_furniture(page.foot)
            if last is not None:
                carried = [(page.number, last)]
        return self._writer.finish(None, metadata, notes)

    def _runs_over(self, paragraph: Paragraph, following: Page | None) -> bool:
        if following is None or not following.body or id(paragraph) in self._levels:
            return False
        first = following.body[0]
        return id(first) not in self._levels and self._joining.resumes(paragraph, first, self._measures)

    def _add_carried(self, parts: Sequence[tuple[int, Paragraph]]) -> None:
        text = ""
        marks: list[tuple[int, int]] = []
        for number, paragraph in parts:
            following = tidy_line(self._joining.read(paragraph.lines))
            if text:
                joined = self._joining.join(text.removesuffix("-"), following, hyphen=text.endswith("-"))
                marks.append((len(joined) - len(following), number))
                text = joined
            else:
                text = following
        for offset, number in marks:
            self._writer.mark_page_at(offset, number)
        self._writer.add(text)

    def _add_furniture(self, lines: Sequence[PlacedLine]) -> None:
        for line in lines:
            self._writer.add(tidy_line(line.text), Role.BOILERPLATE)

    def _add(self, paragraph: Paragraph) -> None:
        if paragraph.form is Form.TABLE:
            self._writer.add_table([[tidy_line(cell) for cell in row] for row in paragraph.rows])
            return
        if paragraph.form is Form.CODE:
            text = "\n".join(tidy_line(line.text + ("-" if line.hyphen else "")) for line in paragraph.lines)
        else:
            text = tidy_line(self._joining.read(paragraph.lines))
        level = self._levels.get(id(paragraph), 0)
        self._writer.add(text, Role.HEADING if level else _ROLES.get(paragraph.form), level=level)
