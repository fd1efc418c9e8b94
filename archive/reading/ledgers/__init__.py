"""Ledgers: what the archive gathers under a heading and judges nothing of.

refusals   who would not speak, about what, to whom
promises   statements that hold a day to come, by that day
later      what was published afterwards about a promise
missing    what texts refer to and the archive lacks
"""
