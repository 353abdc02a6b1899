"""What are the language files called that a person's own index directory may hold?"""

OWN_TERMBASE = "terms.tsv"
"""The person's own terms, written by ``bisagra terms accept``, unless ``bisagra.toml`` names a file."""

LEARNT_TRANSLATIONS = "translations.tsv"
"""What ``bisagra terms learn`` made of the person's parallel documents."""
