"""Here is a printed page, its lines with their places: which paragraphs does it hold, in which order?"""
