"""Dates as intervals of days: the one grammar of written dates, used by articles/ and query/.

`parse` reads one date that somebody typed or a field holds, `parse_stamp` the same with a time of
day behind it (which is dropped: a day is the finest thing kept), `find_written` the dates inside a
text.
"""

from searchkit.dates.reading import ORDERS, parse, parse_stamp
from searchkit.dates.span import DateProblem, DateSpan, Precision
from searchkit.dates.written import find_written

__all__ = ["ORDERS", "DateProblem", "DateSpan", "Precision", "find_written", "parse", "parse_stamp"]
