"""Which words are first names and surnames, and which of those are ordinary words too."""

import importlib
import unicodedata
from functools import cache

_FIRST_NAME_LOCALES = (
    "nl_NL nl_BE en_GB en_US fr_FR fr_BE de_DE de_AT pl_PL uk_UA".split()  # noqa: SIM905
)
_SURNAME_LOCALES = "nl_NL nl_BE en_GB tr_TR fr_FR de_DE pl_PL uk_UA".split()  # noqa: SIM905
_SURNAME_FIELDS = (
    "last_names male_last_names unisex_last_names last_names_male last_names_female".split()  # noqa: SIM905
)

# Common names that the packaged lists miss: Turkish and Arabic names above all, and Polish and
# Ukrainian short forms, which are what parents write.
_MORE_FIRST_NAMES = """
    willemijn marjolein sjoukje froukje sybren hiltje gerben tjitske wietske jelmer wiebe douwe
    sytse sietse baukje tjeerd gosse foekje pim sem ties bodhi fenna quinty senna saartje xiomara
    sharmila soenita rishi dewi indra ramona shurendy angelique ruthmila
    giovanni danique shanice chayenne kimberley dylano romano latoya shaniqua roxanne denzel
    tuana ceylin fatiha zahra samira younes bilal jesse tariq abena naledi ravi priya ethan oleh
    liyana mila saar fatoumata mamadou aissatou ibrahima moussa ousmane idriss nour amira
    batuhan fadime selçuk miraç asel ömer defne alparslan szymek antoś marysia olek krzyś dorota
    halina radosław злата лінда сара назар петро ганна любов соля даан марієке
    """
_YET_MORE_FIRST_NAMES = """
    wilma kees mirjam rutger marloes annemiek salma yfke sietske sjoerd jelle femke nienke hidde
    fenne jurre djamila soufiane souhaila ilyas ayoub ayman imane ikram chaima hajar houda naima
    zakaria anwar abdelkader abdellah abderrahim abdou achraf adnan aisha aya aziza badr bouchra
    dounia driss farah ghizlane hafsa halima hanane hind ibtissam ihsane issam jamila kaoutar
    khadija latifa loubna malika mariam maryam meryem mohamed mohammad muhammad muhammed mouad
    mounir mourad mustapha nabil nadia naoual nassim nawal noureddine oumaima rachid rachida rayan
    redouan rida saïd said salima samira sanae sara sihame siham sofian soumaya tarik wafae walid
    wassim yasmina yassin yassine younes youssef youness zineb zohra shanaya jaydon romaisa rahma
    abdirahman abdi abdullahi ahmednur ayaan hodan ifrah sahra ubah filmon
    mebrahtu merhawi selam yonas
    ayşe fatma emine hatice zeynep elif meryem şerife zehra sultan hanife merve özlem yasemin büşra
    esra betül kübra rabia selin defne ecrin nisa nehir asya miray azra hiranur eylül buse
    gamze tuğba sibel songül şule aylin nurgül ayten gülsüm leyla emel serap derya sevgi filiz
    mehmet mustafa ahmet ali hüseyin hasan ibrahim ismail osman yusuf murat ömer ramazan halil
    süleyman abdullah mahmut recep salih fatih kadir emre hakan serkan yunus kerem eymen mert
    berat yiğit emir burak furkan enes muhammet hamza efe ege arda berkay oğuzhan tolga volkan
    kaan koray selim cem cengiz orhan ferhat bülent erdem ayhan gökhan ilker sinan tarık umut
    kasia asia ania kuba zosia ola basia gosia magda tomek bartek wojtek franek staś stasiek
    jasiek jaś antek olek maja zuzia hania lena julka wiktoria natalka oliwka mateuszek piotrek
    paweł michałek krzysiek marysia maryśka małgosia małgorzata agata iga lilka pola nikola hanna
    zuzanna julia zofia maria amelia alicja aleksandra natalia oliwia gabriela martyna anna iwona
    beata ewa renata danuta halina irena joanna katarzyna magdalena karolina paulina jolanta bożena
    grażyna teresa andrzej łukasz oliwier wiktor bartosz
    yulia olena oksana iryna andriy oleksandr oleksiy serhiy dmytro volodymyr mykola yevhen vitaliy
    bohdan taras danylo sofiia kateryna nataliya svitlana lyudmyla halyna tetyana myroslava
    оля олю катя таня наталя настя даша маша саша сашко сашка діма коля вася ваня ванечка петрик
    іванко андрійко марійка софійка соня аня юля ліза поліна злата мілана ева єва аліса діана
    вероніка юрій микола олексій євгенія тимур марк матвій анна ганнуся артур денис кирило
    максимко богданчик
    дмитрик катерина катруся оленка іра ірина наташа надійка зоряна уляна яна карина каріна
    léa manon camille inès chloé jade zoé louna lilou clément théo hugo enzo mathis nathan timéo
    maëlys émilie élodie aurélie cédric jérôme sébastien stéphane frédéric amélie hélène
    björn jörg jürgen käthe sören günther uschi heinz jonas finn leonie lukas mia lea emily
    gwen bente noortje sofie evy elin fien loes romy lynn jolie senn dex jax kyan jayson xavi jace
    pepijn floris thijmen tygo twan guus morris isabel isabella milou maud anouk veerle lieselot
    yvette yvonne wendy mandy cindy sharon chantal priscilla debby angela esmee esmée feline felien
    jippe wessel jort jorn sven joris niels stef toon roel ruud sjaak cees kees koos arjan arjen
    erwin edwin marco patrick remco ronnie rudy jurgen gertjan gert-jan henk-jan dirk-jan klaas-jan
    annelies annemarie annemieke marianne marjan mieke miek trijntje wubbo hiske aukje gerda truus
    corrie greetje jannie janny tineke ineke hanneke lieneke wieke geertje hennie bep riet
    hamza ilias bilal yassir zayd zaid imran rayyan safiya maryam nora samir karim fouad hicham
    jamal mehdi reda aymane anass hassan hussein hasna najat fatna touria malak hiba ritaj
    luuk stijntje fabiënne estelle noëlle joëlle daniëlle michelle rachel rebecca esther judith
    kaya iris mike siem poppy kaylee tymek ilyès kwame
    jule mathilda frieda ida ella mila lotta leni lina marlene greta luise pauline charlotte johanna
    felix anton theo matteo elias leon oskar moritz henri jakob linus levi fiete
    hannes
    jannis jannik niklas tobias fabian dominik kilian lennart malte thore bjarne ole torben carsten
    jürgen uwe dieter klaus wolfgang gertrud gisela ingrid ursula helga brigitte annegret bärbel
    silke heike anke antje birgit sabine kerstin katrin steffi svenja maike wiebke nele merle
    gaspard léon lucien marceau gabin maël titouan axel raphaël gabriel sacha noé eliott
    baptiste quentin corentin florian valentin rémi mickaël cyril thibault alexis bastien killian
    ambre agathe apolline capucine éléonore margaux romane salomé séraphine solène ninon lison maud
    océane anaïs mélissa laëtitia élise coralie delphine sandrine valérie véronique nathalie
    isabelle sylvie martine brigitte monique françoise thérèse fatou aminata mariama assa
    oscar archie freddie alfie theodore arthur finley harrison tobias reuben jenson callum rhys
    ethan liam mason logan aiden jackson caleb wyatt dylan connor declan kieran cian oisin saoirse
    aoife roisin isla freya phoebe imogen matilda millie tilly evie esme elsie maisie nancy beth
    gemma stacey lauren leanne kirsty shannon tyrone jermaine leroy winston
    tunde femi ngozi chiamaka adaeze kofi kwabena akua abena efua thandi sipho lindiwe
    aarav vihaan advait ananya diya aditi rohan rahul sanjay deepak sunita lakshmi meera nikhil
    minh linh thuy nguyen hiroshi yuki haruto
    aidan niamh siobhan priya arjun aarav zainab zaynab oluwaseun chidi aoife
    """
# First names of which the lower-case form is a word; they need more than a place in the list.
_WORDS_TOO = """
    abel adem akkerman alf allen amber angel ante arie autumn bas beau ben beren bergen bo bob
    dino erin line benedict milan
    brooke brit buse cas casey chance charity chase christian claus clover colin constance cord
    dale dan dana dawn dean dennis destiny diamond don donna drew dries earl eden ege ela elke
    emel emir engin eric ernst faas faith falk fay fee felix fem fien flame fleur floor flor
    flora florence frank franco fred gene gloria glen grace grant gray greet griet gust guy hagen
    harm hazel heather heaven heide hind holly holm hope hunter ira iris ivy jack jade jasmijn
    jasmin jasmine jay jean jet jo job joke jolie joost joy judge june just justice kai kader ken
    kent kick kim kit lee leen lene lie liefde lies lieve lila lilla lily linde loek lot lotte lou
    luz maks mare marijn marine mark mars mart martin mason max may mees mel melodie merel merle
    mert meta mille mike miles mina mira misty molly moos nas nick nil noor nova ola pascal pat
    patience pax peer penny pier pierre pleun pol pola price prudence puck puk quint ravi raven
    ray remo rené robin roman romain romane roos rosa rose rosemary ross rowan royce ruby rune sam
    sandy sary saar sep serge siem sil sky sterre stijn storm sue sultan sultane summer suze tijn
    till tinne tommy toon toy tracy troy umut urs ute valentin valentine victoire viola violette
    vos ward warren wayne wilhelmina will willow wim wolf wout olivier august auguste aurore
    capucine claire clémence désiré honoré aimé aimée lorraine luce madeleine marguerite marie
    marine
    parfait philippine victoria yasemin sevgi asya derya deniz eylül nehir özlem said rida rana
    aya farah selam halim amine badr саша віра надія любов роман спас злата мир соня asia ola
    kalina róża pola gaja jagoda blanka malwina
    """
# On the list above, or short, yet in a Dutch comment without capitals nothing but a name.
_DUTCH_SURE = """
    eva pim jip lea mia noa zoe amy tim tom kim liv isa evi sam jan bo sem noor stijn siem mike
    dennis robin eric kai kaya lotte puck teun tijn mees bram fem fenna lieke merle joost daan
    thijs sjors jasmijn hugo ezra ilse ella ida mila lena nina lina yara lara sara luuk koen
    rik nick niek wout wes dean finn liam levi jens lars sven cas gijs jurre freek klaas henk
    kees jelle hidde iris
    """
# Surnames of two words: hardly anything else, and those that take a first name or a title.
_VAN_SURE = """
    dijk vliet leeuwen dongen vugt ginkel gelder gool hees laar loenen mierlo rooij rossum
    schaik velzen wijngaarden zanten dyk veldhoven rijn dam
    """
_VAN_AND = """
    essen loon wijk beek houten hoek veen dalen doorn eck es gent gils hal ham hoof ingen
    kampen keulen leer lith nes oort os ommen raalte son straten tiel tol tilburg wees zwol
    hout duin berkel beers boxtel buren dorp drunen eijk geel heel horn hulst koppen lent lier
    meer
    """
_DE_SURE = "vries bruijn rooij keijzer roo rooy graaff jongh wilde"
_DE_AND = """
    jong boer groot wit graaf haan bruin koning wolf leeuw lange ruiter kok haas ridder zeeuw
    waard klerk bie keizer jonge vos witte bakker heer man visser beer goede goeij weerd
    """
# Surnames by which teachers are called: "bij hoekstra is het stil".
_TEACHERS = """
    jansen janssen smit visser mulder meijer peters hendriks dekker dijkstra smits huisman
    peeters kuipers willems hermans vermeulen hoekstra timmermans postma verhoeven martens
    jacobs schouten scholten bosman veenstra wiersma sikkema terpstra hofstra jansma boersma
    dekkers janssens claassen gerritsen hendriksen pietersen willemsen driessen brouwer bakker
    """
# In schools and at home first of all a subject, a month, a feast or a season.
_CUED_NAMES = "frans bayram ramazan kurban autumn nikolaus jordan asia kasım noël"
# In some list, yet hardly ever somebody: these count as names only after a cue.
_SELDOM_NAMES = """
    an als april baba beste bibi blij de dank den der die dus eitel el elle en er es gut gute han
    her het ik in januari juli juni june lage lang lat laze les mama mare massa may meest mens moet
    mon nazi neu nu of ok oma on opa papa per pro ramadan salami server sie so son te toch to us van
    vol wel war was wat week wens wie yes zo land tag mehr sehr gott gross hut kind art bon
    dame fort
    man men mann mine mien norma no oh ole ona one pan pani para pius reza ride she ska tak tan the
    niks namens iets today ton tu un une vous ya yoga you young day best rest school english
    french german deutsch
    holland long short small little price good better english welsh bank hall street park fair
    goede grote kleine nieuwe oude mooie lieve leuke fijne fine great super top helaas jammer soms
    this water heer dan maju noël geb frans autumn else come comes ramazan bayram nikolaus veli
    ми ви він вона воно це та ти то не на до він діти дан мир
    """


@cache
def first_names() -> frozenset[str]:
    """Give the first names of the eight languages, folded."""
    names = set(_words(_MORE_FIRST_NAMES + _YET_MORE_FIRST_NAMES + _WORDS_TOO))
    for locale in _FIRST_NAME_LOCALES:
        names |= _packaged(locale, ("first_names", "first_names_male", "first_names_female"))
    return frozenset(names) - seldom_names()


@cache
def turkish_names() -> frozenset[str]:
    """Give the long packaged list of Turkish names: most are ordinary Turkish words too."""
    return frozenset(_packaged("tr_TR", ("first_names",))) - seldom_names()


@cache
def surnames() -> frozenset[str]:
    """Give surnames, folded and without "van" and "de"."""
    names: set[str] = set()
    for locale in _SURNAME_LOCALES:
        names |= _packaged(locale, _SURNAME_FIELDS)
    return frozenset(names) - seldom_names()


@cache
def words_too() -> frozenset[str]:
    """Give the first names that are ordinary words in one of the languages."""
    return frozenset(_words(_WORDS_TOO))


@cache
def dutch_sure() -> frozenset[str]:
    """Give the short names that in a Dutch comment without capitals are hardly anything else."""
    return frozenset(_words(_DUTCH_SURE))


@cache
def after_joiner(joiner: str) -> frozenset[str]:
    """Give common Dutch surnames after "van" or "de"; none for another word."""
    names = {"van": _VAN_SURE + _VAN_AND, "de": f"{_DE_SURE} {_DE_AND}"}
    return frozenset(_words(names.get(joiner, "")))


@cache
def sure_surnames() -> frozenset[str]:
    """Give the two words of surnames that are nothing else, and teachers' after "bij"."""
    van, de = _words(_VAN_SURE), _words(_DE_SURE)
    teachers = (f"bij {name}" for name in _words(_TEACHERS))
    return frozenset([*(f"van {name}" for name in van), *(f"de {name}" for name in de), *teachers])


@cache
def cued_names() -> frozenset[str]:
    """Give names that are a subject, a month or a feast unless a cue stands before them."""
    return frozenset(_words(_CUED_NAMES))


@cache
def seldom_names() -> frozenset[str]:
    """Give words that some list calls a name, and that people hardly ever mean as one."""
    return frozenset(_words(_SELDOM_NAMES))


def fold(word: str) -> str:
    """Give a word in lower case and without marks, so that Zoë is zoe and Ayşe is ayse."""
    plain = word.replace("İ", "i").replace("ı", "i").replace("ł", "l").replace("Ł", "l").lower()
    if "Ѐ" <= plain[:1] <= "ԯ":
        return plain.replace("ʼ", "'")
    letters = unicodedata.normalize("NFD", plain)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _words(block: str) -> list[str]:
    return [fold(word) for word in block.split()]


def _packaged(locale: str, fields: tuple[str, ...] | list[str]) -> set[str]:
    provider = importlib.import_module(f"faker.providers.person.{locale}").Provider
    names = (str(name) for field in fields for name in getattr(provider, field, ()))
    return {fold(name.split()[-1]) for name in names if len(name.split()[-1]) > 1}
