"""The gender of persons whom neither a title nor the census tells: by endings, kin words and pronouns.

A wrong gender gives "she" to the wrong person, so evidence that contradicts itself tells nothing.
Checked on persons whose title tells: nineteen of twenty genders found by pronouns are right.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from searchkit.names import has_courtesy_title, parse
from searchkit.patterns import lazy
from searchkit.speech.people.namelists import english
from searchkit.speech.people.tokens import CLOSING, OPENING, Tokens
from searchkit.speech.people.wordlists import FEMININE, MASCULINE

if TYPE_CHECKING:
    from searchkit.speech.people.mentions import Mention

# Given names that the census lacks or has too few of, from politics outside of the United States.
_GIVEN = {
    "m": """
        abdullah achim alain alban albrecht aldo aleksandr aleksei alexei alexey alfonso ali anatoly anders
        andreas andrei andrey andrii andriy andrzej andré andrés antoine anton antonio antónio arkady armin
        arnaud arne artem arvid aslan aurelio axel baptiste bashar bastian benoît benyamin bernd bernhard
        berthold bertrand bjarne björn blaise bo bogdan boleslav boris borys bram bruno carlo caspar casper
        cees cem christoph christophe claus clemens clément cornelis cristóbal cyril cyrille dag damien
        daniele daniil dario davide denis denys detlef didier diego dieter dirk dmitri dmitriy dmitry dmytro
        donald eckhard edmond edouard eduard eduardo egon einar eirik emil emiliano emilio emmanuel emre
        enrico enrique enzo erdem erik ernesto ernst esben esteban etienne eugen evgeny fabien fabio fabrice
        faisal federico felipe felix ferenc fernando filippo florian francesco francisco franco françois
        friedrich fritz frode frédéric fyodor gabriel gaspard geert geir gennady georgi georgy gerhard
        gernot giacomo gianluca gilles giorgi giorgio giovanni giulio giuseppe gleb gonzalo gottfried gregor
        grigory grzegorz grégoire guido guillaume guillermo gunnar gunther gustaf gustav gustavo gábor
        gérard göran günter günther hamid hannes hans hansjörg harald hartmut hassan hector heinrich helge
        helmut hendrik henning henri henrik herbert hermann hervé holger hubert hussein håkan héctor ibrahim
        ignacio igor ihor ilham ilia ilya imran ingmar ingo ismael ismail ivan ivar iván jacek jacques jaime
        jair jakob jakub janne jarle jaroslav jarosław javier jean-luc jean-pierre jens jerzy jesper jiří
        joachim joakim joaquim joaquín jochen johannes jonas jorge josef josep josé joão juan juha jukka
        julien jurgen jóhann jörg jörn jürg jürgen kai karim karl kaspar kasper kirill kjell klas klaus knut
        konrad konstantin kristian kurt kári lars lasse laurent lech leif leonid leopold lionel lorenz
        lorenzo lothar louis loïc luc luca lucas luciano ludovic ludwig luigi luis lukas lukáš luís léon
        maciej magnus mahmoud maksim maksym manfred manolo manuel marc marcel marcelo marcin marco marcos
        marek mario massimo mateusz mathias mathieu mats matteo matthias maurice maurizio mauro maxim mehdi
        mehmet michel miguel mikael mikhail mikheil mikko miklos milan miloš mirko mohamed mohammed morten
        muhammad mustafa mykhailo mykola nabil narendra nicolas niels nikita niklas nikolai nikolay nikos
        nils norbert nuno octavio oddvar olaf oleg oleh oleksandr oleksiy olivier omar osgood oskar osman
        otmar otto ottó pablo palle paolo pascal patrice paulo pavel pavlo pavol pedro peer pekka per petr
        petro petter petteri philippe pierre piers pietro piotr radoslaw rafael rafał rahul raimund rainer
        ralf ramón raphaël rashid raúl recep reinhard renaud reto reza ricardo roberto rolf romain roman
        rubén rudolf rui rune ruslan rustam ruud régis rémi rüdiger salvador sandro santiago sebastian sepp
        serge sergei sergej sergey sergio serhiy siegfried sigbjørn sigmar sigurd silvio simón slobodan
        sondre stanislav stefan stefano steffen sten stig stéphane svein sylvain szymon sándor sébastien
        søren tadeusz taras tariq terje theo thierry thilo thorsten tiago tibor timur tobias tomas tomasz
        tommaso tomás tomáš toomas tor torben torsten trond tuomas udo ulrich umar umberto urs uwe vadim
        valentin valery vasco vasily vasyl vicente viggo viktor vincenzo vitali vitaliy vitaly vittorio
        vladimir vladislav volker volodymyr vyacheslav václav waldemar werner wilfried wilhelm willem wim
        winfried wladimir wojciech wolf wolfgang xavi xavier yann yannick yaroslav yegor yevgeny yuri yuriy
        yury yusuf yves zbigniew zoltán zoran álvaro édouard émile étienne íñigo óscar
    """,
    "f": """
        adriana agathe agnieszka agnès aiko aino aisha aleida aleksandra alessandra alexandra alice alicia
        alina amina amélie ana anastasia anastasiya andrea angela anja anke anna anne annegret annelie
        anneliese annette annika antje antonella antonia ariane arianna astrid asya aud aurore aurélie
        ayesha barbara barbel beata beate beatriz benedetta bente berit bettina bianca birgit bodil brigitta
        brigitte britta bärbel camila camille carina carla carlotta carmen carola caroline catarina
        catherine chantal charlotte chiara christa christiane christine chrystia claire clara claudia
        clémence concepción constanze corinna corinne cornelia cristiana cristina cécile célia céline dagmar
        daria darya delphine dolores dominika donatella doris dorota dorothea ebba edith ekaterina elena
        eliane elin elisa elisabeth elisabetta elise elke ella elsa elvira eléonore emanuela emilia emine
        emma esperanza estelle esther eszter eva eveline evelyn ewa fabienne fatima fatma federica fiorella
        florence francesca franziska françoise frauke frida friederike gabriela gabriele gabrielle gaia
        galina geneviève gerda gertrud gesa gesine giorgia giovanna gisela giulia gloria greta grete gudrun
        gunilla halina hanna hanna-lena hannah hanne hannelore hedda hedwig hege heike helene helga helle
        henriette hilda hilde hortense hélène ida ilaria ilka ilona ilse ilze ines inga inge ingeborg ingrid
        ingunn inka inmaculada inès inés irene irina iris irma iryna isabel isabella isabelle ivana jacinda
        jacqueline jadwiga jana janina jasmin joanna johanna josefina josephine judith jule julia julie
        juliette kaja karen kari karin karine karla katarin katarina katarzyna katerina katharina katharine
        kathrin katinka katja katrin khadija kirsten klara kristina krystyna ksenia laetitia lara larisa
        larysa laura laure laurence lea leena lena leonie leonor letizia leyla lidia liisa lina linda linnea
        lisa lise liselotte liudmila liv livia lore lorena louise lucia lucie lucía ludmila ludmyla ludovica
        luisa luise lydia lætitia léa magdalena maia maike malala manuela mara marcela margareta margarete
        margarita margit margot margrethe maria mariana marianne marie marie-claire marie-france mariella
        marija marina marine marit mariya marlene marta martha martina martine mathilde maya małgorzata
        mechthild melanie mercedes merete mette mia michaela michèle milena mireille mirjam monica monika
        monique montserrat mónica nadezhda nadia nadège natalia nataliya natalya nathalie ngozi nicole nina
        nora noémie odile oksana olena olga oliwia ornella ottilie pascale patricia patrizia paula pauline
        pernilla petra petronella pia pilar raffaella ragnhild randi rebecca regina renate rocío romy rosa
        rosalía roza ruta ruth régine sabine sandrine sanna sara saskia sevgi shirin sibylle signe sigrid
        silke silvana silvia simone simonetta siri sissel sofia sofie sofiya soledad solveig solène sonja
        sophia sophie stefania stine stéphanie susan susanna susanne svetlana svitlana sylvie ségolène
        taisia tamara tanja tatiana tatyana teodora teresa theresa therese thérèse tina torunn tove turid
        tuula ulrike unni ursula uta ute valentina valeria valérie vanessa vera verena veronika vibeke
        victoria viktoria violette virginie viviana véronique wanda wiebke yekaterina yelena yulia yuliya
        yvonne zinaida zofia zsuzsanna zuzana åsa élise
    """,
}
_GENDER_OF_GIVEN = {name: gender for gender, names in _GIVEN.items() for name in names.split()}

# Given names of men and of women: titles and pronouns tell more of them than any list.
_EITHER = frozenset(
    """
    alex ashley aubrey avery blair cameron carey casey charlie chris courtney dana dominique drew
    frankie gale hilary jackie jamie jan jean jessie jody jordan kelly kerry kim lee leigh leslie
    lindsay lindsey loren lynn marion marty merle michele morgan nicola noel pat paris quinn reese
    riley robbie robin ronnie rory sam sandy sasha shannon shelby sidney stacey stacy stevie sydney
    taylor terry tracey tracy val whitney
    """.split()
)

# Patronymics and surnames whose ending tells, of Slavic names in Latin and Cyrillic letters.
_MALE_ENDING = lazy(
    r"(?:[oe]vich|ovych|[oe]wicz|[^aeiou][oe]v|sk[iy]y?|skij|ович|евич|йович|[^аеиоу][ое]в|ский|цкий|ський|цький)$"
)
_FEMALE_ENDING = lazy(
    r"(?:[oe]vna|ivna|ichna|[a-z]{2}[oe]va|skaya|skaja|ska|ówna|овна|евна|ічна|ична|[а-я]{2}[ое]ва|ская|цкая|ська|цька)$"
)
_PATRONYMIC = lazy(r"(?:[oe]vich|[oe]vna|ovych|[iy]vna|ович|евич|йович|овна|евна|івна)$")
_CYRILLIC = lazy(r"[а-яёіїєґ]")
_MEN_IN_A = frozenset("никита илья кузьма фома лука савва микита ілля хома лука сава микола гаврила".split())

_KIN = {
    "m": frozenset("husband father son brother uncle nephew grandfather grandson stepson stepfather".split()),
    "f": frozenset("wife mother daughter sister aunt niece grandmother granddaughter widow".split()),
}
_KIN_GENDER = {word: gender for gender, words in _KIN.items() for word in words}
_PRONOUNS = {
    **dict.fromkeys(("he", "him", "his", "himself"), "m"),
    **dict.fromkeys(("she", "her", "hers", "herself"), "f"),
}
_SUBJECTS = frozenset(["He", "She"])
_END = "."
# What a word says of who was named before it: a gender, or that the sentence ends.
_TOLD = _PRONOUNS | dict.fromkeys((_END, "!", "?"), _END)
_POSSESSIVE = frozenset(["'s", "’s"])
# Evidence for one gender must be so many times that for the other.
_CLEARLY = 3


def gender_of_title(title: str | None) -> str | None:
    """The gender a title tells, by its bare lower-case form."""
    if title in MASCULINE:
        return "m"
    return "f" if title in FEMININE else None


def knows_given(word: str) -> bool:
    """Whether a word, in lower case, is a given name of our own list."""
    return word in _GENDER_OF_GIVEN


def is_patronymic(word: str) -> bool:
    """Whether a word, in lower case, is the second of three names: Andreyevna."""
    return bool(_PATRONYMIC.search(word))


def complete(
    names: Iterable[str], mentions: Sequence[Mention], tokens: Tokens, known: Mapping[str, str]
) -> dict[str, str]:
    """Name -> "m" or "f" for those of `names` that `known` does not tell, where the article or the name does.

    `mentions` are all of the article, in reading order.
    """
    unknown = [name for name in names if name not in known]
    if not unknown:
        return {}
    found = {name: gender for name in unknown if (gender := of_name(name))}
    left = frozenset(unknown).difference(found)
    if left:
        found |= by_context(left, mentions, tokens)
    return found


def of_given(given: str, listed: Mapping[str, str]) -> str | None:
    """The gender of a given name, in lower case, by the census (`listed`) and our own list."""
    if given in _EITHER:
        return None
    return listed.get(given) or _GENDER_OF_GIVEN.get(given)


def of_person(name: str) -> str | None:
    """The gender that a full name tells, wherever it stands."""
    return of_given(name.split()[0].lower(), english().gender) or of_name(name)


@lru_cache(1 << 14)  # news names the same people over and over
def of_name(name: str) -> str | None:
    """The gender that the endings of a full name tell: a patronymic's, a Slavic surname's or given name's."""
    words = name.lower().split()
    if len(words) < 2:
        return None
    for word in reversed(words[1:]):
        if _FEMALE_ENDING.search(word):
            return "f"
        if _MALE_ENDING.search(word):
            return "m"
    if _CYRILLIC.match(words[0]):
        return "f" if words[0][-1] in "ая" and words[0] not in _MEN_IN_A else None
    return None


def titled(names: Iterable[str]) -> dict[str, list[str]]:
    """ "Ms Varga" -> the full names of a collection that she may stand for, in their order.

    They have her surname and are known to be of the gender that the title tells.
    """
    listed = list(names)
    alone = [name for name in listed if has_courtesy_title(name) and len(name.split()) == 2]
    surnames = {parse(name).surname for name in alone}
    if not surnames:
        return {}
    holders = [name for name in listed if (parts := parse(name)).given and parts.surname in surnames]
    found: dict[str, list[str]] = {}
    for name in alone:
        gender, surname = gender_of_title(name.split()[0].lower().strip(".")), parse(name).surname
        found[name] = [n for n in holders if parse(n).surname == surname and of_person(n) == gender]
    return found


def by_context(
    unknown: frozenset[str], mentions: Sequence[Mention], tokens: Tokens, least: int = 1
) -> dict[str, str]:
    """Genders of `unknown` names by kin words before them, and by pronouns behind who opens a paragraph.

    least  pieces of evidence that it takes
    """
    votes: defaultdict[str, dict[str, int]] = defaultdict(lambda: {"m": 0, "f": 0})
    paragraph, first = -1, ""
    for place, mention in enumerate(mentions):
        if mention.paragraph != paragraph:
            paragraph, first = mention.paragraph, mention.name
        if mention.name not in unknown:
            continue
        kin = _kin_before(mention, tokens)
        if kin:
            votes[mention.name][kin] += 2
        if mention.name == first:  # else the pronouns may mean who was named before
            following = mentions[place + 1 : place + 2]
            stop = tokens.bounds[paragraph + 1]
            if following and following[0].paragraph == paragraph:
                stop = following[0].first
            for told in _pronouns(mention, stop, tokens):
                votes[mention.name][told] += 1
    return {name: gender for name, counts in votes.items() if (gender := _decided(counts, least))}


def _decided(counts: Mapping[str, int], least: int) -> str | None:
    for gender, other in (("m", "f"), ("f", "m")):
        if counts[gender] >= least and counts[gender] >= _CLEARLY * counts[other]:
            return gender
    return None


def _kin_before(mention: Mention, tokens: Tokens) -> str | None:
    """ "his sister Ingrid Hale", "her husband, Tom Hale"."""
    start = tokens.bounds[mention.paragraph]
    at = mention.first - 1
    if at > start and tokens.word(at) == ",":
        at -= 1
    return _KIN_GENDER.get(tokens.word(at)) if at >= start else None


def _pronouns(mention: Mention, stop: int, tokens: Tokens) -> Iterable[str]:
    """Genders of the pronouns from a mention to the end of its sentence; and of one opening the next."""
    words, quoted, last = tokens.table.words, tokens.quoted, mention.last
    behind = [words[number] for number in tokens.ids[last:stop]]
    if behind and behind[0] in _POSSESSIVE:
        return
    for at, told in enumerate(map(_TOLD.get, behind)):
        if told == _END:
            following = next(
                (i for i in range(at + 1, len(behind)) if behind[i] not in (OPENING, CLOSING)), at
            )
            if behind[following] in _SUBJECTS and not quoted[last + following]:
                yield _PRONOUNS[behind[following].lower()]
            return
        if told and not quoted[last + at]:
            yield told
