"""Here are chunks: keep them findable on disk. Here is a term: which chunks?"""
