"""Tallies: what pages count over the whole archive, kept beside it as it changes.

counting  what one article counts for, and under which numbers
keeping   rows of what changed, and how the worker adds them up
kept      the numbers for one viewer, with what changed and is not added up yet

A number is that of the articles of one status; a viewer's is the sum over what the viewer may see.
"""
