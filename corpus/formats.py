"""Which formats can be read, by file name?"""

from collections.abc import Mapping

READABLE: Mapping[str, str] = {
    ".txt": "txt",
    ".text": "txt",
    ".log": "txt",
    ".asc": "txt",
    ".md": "md",
    ".markdown": "md",
    ".mdown": "md",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".csv": "csv",
    ".tsv": "csv",
    ".pdf": "pdf",
    ".docx": "docx",
    ".docm": "docx",
    ".dotx": "docx",
    ".doc": "doc",
    ".dot": "doc",
    ".ppt": "ppt",
    ".pps": "ppt",
    ".pot": "ppt",
    ".pptx": "pptx",
    ".pptm": "pptx",
    ".ppsx": "pptx",
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
    ".xls": "xls",
    ".xlt": "xls",
    ".odt": "odt",
    ".ott": "odt",
    ".odp": "odp",
    ".ods": "ods",
    ".epub": "epub",
    ".rtf": "rtf",
    ".eml": "eml",
    ".msg": "msg",
    ".mbox": "mbox",
    ".mbx": "mbox",
    ".zip": "zip",
    ".tar": "tar",
    ".tgz": "gz",
    ".gz": "gz",
    ".tif": "image",
    ".tiff": "image",
    ".jpg": "image",
    ".jpeg": "image",
    ".png": "image",
    ".webp": "image",
    ".jp2": "image",
    ".bmp": "image",
}
"""Format by file name suffix. Files with other names are read by what they hold."""

PAGED_FORMATS = frozenset({"pdf", "image"})
"""Their pages can be shown as they look."""

SLIDE_FORMATS = frozenset({"pptx", "ppt", "odp"})
"""What other formats call a page is a slide there."""

SHEET_FORMATS = frozenset({"xlsx", "xls", "ods"})
