"""Here is a string: which terms does it hold, in which language, standing for which concepts?"""
