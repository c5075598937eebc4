"""Names of months and weekdays in the languages that dates are read in, as people print them.

Grammatical forms are listed, not derived: "сентября", "вересня", "septembre".  Abbreviations are
those in print.  A form that is two months in two languages must not be here (a test sees to it).
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

_MONTHS = (
    # English, German, Spanish, French, Russian, Ukrainian; January to December.
    "jan january januar jänner jaenner janner ene enero janv janvier "
    "янв январь января январе січ січень січня січні",
    "feb february februar feber febr febrero févr fév fevr fev février fevrier "
    "фев февр февраль февраля феврале лют лютий лютого лютому",
    "mar march märz maerz marz mrz mär marzo mars мар март марта марте бер березень березня березні",
    "apr april abr abril avr avril апр апрель апреля апреле квіт кві квітень квітня квітні",
    "may mai mayo май мая мае трав тра травень травня травні",
    "jun june juni junio juin июн июнь июня июне черв чер червень червня червні",
    "jul july juli julio juil juillet июл июль июля июле лип липень липня липні",
    "aug august ago agosto août aout авг август августа августе серп сер серпень серпня серпні",
    "sep sept september septiembre setiembre septembre сен сент сентябрь сентября сентябре "
    "вер верес вересень вересня вересні",
    "oct october okt oktober octubre octobre окт октябрь октября октябре жовт жов жовтень жовтня жовтні",
    "nov november noviembre novembre ноя нояб ноябрь ноября ноябре лист лис листопад листопада листопаді",
    "dec december dez dezember dic diciembre déc décembre decembre дек декабрь декабря декабре "
    "груд гру грудень грудня грудні",
)

_WEEKDAYS = (
    # The same languages; Monday to Sunday.
    "mon monday mo montag lunes lundi понедельник понедельника пн понеділок понеділка",
    "tue tues tuesday di dienstag martes mardi вторник вторника вт вівторок вівторка",
    "wed wednesday mi mittwoch miércoles mercredi среда среду ср середа середу",
    "thu thur thurs thursday do donnerstag jueves jeudi четверг четверга чт четвер четверга",
    "fri friday fr freitag viernes vendredi пятница пятницу пт п'ятниця п'ятницю",
    "sat saturday sa samstag sonnabend sábado samedi суббота субботу сб субота суботу",
    "sun sunday so sonntag domingo dimanche воскресенье вс неділя неділю нд",
)

# Words that may stand in a date and say nothing: "15th of September", "15 de septiembre de 2021",
# "15 сентября 2021 года", "le 15 septembre 2021", "den 15. September 2021".
FILLERS = frozenset(
    (
        "of",
        "on",
        "the",
        "de",
        "del",
        "el",
        "le",
        "am",
        "den",
        "г",
        "год",
        "года",
        "р",
        "рік",
        "року",
    )
)


def fold(word: str) -> str:
    """Lower case without accents and final dot; "Févr." and "fevr" are one word."""
    decomposed = unicodedata.normalize("NFD", word.casefold().replace("’", "'").rstrip("."))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


@cache
def months() -> dict[str, int]:
    """Folded name → 1..12."""
    return {fold(w): i for i, names in enumerate(_MONTHS, 1) for w in names.split()}


@cache
def weekdays() -> dict[str, int]:
    """Folded name → 0 (Monday) to 6, as `date.weekday`."""
    return {fold(w): i for i, names in enumerate(_WEEKDAYS) for w in names.split()}


def month_pattern() -> str:
    """A regular expression (without flags) for any month's name as printed, longest first."""
    names = sorted((w for line in _MONTHS for w in line.split()), key=len, reverse=True)
    return "|".join(re.escape(w) for w in names)
