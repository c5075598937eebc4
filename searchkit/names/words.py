"""Words that personal names are made of besides names: titles, particles, suffixes, short forms.

All lists are our own.  Keys are folded (`folding.fold`): lower case, no accents, Latin letters.
"""

from __future__ import annotations

TITLES = frozenset(
    """
    mr mrs ms miss mx dr doctor prof professor sir dame lord lady madam madame mme mlle monsieur
    sen sens senator rep reps representative congressman congresswoman gov governor president
    vice deputy acting former prime first minister secretary chancellor premier chairman chairwoman
    chair speaker leader ambassador envoy commissioner mayor councillor councilor judge justice
    attorney general gen lt lieutenant col colonel maj major capt captain sgt sergeant adm admiral
    marshal rev reverend fr father pastor rabbi bishop archbishop cardinal pope king queen prince
    princess emperor tsar czar sheikh imam ayatollah spokesman spokeswoman spokesperson director
    ceo cfo chief head administrator undersecretary superintendent coordinator counselor counsellor
    adviser advisor surgeon principal lady commander the hon honourable honorable
    herr frau bundeskanzler bundeskanzlerin kanzler kanzlerin ministerin bundesminister
    bundesministerin ministerprasident ministerprasidentin prasident prasidentin vizeprasident
    vizeprasidentin staatsminister staatsministerin abgeordneter abgeordnete abgeordneten
    senor senora senorita presidente presidenta ministro ministra diputado diputada el la
    ministre depute
    representatives senators congressmen delegates messrs abg vorsitzende vorsitzender
    berichterstatter berichterstatterin staatssekretar staatssekretarin
    gospodin gospozha pan pani prezident ministr deputat premer glava
    """.split()
)

COURTESY_TITLES = frozenset("mr mrs ms miss".split())

# "la" and "el" are titles only before another title ("la señora X"); see parts.parse.
ARTICLES = frozenset("the el la le der die das".split())

PARTICLES = frozenset(
    "von van de der den del della di da dos du la le las los al el bin ibn ben abu ter zu zur y e st".split()
)

SUFFIXES = frozenset("jr sr ii iii iv junior senior phd md esq kc qc mp mep".split())

# Forms of one given name: short forms, and the forms that transliteration and neighbouring
# languages give it.  A form may stand in several groups ("alex").
GIVEN_NAME_FORMS = """
abraham abe
albert al bert
alexander aleksandr alexandr aleksander oleksandr alex alec sasha sacha sashko alejandro alexandre
alexandra aleksandra oleksandra alex sasha
alexei aleksei alexey alexis oleksii oleksiy alyosha
amanda mandy
anastasia anastasiya nastya
anatoly anatoliy anatolii anatol
andrew andrei andrey andrii andriy andy drew andreas andres andre
angela angie
anna hanna ganna ann anne anya
anthony tony antony anton antonio
arkady arkadiy arkadii
barbara barb
benjamin ben benny
bernard bernie
catherine katherine kathryn kate katie cathy kathy katya ekaterina yekaterina kateryna
charles chuck charlie carl karl carlos
christina kristina christine chris tina
christopher chris kit
daniel dan danny danylo daniil
david dave davyd
deborah deb debbie
denis denys dennis
dmitry dmitri dmitriy dmitrii dmytro dima
donald don donnie
edward ed eddie ted ned eduard
elena yelena olena helen
elizabeth liz lizzie beth betty eliza yelizaveta elizaveta
eugene evgeny evgeniy yevgeny yevhen evgenii gene zhenya
francis frank francisco francesco franz paco pancho
frederick fred friedrich freddy
gabriel gabe
gennady gennadiy gennadii hennadiy hennadii
george georgy georgii jorge heorhiy heorhii georg
gerald gerry jerry
gregory greg grigory grigoriy grigorii hryhoriy hryhorii
harold harry hal
henry hank harry heinrich enrique henri
igor ihor
ivan vanya
jacob jake yakov
james jim jimmy jamie
janet jan
jeffrey jeff geoffrey geoff
jennifer jen jenny
jessica jess
john jack johnny jon
jonathan jon
joseph joe joey jose josef iosif pepe yosyp
joshua josh
judith judy
julia yulia yuliya iulia julie yuliia
kenneth ken kenny
kirill kyrylo cyril kiril
konstantin kostiantyn kostyantyn constantin constantine
lawrence larry laurence
leonard len lenny
leonid leonyd
louis lou luis ludwig
margaret maggie meg peggy margarita rita
maria mariya mary marie mariia masha
mark marc marko marcus markus
martin marty
matthew matt matvei mateo matthias
maxim maksim maksym max
michael mike mick mickey mikhail mykhailo misha miguel michel mihail
natalia natalya nataliya natalie nataliia natasha
nicholas nick nicolas nikolai nikolay mykola nikolas nico niko kolya
oleg oleh
olga olha
pamela pam
patricia pat patty tricia
patrick pat paddy
paul pavel pavlo pablo
peter pete pyotr petr petro pedro pierre piotr
philip phil filipp phillip felipe
rachel rakhil
raymond ray
rebecca becky
richard rick rich dick ricky
robert bob rob bobby robby robbie roberto bert
ronald ron ronnie
samuel sam sammy samantha
sergei sergey serhiy serhii sergii sergio serge serhij sergej
stanley stan
steven stephen steve stefan esteban stepan stephan
susan sue suzanne susie
svetlana svitlana
tatiana tatyana tetiana tetyana tanya
thomas tom tommy tomas
timothy tim timofei tymofiy
theodore ted teddy fyodor fedor fedir theo
vadim vadym
valentina valya
valery valeriy valerii valeri
vasily vasiliy vasyl vasilii basil
victor viktor vitya
victoria viktoria viktoriya viktoriia vicky
vitaly vitaliy vitalii vitali
vladimir volodymyr wladimir vova volodya
vladislav vladyslav vlad
vyacheslav viacheslav slava
walter walt
william bill will willy billy liam wilhelm guillermo
yaroslav jaroslav
yuri yury yuriy yurii iurii iuri jurij
zachary zach zack
""".strip().splitlines()
