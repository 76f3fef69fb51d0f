"""The values every room speaks of. Frozen, validated at birth, free of any framework.

``regions`` the administrative tree · ``reports`` what a bulletin or a person claims · ``bulletins`` a document
of reports and what could not be read of it · ``standing`` what we currently hold true · ``picture`` what a
screen shows.
"""
