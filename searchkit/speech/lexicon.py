"""Words that show what is said, and by whom, in the languages of the rules: en, ru, uk, de, es, fr.

All lists are our own.  They are joined over languages: a word of another language does no harm, and an
article's language is often not known.
"""

from __future__ import annotations

import re

from searchkit.patterns import lazy

SAID = {
    "en": """
        said says say told tells asked asks added adds replied replies answered answers explained
        explains noted notes stated states stressed stresses emphasized emphasised emphasizes
        emphasises argued argues claimed claims declared declares announced announces warned warns
        insisted insists admitted admits acknowledged acknowledges believes believed thinks concluded
        concludes continued continues recalled recalls remarked remarks commented comments observed
        observes suggested suggests agreed agrees denied denies confirmed confirms promised promises
        wrote writes tweeted tweets posted quipped joked complained lamented urged vowed pledged
        reiterated clarified predicted conceded maintained contended asserted alleged retorted
        shared proposed reminded mentioned responded testified boasted shouted whispered assured
        considers estimated disclosed revealed reported recounted objected countered demanded
        """,
    "ru": """
        сказал сказала сказали говорит говорил говорила заявил заявила заявили заявляет отметил
        отметила отметили отмечает подчеркнул подчеркнула подчеркнули подчеркивает подчёркивает
        добавил добавила добавили объяснил объяснила объясняет пояснил пояснила пояснили поясняет
        считает полагает уверен уверена убежден убеждена убеждён сообщил сообщила сообщили сообщает
        рассказал рассказала рассказали рассказывает ответил ответила отвечает спросил спросила
        напомнил напомнила признал признала признался призналась утверждает утверждал утверждала
        написал написала пишет указал указала указывает предупредил предупредила продолжил продолжила
        продолжает заключил заключила резюмировал резюмировала прокомментировал прокомментировала
        согласен согласна возразил возразила предположил предположила заверил заверила пообещал
        пообещала констатировал констатировала поделился поделилась призвал призвала думает
        уверяет уверил уверила жалуется пожаловался пожаловалась добавляет признаёт признает парировал
        парировала восклицает вспоминает вспомнил вспомнила настаивает настаивал настаивала предупреждает
        сетует замечает заметил заметила советует потребовал потребовала критикует объявил объявила
        опроверг опровергла подтвердил подтвердила подтверждает недоумевает резюмирует шутит пошутил
        пошутила
        """,
    "uk": """
        сказав сказала сказали каже говорить заявив заявила заявили заявляє зазначив зазначила
        зазначили зазначає наголосив наголосила наголосили наголошує підкреслив підкреслила додав
        додала додали пояснив пояснила пояснює вважає переконаний переконана повідомив повідомила
        повідомили повідомляє розповів розповіла розповідає відповів відповіла відповідає запитав
        запитала нагадав нагадала визнав визнала стверджує написав написала пише вказав вказала
        попередив попередила продовжив продовжила підсумував підсумувала прокоментував пообіцяв
        пообіцяла запевнив запевнила закликав закликала
        запевняє скаржиться додає визнає згадує наполягає обіцяє попереджає зауважив зауважила зауважує
        оголосив оголосила підтвердив підтвердила заперечив заперечила вимагає переконує жартує
        """,
    "de": """
        sagte sagt sagten erklärte erklärt erklärten betonte betont betonten meinte meint fügte fügt
        antwortete antwortet fragte fragt berichtete berichtet warnte warnt forderte fordert
        behauptete behauptet kritisierte kritisiert erläuterte erläutert teilte schrieb schreibt
        räumte kündigte versprach verspricht bestätigte bestätigt unterstrich ergänzte ergänzt
        erwiderte erwidert entgegnete entgegnet mahnte mahnt glaubt befand findet bemerkte
        lobte verlangte verlangt verteidigte verteidigt versicherte versichert beklagte beklagt vermutete
        vermutet scherzte wiederholte wiederholt resümierte äußerte prophezeite prophezeit konterte
        kontert hofft klagte klagt rief
        """,
    "es": """
        dijo dice dijeron afirmó afirma afirmaron declaró declara declararon aseguró asegura señaló
        señala señalaron añadió añade explicó explica explicaron indicó indica indicaron subrayó
        subraya manifestó manifiesta expresó expresa respondió responde contestó contesta preguntó
        pregunta advirtió advierte sostuvo sostiene reconoció reconoce admitió admite anunció anuncia
        recordó recuerda insistió insiste cree opina considera escribió escribe comentó comenta
        destacó destaca reiteró prometió concluyó
        agregó agrega agregaron sentenció denunció denuncia exigió exige reclamó lamentó lamenta negó
        niega replicó precisó precisa apuntó apunta matizó matiza defendió remarcó remarca confirmó
        confirma zanjó sentencia
        """,
    "fr": """
        dit disait déclaré déclare affirmé affirme expliqué explique ajouté ajoute souligné souligne
        indiqué indique répondu répond demandé demande assuré assure estimé estime précisé précise
        rappelé rappelle annoncé annonce averti avertit écrit reconnu reconnaît admis admet confié
        confie insisté insiste lancé lance promis promet conclu conclut commenté commente juge
        regrette regretté dénonce dénoncé martelé martèle prévient prévenu plaide plaidé soutient soutenu
        poursuivi poursuit raconte raconté réplique répliqué rétorque rétorqué confirme confirmé prédit
        observe observé lâche lâché
        """,
}
SAID_WORDS = frozenset(word for words in SAID.values() for word in words.split())

# "according to X", in each language; the source follows.
ACCORDING = lazy(
    r"\b(?:according to|in the (?:words|opinion|view) of|по словам|по мнению|согласно|за словами|"
    r"на думку|відповідно до|nach (?:Angaben|Worten|Ansicht|Meinung|Einschätzung) (?:von|des|der)|laut|según|"
    r"de acuerdo con|a juicio de|selon|d['’]après)\s+",
    re.IGNORECASE,
)

MALE = frozenset("he him his он его ему ним він його йому er ihm sein él il lui".split())
FEMALE = frozenset("she her hers она ее её ей ней вона її їй sie ihr ihre ella elle".split())
PRONOUNS = MALE | FEMALE

# Nouns by which a person is called again: "the minister said".
ROLE_NOUNS = frozenset(
    """
    president minister premier chancellor senator governor mayor secretary chairman chairwoman
    spokesman spokeswoman spokesperson professor expert analyst politician diplomat ambassador
    general judge lawmaker deputy congressman congresswoman leader candidate nominee economist
    scientist historian director head interlocutor speaker interviewee author official commissioner
    президент министр премьер канцлер сенатор губернатор мэр секретарь председатель пресс-секретарь
    профессор эксперт аналитик политик дипломат посол депутат лидер кандидат экономист политолог
    историк директор глава собеседник спикер
    міністр прем'єр губернатор мер секретар голова речник речниця професор експерт аналітик політик
    лідер кандидат економіст політолог історик очільник спікер
    präsident präsidentin minister ministerin kanzler kanzlerin senatorin abgeordnete abgeordneter
    sprecher sprecherin expertin politiker politikerin botschafter botschafterin vorsitzende
    vorsitzender ministerpräsident ministerpräsidentin
    presidente presidenta ministro ministra canciller senador senadora gobernador gobernadora alcalde
    alcaldesa portavoz profesor profesora experto experta analista diputado diputada líder
    président présidente ministre chancelier chancelière sénateur sénatrice gouverneur maire porte-parole
    professeur experte analyste député députée chef
    """.split()
)

# Words that the name of an organisation ends or begins with.
ORGANISATION_WORDS = frozenset(
    """
    ministry government committee commission council party agency department service office bank
    channel newspaper magazine university institute academy federation union association company
    corporation group foundation court police parliament duma congress senate embassy board press
    kremlin house bureau administration coalition alliance league fund centre center society
    report statement study survey campaign network times post forum summit organization organisation
    министерство правительство комитет комиссия совет партия агентство департамент служба банк канал
    газета журнал университет институт академия федерация союз ассоциация компания корпорация группа
    фонд суд полиция парламент дума посольство кремль центр организация
    міністерство уряд комітет комісія рада партія агенція служба банк канал газета університет
    інститут академія спілка компанія група фонд суд поліція парламент посольство центр
    ministerium regierung ausschuss kommission rat partei behörde amt bank sender zeitung universität
    institut verband unternehmen gericht polizei bundestag bundesrat botschaft
    ministerio gobierno comité comisión consejo partido agencia oficina banco canal periódico
    universidad instituto federación unión asociación empresa tribunal policía parlamento embajada
    ministère gouvernement comité conseil parti agence banque chaîne journal université union
    association entreprise cour police parlement ambassade
    """.split()
)

UNNAMED_PLURALS = frozenset(
    """
    experts analysts critics official officer source aide adviser spokesperson insider
    analysts critics supporters opponents observers diplomats lawmakers politicians economists
    scientists journalists people residents activists officials sources aides advisers voters insiders
    expert analyst insider adviser источник источники эксперты аналитики политологи чиновники жители
    критики джерело джерела експерти аналітики посадовці experten analysten kritiker beobachter
    diplomaten quellen expertos analistas críticos fuentes observadores experts analystes critiques
    observateurs
    """.split()
)

# A verb of saying behind one of these says nothing: negated, asked for, imagined.
UNSAID = frozenset(
    """
    not n't never nor cannot would could should might may must if whether to didn doesn don won wouldn
    нет не ни бы чтобы если ні б би щоб якщо nicht nie würde könnte sollte zu no nunca si para
    jamais pas pour
    """.split()
)
# Passives without a source: "it is said", "was reported".
PASSIVE = frozenset("is are was were be been being gets got wird wurde worden fue être été".split())

# Verbs and prepositions that report without "that": "said he would", "proposed to discuss".
REPORTS = frozenset(
    """
    said says say told tells believes thinks proposed proposes promised promises asked asks wrote writes
    argues argued claims claimed insists insisted urged vowed pledged suggested warned assured
    считает полагает уверен уверена убежден убеждена заявил заявила сказал сказала обещал предложил
    вважає переконаний переконана заявив заявила сказав сказала
    sagte sagt meinte meint glaubt erklärte erklärt dijo dice cree dit estime
    """.split()
)

# Between a quotation and its verb: « ... », a déclaré la ministre.
AUXILIARIES = frozenset("a ont avait has have had hat haben hatte ha han había also then auch так и".split())
# A sentence that begins so imagines what it says.
IMAGINED = frozenset("if unless whether suppose imagine had если бы якщо якби wenn falls si".split())

# Sources that are nobody, or the author: as a whole, and as their first word.
NOBODY = frozenset(["i", "we", "you", "one", "no one", "anybody", "i should", "one could"])
NONE = frozenset(["nobody", "none", "no"])

# Verbs of saying that say nothing: "declared war", "as they say", "wrote the bill".
IDIOM = lazy(
    r"\bdeclar\w+ (?:war|victory|bankruptcy|independence)\b|\bas they say\b"
    r"|\bwr(?:ote|ites|itten) (?:it|them|(?:the|a|an|his|her|their|its|this|that) (?:\w+ )?"
    r"(?:act|amendment|bill|book|budget|code|law|legislation|novel|play|script|songs?))\b",
    re.IGNORECASE,
)

# Verbs of saying behind "did not".
SAY = frozenset(
    "say tell ask answer reply respond comment confirm explain mention claim argue admit promise".split()
)
VERBS = SAID_WORDS | SAY
# Verbs that name a subject, and not what was said of it.
TOPIC = lazy(r"\bdiscuss|\b(?:dis)?agree\w* (?:about|on|over)\b|\bargu\w+ (?:about|over)\b", re.IGNORECASE)
# Said of somebody, not by him: "is said to be ill".
HEARSAY = lazy(r"^(?:is|are|was|were) (?:said|reported|believed|thought|rumou?red|alleged)$", re.IGNORECASE)
# Others speak of somebody: "was widely ridiculed for".
SPOKEN_OF = lazy(
    r"\b(?:is|are|was|were|been|being) (?:\w+ly )?(?:accused|appointed|blamed|charged|condemned|convicted|"
    r"criti[cs]i[sz]ed|crowned|described|elected|fired|mocked|named|nominated|praised|rebuked|ridiculed|"
    r"sentenced)\b",
    re.IGNORECASE,
)
