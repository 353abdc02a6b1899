"""Whoosh segments that are memory-mapped arrays: the index stays Whoosh's and answers at native speed."""
