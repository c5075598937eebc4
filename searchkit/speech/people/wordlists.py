"""Closed classes of words that finding people and their speech relies on: English, but for titles."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Words before a name that are no part of it.
TITLES = _words(
    "mr mrs ms miss dr sen sens rep reps gov gen prof rev lt col sgt capt maj adm hon president"
    " senator secretary minister chairman chairwoman speaker judge mayor professor general governor"
    " congressman congresswoman justice sheriff chief director spokesman spokeswoman ambassador"
    " strategist pollster adviser advisor manager counsel attorney rabbi pastor bishop pope king"
    " queen prince princess sir lady lord detective officer representative nominee candidate leader"
    " host anchor commentator columnist analyst reporter correspondent editor author actor actress"
    " republican democrat democratic conservative libertarian independent gop billionaire"
    " businessman mogul vice former first prime chancellor premier commissioner deputy captain"
    " colonel major admiral sergeant councilman councilwoman executive ceo economist historian"
    " lawmaker operative consultant aide spokesperson chairperson activist senators representatives"
    " governors presidents ministers secretaries congressmen professors generals judges mayors"
    " committeeman committeewoman assemblyman assemblywoman ag"
    " monsieur madame mme mlle herr frau señor señora"
)
# In French a title, elsewhere an initial: "M. Ferrand".
FRENCH_TITLES = _words("m m. mm mm.")

# Short forms of titles, and the role noun each stands for.
SHORT_TITLES = {
    "sen": "senator",
    "sens": "senator",
    "gov": "governor",
    "rep": "congressman",
    "reps": "congressman",
    "gen": "general",
    "prof": "professor",
    "rev": "reverend",
    "dr": "doctor",
}
# Titles that make a lone capitalised word a person.
STRONG_TITLES = _words("mr mrs ms dr sen rep gov")

# What a man, or a woman, is addressed by.
GENTLEMEN = _words("mr herr m señor monsieur")
LADIES = _words("ms mrs miss frau mme señora madame")

MASCULINE = GENTLEMEN | _words(
    "sir lord king prince congressman spokesman chairman businessman actor councilman"
)
FEMININE = LADIES | _words(
    "lady queen congresswoman spokeswoman chairwoman actress princess councilwoman mlle"
)

# "the mayor", "the senator": nouns by which an article goes on calling somebody it has introduced.
ROLES = _words(
    "president senator minister governor mayor secretary chairman chairwoman spokesman spokeswoman"
    " spokesperson professor general judge congressman congresswoman chancellor speaker director"
    " justice ambassador lawmaker nominee candidate businessman businesswoman billionaire mogul"
    " neurosurgeon commissioner sheriff prosecutor attorney lawyer pollster strategist adviser"
    " advisor manager analyst economist historian author writer columnist journalist reporter"
    " editor host anchor moderator commentator actor actress singer comedian filmmaker pastor"
    " bishop pope rabbi reverend priest imam king queen prince princess premier leader chief"
    " executive founder investor developer banker activist organizer veteran doctor physician"
    " psychologist scientist scholar researcher teacher student officer detective captain colonel"
    " admiral operative consultant aide counsel official diplomat expert politician"
    " democrat republican libertarian conservative liberal tycoon star legislator"
)

FUNCTION_WORDS = _words(
    "the a an in on at but and or if he she it they we i you this that these those there what when"
    " where why how who which as for from by with to of not no yes so also after before during"
    " while since because although though however meanwhile instead then now his her its their our"
    " my one two some many most other others even still just only perhaps maybe both each every"
    " such another despite until unless about over under according asked says said speaking i'm"
    " i've i'd it's that's he's she's we're we've you're they're don't let here"
)

# Written small in headings, beside the function words.
HEADING_SMALL_WORDS = _words("is are was be vs v via off up out down into than per amid among yet nor")

CALENDAR = _words(
    "january february march april may june july august september october november december monday"
    " tuesday wednesday thursday friday saturday sunday"
)

# Small words inside names, and what may follow a name without being its surname.
PARTICLES = _words("de von van bin al la el der den di du")
NAME_SUFFIXES = _words("jr. sr. ii iii iv jr sr")

# Countries and cities of two words that look like somebody's name.
PLACES = frozenset(
    "abu dhabi, addis ababa, banja luka, buenos aires, burkina faso, cabo verde, cape verde, costa rica, "
    "el salvador, hong kong, kuala lumpur, las vegas, los angeles, monte carlo, new delhi, new zealand, "
    "nizhny novgorod, north korea, novi sad, phnom penh, port moresby, puerto rico, san diego, san "
    "francisco, san jose, san juan, san marino, santa fe, santo domingo, saudi arabia, sierra leone, "
    "south africa, south korea, sri lanka, tel aviv".split(", ")
)

PRONOUN_GENDER = {"he": "m", "she": "f"}

# Signs behind which a capital letter says nothing: a sentence begins there, or an item of a list.
BREAKS = frozenset(".!?:;-\u2014\u2013\u2018\u2022\u201c")
