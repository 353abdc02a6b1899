"""Which id has a document that lies inside a file?"""

import hashlib


def identify(file_id: str, inside: str) -> str:
    """The id of the document at the path ``inside`` a file; the file's own document has the file's id."""
    if not inside:
        return file_id
    key = f"{file_id}\0{inside}".encode("utf-8", "surrogatepass")
    # Longer than a file's id, which is compared with all others when it is given: a stranger chose the names.
    return hashlib.blake2b(key, digest_size=12).hexdigest()
