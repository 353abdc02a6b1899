"""Where does a passage live on the web page? The one place that builds such addresses."""

from urllib.parse import quote, urlencode


def chunk_anchor(chunk_id: str) -> str:
    """The fragment that marks a chunk in the source view."""
    return f"c{chunk_id}"


def source_url(doc_id: str, chunk_id: str | None = None, query: str | None = None) -> str:
    """The address of a document's source view, at a chunk, with a query's words marked.

    >>> source_url("d1", "c2", "coast guard")
    '/source/d1?chunk=c2&q=coast+guard#cc2'
    """
    parameters = {name: value for name, value in (("chunk", chunk_id), ("q", query)) if value}
    address = f"/source/{quote(doc_id, safe='')}"
    if parameters:
        address += "?" + urlencode(parameters, errors="replace")  # a lone surrogate has no UTF-8
    return f"{address}#{chunk_anchor(chunk_id)}" if chunk_id else address
