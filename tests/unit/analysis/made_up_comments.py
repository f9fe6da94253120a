"""Made-up comments on planted themes, in four languages, and their vectors."""

import random
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from analysis.embedding import UniversalSentenceEncoder

LANGUAGES = {"nl": 60, "en": 15, "tr": 13, "ar": 12}

CHILD = {
    "nl": ["ons kind", "mijn zoon", "mijn dochter", "onze jongste", "mijn pleegzoon"],
    "en": ["our child", "my son", "my daughter", "our youngest", "my foster son"],
    "tr": ["çocuğumuz", "oğlum", "kızım", "küçük oğlumuz", "torunum"],
    "ar": ["طفلنا", "ابني", "ابنتي", "ابننا الصغير", "حفيدي"],
}
TIME = {
    "nl": ["een half jaar", "acht maanden", "ruim een jaar", "de hele winter", "weken"],
    "en": ["half a year", "eight months", "over a year", "the whole winter", "weeks"],
    "tr": ["altı ay", "sekiz ay", "bir yıldan fazla", "bütün kış", "haftalarca"],
    "ar": ["نصف سنة", "ثمانية أشهر", "أكثر من سنة", "طوال الشتاء", "أسابيع"],
}
CLOSING = {
    "nl": ["", "", "", "Dat zou ik anders willen.", "Zo ervaren wij dat.", "Daar praten we over."],
    "en": ["", "", "", "I would like that to change.", "That is how we feel.", "We talk about it."],
    "tr": ["", "", "", "Bunun değişmesini isterim.", "Biz böyle yaşıyoruz.", "Bunu konuşuyoruz."],
    "ar": ["", "", "", "أتمنى أن يتغير ذلك.", "هكذا نشعر نحن.", "نحن نتحدث عن ذلك."],
}
THEMES = {
    "wachten": {
        "nl": [
            "{child} staat al {time} op de wachtlijst voor hulp.",
            "De wachttijd voor hulp is veel te lang, we wachtten {time}.",
            "Wij wachten al {time} op een plek, de wachtlijst wordt maar niet korter.",
            "Door de wachtlijst kwam de hulp voor {child} pas na {time}.",
        ],
        "en": [
            "{child} has been on the waiting list for help for {time}.",
            "The waiting time for help is far too long, we waited {time}.",
            "We had to wait {time} before {child} got a place, the waiting list is endless.",
        ],
        "tr": [
            "{child} yardım için {time} bekleme listesinde kaldı.",
            "Yardım için bekleme süresi çok uzun, {time} bekledik.",
            "Sıra gelene kadar {time} bekledik, bekleme listesi çok uzun.",
        ],
        "ar": [
            "{child} على قائمة الانتظار للحصول على المساعدة منذ {time}.",
            "وقت الانتظار للمساعدة طويل جدا، انتظرنا {time}.",
            "انتظرنا {time} حتى جاء دورنا، قائمة الانتظار طويلة.",
        ],
    },
    "één plan": {
        "nl": [
            "School en hulpverlening werken niet volgens één plan voor {child}.",
            "Iedereen heeft een eigen plan, maak toch samen één plan.",
            "Er zijn drie plannen en drie regisseurs, één gezamenlijk plan voor {child} ontbreekt.",
            "Het plan van school en het plan van het wijkteam sluiten niet op elkaar aan.",
        ],
        "en": [
            "School and care do not work from one plan for {child}.",
            "Everyone has a plan of their own, please make one shared plan together.",
            "The plan of the school and the plan of the care team for {child} do not match.",
        ],
        "tr": [
            "Okul ve yardım kuruluşu {child} için tek bir planla çalışmıyor.",
            "Herkesin ayrı bir planı var, lütfen birlikte tek bir ortak plan yapın.",
            "Okulun planı ile yardım ekibinin planı {child} için birbirine uymuyor.",
        ],
        "ar": [
            "المدرسة وجهة المساعدة لا تعملان وفق خطة واحدة من أجل {child}.",
            "لكل جهة خطة خاصة بها، نرجو وضع خطة واحدة مشتركة.",
            "خطة المدرسة وخطة فريق المساعدة من أجل {child} غير متوافقتين.",
        ],
    },
    "leerkracht": {
        "nl": [
            "De juf is heel lief en vriendelijk voor {child}.",
            "{child} heeft een fijne meester die goed luistert en geduldig is.",
            "Wat een betrokken leerkracht, de juf ziet {child} echt.",
            "Een warme, vriendelijke juf bij wie {child} zich prettig voelt.",
        ],
        "en": [
            "The teacher is very kind and friendly to {child}.",
            "{child} has a lovely teacher who listens well and is patient.",
            "Such a committed teacher, she really sees {child}.",
        ],
        "tr": [
            "Öğretmen {child} için çok sevecen ve güler yüzlü.",
            "{child} iyi dinleyen, sabırlı ve sevilen bir öğretmene sahip.",
            "Çok ilgili bir öğretmen, {child} ile gerçekten ilgileniyor.",
        ],
        "ar": [
            "المعلمة لطيفة وودودة جدا مع {child}.",
            "لدى {child} معلم رائع يستمع جيدا وصبور.",
            "معلمة مهتمة حقا، تعتني كثيرا بـ {child}.",
        ],
    },
    "pesten": {
        "nl": [
            "{child} wordt al {time} gepest in de klas.",
            "Er wordt veel gepest op het plein en niemand grijpt in.",
            "Het pesten duurt al {time}, {child} wordt uitgescholden en buitengesloten.",
            "Pesters worden niet aangepakt, {child} is bang voor het pesten.",
        ],
        "en": [
            "{child} has been bullied in class for {time}.",
            "There is a lot of bullying in the playground and nobody steps in.",
            "The bullying has gone on for {time}, {child} is called names and left out.",
        ],
        "tr": [
            "{child} sınıfta {time} boyunca zorbalığa uğradı.",
            "Bahçede çok zorbalık var ve kimse müdahale etmiyor.",
            "Zorbalık {time} sürdü, {child} ile alay ediliyor ve dışlanıyor.",
        ],
        "ar": [
            "يتعرض {child} للتنمر في الصف منذ {time}.",
            "هناك الكثير من التنمر في ساحة المدرسة ولا أحد يتدخل.",
            "استمر التنمر {time}، والأطفال يشتمون {child} ويستبعدونه.",
        ],
    },
    "vervoer": {
        "nl": [
            "De taxi naar school komt vaak te laat voor {child}.",
            "Het leerlingenvervoer is slecht geregeld, {child} zit uren in het busje.",
            "{child} moet elke dag ver reizen, het vervoer met de bus is vermoeiend.",
            "De chauffeur van het busje wisselt telkens, vervoer geeft {child} stress.",
        ],
        "en": [
            "The taxi to school is often late for {child}.",
            "School transport is badly organised, {child} sits in the bus for hours.",
            "{child} has to travel far every day, the bus ride is exhausting.",
        ],
        "tr": [
            "Okul servisi {child} için sık sık geç geliyor.",
            "Okul taşımacılığı kötü düzenlenmiş, {child} saatlerce serviste oturuyor.",
            "{child} her gün uzun yol gidiyor, otobüs yolculuğu yorucu.",
        ],
        "ar": [
            "سيارة الأجرة إلى المدرسة تتأخر كثيرا على {child}.",
            "النقل المدرسي سيئ التنظيم، يجلس {child} ساعات في الحافلة.",
            "على {child} أن يسافر بعيدا كل يوم، رحلة الحافلة متعبة.",
        ],
    },
    "contact": {
        "nl": [
            "We krijgen te weinig informatie van school, mails worden niet beantwoord.",
            "De communicatie van school met ouders is slecht, we horen {time} niets.",
            "Ik moet zelf steeds bellen, niemand belt terug over {child}.",
            "Graag vaker een bericht of een mail van school over {child}.",
        ],
        "en": [
            "We get too little information from school, emails are not answered.",
            "Communication from school with parents is poor, we heard nothing for {time}.",
            "I always have to phone myself, nobody calls back about {child}.",
        ],
        "tr": [
            "Okuldan çok az bilgi alıyoruz, e-postalara cevap verilmiyor.",
            "Okulun velilerle iletişimi kötü, {time} hiç haber almadık.",
            "Hep kendim aramak zorundayım, {child} hakkında kimse geri aramıyor.",
        ],
        "ar": [
            "نحصل على معلومات قليلة من المدرسة ولا يردون على الرسائل.",
            "تواصل المدرسة مع أولياء الأمور ضعيف، لم نسمع شيئا منذ {time}.",
            "علي أن أتصل بنفسي دائما، ولا أحد يعاود الاتصال بشأن {child}.",
        ],
    },
    "klas": {
        "nl": [
            "De klas is te groot en te druk, {child} kan zich niet concentreren.",
            "Met dertig kinderen in een klas krijgt {child} te weinig aandacht.",
            "Het lawaai in de klas is te veel voor {child}, maak kleinere groepen.",
            "De groepen zijn te vol, er is geen rust in de klas.",
        ],
        "en": [
            "The class is too big and too noisy, {child} cannot concentrate.",
            "With thirty children in a class {child} gets too little attention.",
            "The noise in the classroom is too much for {child}, make smaller groups.",
        ],
        "tr": [
            "Sınıf çok kalabalık ve gürültülü, {child} dikkatini toplayamıyor.",
            "Otuz çocuklu bir sınıfta {child} çok az ilgi görüyor.",
            "Sınıftaki gürültü {child} için çok fazla, gruplar daha küçük olsun.",
        ],
        "ar": [
            "الصف كبير ومزدحم جدا، لا يستطيع {child} التركيز.",
            "مع ثلاثين طفلا في الصف يحصل {child} على اهتمام قليل.",
            "الضوضاء في الصف كثيرة على {child}، اجعلوا المجموعات أصغر.",
        ],
    },
}
NEW_THEME = {
    "nl": [
        "Het eten in de kantine is ongezond, {child} eet er alleen snoep en patat.",
        "Gratis schoolontbijt met fruit en brood zou {child} helpen.",
        "De lunch op school is duur en niet lekker.",
        "Graag gezonde maaltijden en meer groente tijdens de lunch.",
    ]
}


@dataclass(frozen=True)
class Comments:
    """Comments with the theme each was made for."""

    texts: list[str]
    languages: list[str]
    themes: list[str]
    vectors: NDArray[np.float32]


@cache
def some_comments(n: int, *, seed: int = 1) -> Comments:
    """Make n comments on the planted themes, the first themes more often than the last."""
    dice = random.Random(seed)
    languages = dice.choices(list(LANGUAGES), list(LANGUAGES.values()), k=n)
    themes = dice.choices(list(THEMES), range(len(THEMES) + 4, 4, -1), k=n)
    pairs = zip(themes, languages, strict=True)
    texts = [_comment(dice, THEMES[theme][language], language) for theme, language in pairs]
    return Comments(texts, languages, themes, encoder().embed(texts))


@cache
def comments_on_school_meals(n: int, *, seed: int = 2) -> Comments:
    """Make n Dutch comments on something that the planted themes never touch."""
    dice = random.Random(seed)
    texts = [_comment(dice, NEW_THEME["nl"], "nl") for _ in range(n)]
    return Comments(texts, ["nl"] * n, ["eten"] * n, encoder().embed(texts))


@cache
def encoder() -> UniversalSentenceEncoder:
    """Give the one encoder that the tests share: loading it takes a second."""
    return UniversalSentenceEncoder()


def _comment(dice: random.Random, templates: list[str], language: str) -> str:
    sentence = dice.choice(templates).format(
        child=dice.choice(CHILD[language]), time=dice.choice(TIME[language])
    )
    closing = dice.choice(CLOSING[language])
    return f"{sentence[0].upper()}{sentence[1:]} {closing}".strip()
