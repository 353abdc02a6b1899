"""Ratios against named peers, on the same paragraphs, printed and kept with the date and the machine."""
