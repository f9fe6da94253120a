"""What people do: words by which "Hope keeps" is a girl, while "hope is" need not be."""

# After a word with a capital that may be a name.
PERSON_DOES = frozenset(
    """
    heeft zit wil wilde kan kon mag durft huilt vindt vond gaat ging krijgt kreeg leert voelt
    zegt zei had moet speelt slaapt wordt werd is was has feels likes loves hat ist war wird a
    est était va aime und en and keeps says said hits kicks kicked pushes pushed gets got takes
    took helps helped always never laughs laughed calls called cries bullies teases shouts
    shouted explains explained wants wanted needs thinks told tells doesn't didn't hates makes
    made gave gives broke stole runs ran plays played from sagt sagte schlägt haut schubst
    lacht weint hilft half erklärt schreit will wollte nervt klaut stört ärgert dit frappe tape
    pleure rit pousse crie aide explique insulte veut voulait embête prend vole se m'a nous lui
    me mówi mówił mówiła krzyczy bije popycha śmieje płacze pomaga pomógł pomogła lubi chce boi
    siedzi zabiera dokucza wyzywa tłumaczy powiedział powiedziała bił biła zabrał zabrała
    przeszkadza kopie pluje gra kłamie mnie mi nie питає каже казав казала б'є бив била штовхає
    обзиває ображає сміється кричить плаче допомагає допоміг допомогла любить хоче боїться грає
    сидить бере забирає краде дражнить знущається вчить пояснює мовчить розмовляє говорить
    малює співає поводиться пішов пішла зробив зробила дав дала сказав сказала завжди постійно
    мене нас йому їй не добре дуже забрав забрала
    дражниться б'ється плюється кидається лається хвалиться свариться дружить грався
    sürekli hep bana beni bize bizi benimle
    """.split()  # noqa: SIM905
)
# Things and feelings can do these too.
BEING = frozenset(
    "is was en and und a est ist war wordt werd kan gaat nie mnie mi не me se".split()  # noqa: SIM905
)
# After a Dutch word without a capital: only people do these.
ONLY_PEOPLE_DO = frozenset(
    """
    durft huilt vindt vond speelt slaapt voelt zegt zei leert wil wilde kreeg zit gooit pakt
    pest slaat scheldt schreeuwt lacht praat geeft helpt luistert doet moet mag krijgt begrijpt
    snapt duwt trekt schopt spuugt pakte sloeg duwde gooide vroeg vraagt roept riep liegt
    plaagt pestte hielp zat kwam komt speelde knijpt bijt jat jatte steelt dacht denkt vertelt
    vertelde zingt tekent heeft had kan zegde belt belde appt stuurt stuurde houdt hield kijkt
    keek snapte stoort zeurt vloekt
    """.split()  # noqa: SIM905
)
# Polish has no dictionary here: what is no name though a person's deed follows.
POLISH_DOERS = frozenset(
    """
    dziecko syn córka nauczyciel nauczycielka pani pan panie wychowawczyni wychowawca dyrektor
    dyrektorka ktoś nikt każdy kolega koleżanka mama tata on ona klasa szkoła pedagog psycholog
    logopeda trener brat siostra chłopiec dziewczynka uczeń wnuk mąż żona kucharka woźny
    kierowca sąsiad sąsiadka asystent asystentka ja to tego ten ta babcia dziadek córeczka
    synek młodzież kto co czy tu tutaj tam tak jak bo ale i a u w z na do po za o od personel
    nauczanie świetlica lekcja wszystko inny inna opiekun opiekunka
    """.split()  # noqa: SIM905
)
