"""Here is a document's text: which lines are headings, headers, lists, and which make one paragraph?"""
