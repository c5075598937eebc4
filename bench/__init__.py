"""Measurements: searchkit beside its peers, its attribution beside gold, its start and its commits.

`python -m bench --help` says what can be run; README.md beside this file says how it is measured and
what was found.
"""
