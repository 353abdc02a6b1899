"""Here is a folder: which documents, which paragraphs, where exactly in the file?"""
