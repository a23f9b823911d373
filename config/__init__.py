"""Wires settings, urls and processes. Imported by nobody but the entry points."""
