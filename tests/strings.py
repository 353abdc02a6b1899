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

_SPACED = ["M I N U T A ", "(A B C D) ", "Ñ\u00a0O Ó N\u0303 ", "T-A B C D E ", "E E. UU. A B "]
_CLOSE = "A B C Ñ N\u0303 Ó O\u0301 Ć B\u0301 Ø x (A B) C. D, A-T E's _A EE. UU. 1 AB NAVAL DE".split()
_GAPS = [*(" " * 9), "\u00a0", "\u202f", "  ", "\n", "\u2003", "\u00ad", "\u200b", "-", ""]
letters = st.lists(
    st.one_of(
        st.sampled_from(_SPACED),
        st.tuples(st.sampled_from("ABCÑ"), st.just(" ")).map("".join),
        st.tuples(st.sampled_from(_CLOSE), st.sampled_from(_GAPS)).map("".join),
    ),
    max_size=20,
).map("".join)
"""Strings in which many words are set letter by letter, and many nearly so."""

words = st.from_regex(r"[A-Za-zÁÉÍÓÚÜÑáéíóúüñ]{1,12}", fullmatch=True)
"""Plain words of either language."""
