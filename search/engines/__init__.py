"""Engines of search, and what may be asked of any of them.

plan          what a search comes to, and what an engine answers: plain values
document      what is indexed of one article
base          Protocols: the `Reader` that answers plans, the `Index` that takes documents
connection    the reader and the index of the engine that the settings name
whoosh/       the engine: Whoosh underneath, arrays in front

Nothing outside `whoosh/` imports it.
"""
