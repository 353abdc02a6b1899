"""Strings as they come: the characters that break text programs, more often than chance has them."""

from hypothesis import strategies as st

AWKWARD = [
    "\u0301", "n\u0303", "\u00ad", "\u200b", "\u200d", "\u2060", "\ufeff", "\x00", "\ud800", "\udfff",
    "\u202e", "ñ", "Ñ", "½", "ß", "İ", "ſ", "ﬁ", "Ⅳ", "😀", "中国", "안녕", "'", "’", "-", "\u2011", "–", "@",
    ".", ",", "_", "\n", "\t", "\u00a0", " ", "EE.UU.", "EE. UU.", "U.S.", "T-MEC", "3SPP", "MOUs", "a@b.mx",
    "1.234,5",
]  # fmt: skip

any_text = st.lists(
    st.one_of(st.text(max_size=12), st.sampled_from(AWKWARD), st.text("abñÑ1.-' ", max_size=6)), max_size=20
).map("".join)
"""Any string, surrogates included, rich in what breaks text programs."""

words = st.from_regex(r"[A-Za-zÁÉÍÓÚÜÑáéíóúüñ]{1,12}", fullmatch=True)
"""Plain words of either language."""
