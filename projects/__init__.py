"""Who works on what: people, organisations, roles, projects, label schemas, assets and tasks.

Knows nothing of the labels that are given.
"""
