"""Personal names: folding, transliteration, comparison, and one person under all spellings.

fold("Зюганов")                              "zyuganov"
same_person("Gennady Zyuganov", "Gennadiy Zuyganov")   True
matches("lavrov", "Sergei Lavrov")           True
cluster({"Anna Varga": 3, "Varga": 1})       [Person("Anna Varga", ("Varga",))]
"""

from searchkit.names.clusters import cluster
from searchkit.names.compare import agree, differ_in_middle, is_called, matches, same_given, same_person
from searchkit.names.folding import fold, skeleton
from searchkit.names.parts import PersonalName, has_courtesy_title, is_title, parse

__all__ = [
    "PersonalName",
    "agree",
    "cluster",
    "differ_in_middle",
    "fold",
    "has_courtesy_title",
    "is_called",
    "is_title",
    "matches",
    "parse",
    "same_given",
    "same_person",
    "skeleton",
]
