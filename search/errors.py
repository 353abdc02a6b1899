"""What can go wrong with a question, said so that the person can put it better."""


class SearchError(Exception):
    """Anything that keeps a question from being answered."""


class QueryError(SearchError):
    """The query is over a limit. ``position`` is the character at which it went over, from 0.

    Slips of syntax never raise this: they are read in the likeliest way, and a note says so.
    """

    def __init__(self, message: str, position: int) -> None:
        super().__init__(f"{message} (at character {position + 1})")
        self.message = message
        self.position = position
