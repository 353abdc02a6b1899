"""What are the language files called that an index directory may hold?"""

OWN_TERMBASE = "terms.tsv"
"""The person's own terms, written by ``bisagra terms accept``, unless ``bisagra.toml`` names a file."""

LEARNT_TRANSLATIONS = "translations.tsv"
"""What ``bisagra terms learn`` made of the person's parallel documents."""

GUESSED_TRANSLATIONS = "autolexicon.tsv"
"""What indexing made of the vectors of the index's own words (see :mod:`analyzers.autolexicon`)."""
