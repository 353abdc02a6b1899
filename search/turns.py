"""Which lines of a passage did people write one by one? Those of a conversation, message by message.

The day of a telephone conversation is one passage, whose lines are parted by blanks as those of any other.
Whoever reads it sees who said what only where each message stands on a line of its own.
"""

from corpus.cutting.chats import begins_message
from corpus.model import Chunk


def part_turns(chunk: Chunk) -> str:
    """The passage's text, in a conversation with line ends between its lines; as long as it was.

    No margin broke these lines: each line end within a message was set by its writer, too. There are no
    other line ends in what is given.
    """
    text = chunk.text.replace("\n", " ")
    if len(chunk.segments) == 1 or not begins_message(text):
        return text
    chars = list(text)
    for start, _, _ in chunk.segments[1:]:
        if text[start - 1] == " ":
            chars[start - 1] = "\n"
    return "".join(chars)
