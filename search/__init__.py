"""Here is what a person typed: which chunks, in what order, why, shown how?"""
