"""Here is a file that a stranger may have prepared: read it where it can do no harm."""
