"""Words in a comment that say a child or somebody else may be in danger."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache


class SignalKind(StrEnum):
    """What a signal is about."""

    DANGER = "danger"
    ABUSE = "abuse"
    SELF_HARM = "self_harm"
    SUICIDE = "suicide"


@dataclass(frozen=True, order=True)
class CareSignal:
    """Where a text, as given, speaks of danger."""

    start: int
    end: int
    kind: SignalKind


# Written without marks and in lower case, as the text is read; "*" stands for any letters. A space
# lets up to two other words in between.
_PHRASES: dict[str, dict[SignalKind, str]] = {
    "nl": {
        SignalKind.SUICIDE: """
            zelfmoord*|zelfdod*|suicid*|wil* dood|wou dood|dood wil*|dood willen|dood te willen
            |liever dood|was dood|ik dood was|hij dood was|zij dood was|niet meer leven
            |niet meer wil* leven
            |niet wil* leven|einde maken aan|eind aan mijn leven|uit het leven stap*
            |leven geen zin|er niet meer zijn
            |hoef* niet meer te leven|er niet meer wil*|niet meer verder leven
            |niet meer op de wereld|voor de trein spring*|voor een trein|onder de trein
            |zich verhang*|mezelf verhang*|zichzelf verhang*|van het dak spring*|wil* sterven
            |dood gaan|doodgaan
            |zelf van het leven|klaar met het leven|klaar met leven|geen zin meer in het leven
            """,
        SignalKind.SELF_HARM: """
            zelfbescha*|automutil*|snijd* zich*|snijd* mezelf|zich* snijd*|mezelf snijd*|sneed zich*
            |sneed mezelf|zichzelf sneed|snij* zichzelf|snijt zich*|in * arm* snijd*
            |in * arm* gesneden
            |krast zich*|zich* kras*|mezelf pijn|zichzelf pijn|zich zelf pijn|mijzelf pijn
            |pijn doet zichzelf
            |slaat zichzelf|bijt zichzelf|overdosis|pillen genomen
            """,
        SignalKind.ABUSE: """
            mishand*|misbruik*|misbruk*|aanrand*|aangerand|verkracht*|seksueel*|sexueel*|incest*
            |ontucht*
            |grooming|loverboy*|geslagen|slaat me|slaat mij|slaat mijn|slaat hem|slaat haar
            |slaat ons|slaan me|slaan mij|slaan hem|slaan haar|slaan mijn|sloeg me|sloeg mij
            |sloeg hem|sloeg haar|schopt me|schopt mij|schopt hem|schopt haar|word* geslagen
            |thuis geslagen|word* thuis geslage*|geslage|klappen thuis
            |klappen van|blauwe plek*|aan mij gezeten|aan me gezeten|aan haar gezeten
            |aan hem gezeten|zit aan mij|zit aan me|zit aan haar|zit aan hem|zat aan mij
            |zat aan me|zat aan haar|zat aan hem|raakt me aan|raakt mij aan|raakt haar aan
            |raakt hem aan|betast*
            |naaktfoto*|naakt foto*|opgesloten|opsluit*|verwaarlo*|vastgebonden|hardhandig*|eerwraak
            |uithuwelijk*|uitgehuwelijkt|besnijdenis|huiselijk geweld|geen eten thuis
            |krijg* geen eten
            |knijpt me|knijpt hem|knijpt haar
            """,
        SignalKind.DANGER: """
            niet veilig thuis|thuis niet veilig|onveilig thuis|thuis onveilig|bang thuis|thuis bang
            |niet naar huis|bang voor m* vader|bang voor m* moeder|bang voor papa|bang voor mama
            |bang voor * vader|bang voor * stiefvader|bedreig*|dreigt me|dreigt mij|dreigt om
            |dood maken|doodmaken|vermoord*
            |steek* neer|neersteken|neergestoken|met een mes|een mes bij|met messen
            |heeft een mes|mes mee
            |wapen*|pistool
            |vuurwapen*|bom mee|schieten op|doodschieten|doodslaan|weggelopen|loopt weg van huis
            |ontvoer*
            |red me|red mij|levensgevaar*|in gevaar|drugs*|mensenhandel|afgeperst|chanteer*
            |chantage|kapot maken
            """,
    },
    "en": {
        SignalKind.SUICIDE: """
            suicid*|kill m*self|kill him*self|kill her*self|kill themsel*|killing m*self
            |killing her*self
            |killing him*self|want* to die|wants to die|wanna die|wish* i was dead|wish i were dead
            |wish* was dead|wish* were dead|better off dead|rather be dead|rather die|end my life
            |end his life|end her life|end it all|ending my life|take my own life|not want to live
            |dont want to live|doesnt want to live|no reason to live|not be alive|tired of living
            |want to be dead|wants to be dead|want to disappear|hang m*self|hang him*self
            |hang her*self
            |don t want to live|doesn t want to live|no longer want to live|not worth living
            """,
        SignalKind.SELF_HARM: """
            self harm*|selfharm*|self injur*|cut m*self|cuts m*self|cutting m*self|cut him*self
            |cuts him*self
            |cut her*self|cuts her*self|cutting her*self|cutting him*self|hurt m*self|hurts m*self
            |hurt him*self
            |hurts him*self|hurt her*self|hurts her*self|hurting m*self|hurting her*self
            |hurting him*self
            |cut my arm*|cuts her arm*|cuts his arm*|overdose*|burns herself|burn myself
            """,
        SignalKind.ABUSE: """
            abus*|molest*|rape|raped|raping|rapes|sexual*|assault*|incest*|groom*|beat me|beats me
            |beats him
            |beats her|beats us|beaten|beating|hits me|hit me|hits him|hits her|hit him|hit her
            |hits us
            |hits my|slaps *|slapped *|kicks me|punch* me|touched me|touches me|touching me
            |touched her|touched him
            |touches her|touches him|inappropriate* touch*|private parts|nude*|naked|neglect*
            |locked up
            |locks me|lock* in the|tied up|bruise*|forced marriage|forced to marry
            |domestic violence|no food at home
            |starv*|honour violence|genital mutilation|fgm
            """,
        SignalKind.DANGER: """
            not safe at home|unsafe at home|not feel safe at home|afraid to go home
            |scared to go home
            |scared of my dad|scared of my mom|scared of my mum|scared of my father
            |afraid of my father
            |afraid of his father|afraid of her father|scared of his dad|scared of her dad
            |afraid of my mother
            |threat*|kill me|kill him|kill her|kill us|kill you|kill my|murder*|knife|knives|stab*
            |gun|guns|weapon*
            |bomb|shoot*|run away from home|ran away from home|kidnap*|in danger|blackmail*|extort*
            |drugs|traffick*|help me please|save me
            """,
    },
    "de": {
        SignalKind.SUICIDE: """
            selbstmord*|suizid*|selbsttotung*|freitod|umbringen will|sich umbringen|mich umbringen
            |bringe mich um|bringt sich um|sich das leben nehmen|mir das leben nehmen|will sterben
            |mochte sterben
            |sterben will|sterben mochte|will tot sein|tot sein|lieber tot|ware tot|war tot
            |nicht mehr leben
            |leben beenden|leben keinen sinn|vor den zug|sich erhang*|mich erhang*
            |vom dach spring*|nicht mehr da sein
            |lebensmude
            """,
        SignalKind.SELF_HARM: """
            selbstverletz*|selbst verletz*|ritzt|ritze|ritzen|geritzt|schneide* sich|schneidet sich
            |schneide mich|schneiden sich|mich schneid*|sich schneid*|verletzt sich selbst
            |verletze mich selbst
            |tut sich weh|tue mir weh|schlagt sich selbst|uberdosis
            """,
        SignalKind.ABUSE: """
            missbrauch*|misbrauch*|misshand*|mishandel*|vergewalt*|sexuell*|belastig*|inzest
            |geschlagen
            |schlagt mich|schlagt mein*|schlagt ihn|schlagt sie|schlagt uns|schlagen mich
            |schlagen ihn|schlagen sie|schlug mich|schlug ihn|verprugel*|prugel*|ohrfeig*
            |fasst mich an|fasst sie an|fasst ihn an|fasst * an|angefasst|begrapsch*|begrabsch*
            |nacktfoto*|nacktbild*
            |eingesperrt|einsperr*|vernachlassig*|blaue flecken|hausliche gewalt|gewalt zu hause
            |zwangsheirat
            |zwangsverheirat*|nichts zu essen|tritt mich|tritt ihn|tritt sie|haut mich|haut ihn
            """,
        SignalKind.DANGER: """
            zuhause nicht sicher|zu hause nicht sicher|nicht sicher zuhause|nicht sicher zu hause
            |angst nach hause|angst vor * vater|angst vor papa|angst vor mama|angst vor * mutter
            |angst zu hause
            |bedroh*|droht mir|droht ihm|droht ihr|umbringen|ermord*|toten|erstech*|abstech*
            |messer|waffe|waffen|pistole
            |bombe|erschieß*|erschiess*|weggelaufen|von zu hause weg|entfuhr*|in gefahr
            |lebensgefahr*|erpress*
            |drogen
            """,
    },
    "fr": {
        SignalKind.SUICIDE: """
            suicid*|se tuer|me tuer|tuer moi meme|veux mourir|veut mourir|envie de mourir
            |voudrait mourir
            |voudrais mourir|voulait mourir|prefere mourir|prefererait mourir|plus envie de vivre
            |plus vivre|pas envie de vivre|en finir|mettre fin a * vie|mettre fin a * jours
            |se pendre|me pendre
            |etre mort|etre morte|etais mort|etait mort|etais morte|sauter du toit|sous le train
            |mieux mort*
            |donner la mort
            """,
        SignalKind.SELF_HARM: """
            automutil*|scarifi*|se mutil*|me mutil*|se coupe|me coupe|se coupait|se couper
            |me couper|se taillad*
            |se fait du mal|me fais du mal|se faire du mal|me faire du mal|se blesse|me blesse
            |se frappe|overdose|surdose
            |s est coupe*
            """,
        SignalKind.ABUSE: """
            abus*|agress*|viol|viole|violee|violer|violees|violent* envers|attouch*|inceste*
            |maltrait*|sexuel*
            |battu*|frapp*|me bat|le bat|la bat|nous bat|me bats|me tape|le tape|la tape|tapent
            |gifl*|coups
            |me touche|l a touche*|m a touche*|la touche|nue|nues|neglig*|enferm*
            |attache a une chaise|des bleus|mariage force
            |violence*|excision|rien a manger
            """,
        SignalKind.DANGER: """
            pas en securite|peur de rentrer|peur de * pere|peur de papa|peur de maman|peur de * mere
            |peur a la maison|peur chez|menac*|tuer|tue moi|assassin*|couteau*|poignard*|arme
            |armes|pistolet|bombe
            |fugu*|kidnapp*|en danger|chantage|racket*|drogue*|au secours
            """,
    },
    "tr": {
        SignalKind.SUICIDE: """
            intihar*|kendimi oldur*|kendini oldur*|canima kiy*|canina kiy*|olmek ist*|olmeyi ist*
            |olsem|keske olse*
            |keske olmus*|yasamak istem*|hayatima son|hayatina son|olmek daha|olumu dusun*
            |kendini as*|kendimi as*
            """,
        SignalKind.SELF_HARM: """
            kendine zarar*|kendime zarar*|kendini kes*|kendimi kes*|kolunu kes*|kollarini kes*
            |bilegini kes*
            |kolumu kes*|bileklerini*|jilet*|kendini yarala*|kendine vur*|kendini isir*
            """,
        SignalKind.ABUSE: """
            istismar*|taciz*|tecavuz*|cinsel*|ensest|dovuyor*|dovdu*|dover*|dayak*|doven|dovul*
            |dovmek|vuruyor*|vurdu*
            |vurur*|tokat*|siddet*|kotu davran*|elliyor*|elledi*|dokunuyor*|dokundu*|ciplak*
            |ihmal*|kilitl*|hapset*
            |morluk*|morartl*|zorla evlen*|ac birak*|tekme*
            """,
        SignalKind.DANGER: """
            evde guvende degil*|guvende degil*|evden kork*|eve gitmek istem*|babasindan kork*
            |babamdan kork*
            |annesinden kork*|annemden kork*|babasindan cok kork*|tehdit*|oldurmek*|oldurecek*
            |oldururum*|oldurur*
            |oldurecegim*|bicak*|silah*|bomba*|evden kac*|kaciril*|kacirmak iste*|tehlike*|santaj*
            |uyusturucu*|imdat
            """,
    },
    "pl": {
        SignalKind.SUICIDE: """
            samoboj*|zabic sie|sie zabic|zabije sie|sie zabije|odebrac sobie zycie
            |odbiera* sobie zycie|chce umrzec
            |chcial* umrzec|umrzec chce|wole umrzec|wolal* umrzec|nie chce zyc|nie chce juz zyc
            |nie chcial* zyc
            |skonczyc ze soba|skonczyc z zyciem|powiesic sie|powiesi* sie|sie powiesi*
            |rzucic sie pod|lepiej gdyby * nie bylo
            |zyc sie nie chce|nie chce mi sie zyc|nie zyc
            """,
        SignalKind.SELF_HARM: """
            samookalecz*|okalecz*|tnie sie|sie tnie|tne sie|sie tne|ciac sie|sie ciac|pociela sie
            |pocial sie|cial* sie
            |ciela sie|rani sie|sie rani|ranic sie|robi sobie krzywde|zrobic sobie krzywde
            |bije sie po|przedawkow*
            |zyletk*|skaleczy* sie
            """,
        SignalKind.ABUSE: """
            molest*|gwalt*|zgwalc*|wykorzyst* seks*|seksualn*|kazirodz*|zneca*|znecal*|przemoc*
            |pobi*|bije|bija|bil|bila
            |bili|bity|bita|bicie|uderz*|szarp*|kopie|kopal*|dotyka*|dotkn*|obmacyw*|nagie|nago
            |zaniedb*|zamyka* w
            |zamkniet* w|siniak*|krzywdz*|skrzywdz*|glodz*
            """,
        SignalKind.DANGER: """
            nie jest bezpieczn* w domu|niebezpiecznie w domu|boi sie wracac|boi sie wrocic
            |boje sie wracac|boje sie wrocic
            |boi sie ojca|boje sie ojca|boi sie taty|boje sie taty|boi sie matki|boje sie mamy
            |boi sie mamy|grozi*|groza|grozb*
            |zabic|zabije|zabij*|morder*|zamordow*|noz|noza|nozem|bron|broni|pistolet*|bomb*
            |uciekl* z domu|uciec z domu
            |porwa*|w niebezpieczenst*|szantaz*|narkotyk*|dzgn*|zastrzel*|ratunku
            """,
    },
    "uk": {
        SignalKind.SUICIDE: """
            самогуб*|суіцид*|суицид*|вбити себе|убити себе|вбʼю себе|вб ю себе|вкоротити собі
            |накласти на себе
            |хоче померти|хочу померти|хотів померти|хотіла померти|померти хоч*|краще померти
            |не хоче жити|не хочу жити
            |не хоче більше жити|не хочеться жити|не хотів жити|не хотіла жити|жити не хоч*
            |закінчити життя|повіситис*
            |повішусь|стрибнути з
            """,
        SignalKind.SELF_HARM: """
            селфхарм*|самоушкод*|самопошкод*|ріже себе|ріжу себе|ріже руки|ріжу руки|різала себе
            |різав себе|порізал* себе
            |порізав себе|ріже собі|ріжу собі|ранить себе|шкодить собі|шкодить себе|калічить себе
            |бʼє себе|б є себе|бє себе
            |завдає собі|завдати собі|боляче собі|передозув*|порізав вени|вени
            """,
        SignalKind.ABUSE: """
            насил*|зґвалт*|згвалт*|ґвалт*|розбещ*|домага*|сексуал*|інцест*|бʼє|б є|бє|бьє|бʼють
            |б ють|бють|бив|била|били|побив*
            |побил*|побит*|вдарив*|вдарил*|ударив|ударила|штовха*|лупить|лупцю*|знуща*|чіпа*|мацає
            |мацав|торкає*|торкався
            |голі|голий|голою|занедб*|зачиня*|замика*|замкнул*|синц*|синяк*|кривд*|жорсток*
            |не годують|голоду*
            """,
        SignalKind.DANGER: """
            не в безпеці|небезпечно вдома|вдома небезпечно|боїться йти додому|боюся йти додому
            |боїться додому|боюсь додому
            |боїться батька|боюся батька|боюся тата|боюсь тата|боїться тата|боїться вітчима
            |боїться мами|боюся мами|погрож*
            |загрож*|погроз*|вбити|вбʼю|вб ю|вбє|вб є|вбʼє|убити|вбив*|ножем|ножа|ножі|збро*
            |пістолет*|бомб*|втік з дому
            |втекла з дому|втекти з дому|викра*|в небезпеці|шантаж*|наркот*|рятуйте|врятуйте
            """,
    },
    "ar": {
        SignalKind.SUICIDE: """
            *انتحار*|*انتحر*|ينتحر|تنتحر|انهي حياتي|ينهي حياته|تنهي حياتها|انهاء حيات*|اقتل نفسي
            |يقتل نفسه|تقتل نفسها
            |قتل نفس*|اريد ان اموت|اريد الموت|يريد ان يموت|يريد الموت|تريد ان تموت|تريد الموت
            |اتمنى الموت|يتمنى الموت
            |تتمنى الموت|بدي موت|بدي اموت|لا اريد ان اعيش|لا اريد العيش|لا يريد ان يعيش
            |لا يريد العيش|لا تريد ان تعيش|لا تريد العيش
            |ليتني مت|يشنق نفسه
            """,
        SignalKind.SELF_HARM: """
            *يذاء النفس|يؤذي نفسه|تؤذي نفسها|اؤذي نفسي|يوذي نفسه|توذي نفسها|اذى نفس*|يجرح نفسه
            |تجرح نفسها|اجرح نفسي
            |جرح نفس*|جرحت نفسها|يقطع يد*|تقطع يد*|يضرب نفسه|تضرب نفسها|يعض نفسه|جرعة زائدة
            |*ايذاء نفس*|تشريط
            """,
        SignalKind.ABUSE: """
            *اعتداء*|*يعتدي*|*اعتدى*|*تحرش*|*اغتصا*|*اغتصب*|جنسي|*الجنسي|جنسيا|*سفاح*|*يضربن*
            |يضربه*|تضربه*|يضربها|تضربني|يضرب|تضرب|ضربه|ضربها
            |ضربني|ضرب|*الضرب|بالضرب|يضربون*|صفع*|يصفع*|يركل*|*عنف|*تعنيف*|يعنف*|يلمس*|لمسني|لمسها
            |لمسه|تلمس*|عاري*|عراة|*اهمال*|يحبس*
            |حبس*|محبوس*|كدمات|كدمة|زواج قسري|يجبر* على الزواج|*اساءة*|يسيء الي*|تجويع|ختان
            """,
        SignalKind.DANGER: """
            غير امن في البيت|ليس امن*|لا يشعر بالامان|لا تشعر بالامان|لا اشعر بالامان|خائف من ابي*
            |خائفة من ابي*|يخاف من ابيه
            |يخاف من والده|تخاف من ابيها|تخاف من والدها|اخاف من ابي|اخاف من والدي|يخاف من امه
            |تخاف من امها|اخاف من امي
            |يخاف العودة الى البيت|اخاف العودة الى البيت|*تهديد*|يهدد*|تهدد*|هدد*|يقتل*|سيقتل*
            |ساقتل*|القتل|بالقتل|سكين*|*السكين|سلاح*
            |بسلاح|مسدس*|قنبلة|هرب* من البيت|هرب* من المنزل|خطف*|يخطف*|*خطر|ابتزاز*|يبتز*|مخدرات
            |المخدرات|انقذ*
            """,
    },
}

# Sayings and school words that hold a danger word and mean none; they are read like the phrases.
_SAYINGS = """
    schaam* dood|lach* dood|schrik* dood|schrok dood|verveel* dood|erger* dood|werk* dood
    |wacht* dood
    |sterven van de hitte|sterven van de warmte|sterven van de kou|sterven van de honger
    |seksuele voorlichting
    |seksuele vorming|slaat nergens op|slag geslagen|brug geslagen|batterij dood
    |doodgaan van de honger
    |doodgaan van de hitte|doodgaan van verveling|dood gaan van *
    |dying to|kill time|die of laughter|die of boredom|die of embarrassment|sexual education
    |sex education
    |to die for|screen shot
    |sterben vor lachen|sterben vor langeweile|tot lachen|sexuelle aufklarung|sexualkunde
    |mourir de rire|mourir de faim|mourir de honte|mourir de chaud|mourir de chaleur
    |mourir d ennui|mourir de froid
    |education sexuelle|mort de rire|mort de fatigue
    |gulmekten ol*|acliktan ol*|sicaktan ol*|utanctan ol*|sikintidan ol*|cinsel egitim*
    |umrzec ze smiechu|umrzec z nudow|umrzec z goraca|umrzec z glodu|edukacj* seksualn*
    |померти від сміху|померти зі сміху|померти від спеки|померти від нудьги|померти від голоду
    |اموت من الضحك|اموت من الحر|اموت من الجوع|اموت من التعب
    """
_LETTERS = str.maketrans("łøıأإآٱىةؤئ", "loiاااايهوي")


def find_signals(text: str, language: str) -> tuple[CareSignal, ...]:
    """Give the places where a text speaks of danger, abuse, self-harm or suicide, in order.

    Reads the phrases of the language and of Dutch; of all languages when it is not one of ours.
    Recall goes before precision: a moderator reads what is found, and nobody reads what is not.
    """
    read, origin = _read(text)
    own = {language, "nl"} if language in _PHRASES else set(_PHRASES)
    found = [
        (match, kind)
        for code in own
        for kind, phrases in _PHRASES[code].items()
        for match in _compile(phrases).finditer(read)
    ]
    # Most texts speak of no danger, and need no look at the sayings.
    sayings = [match.span() for match in _compile(_SAYINGS).finditer(read)] if found else []
    signals = {
        CareSignal(origin[match.start()], origin[match.end() - 1] + 1, kind)
        for match, kind in found
        if not any(start < match.end() and match.start() < end for start, end in sayings)
    }
    return tuple(sorted(signals))


def words_of_danger(text: str, language: str) -> dict[SignalKind, tuple[str, ...]]:
    """Give the words in which a text speaks of danger, by what they may be about, each once."""
    words: dict[SignalKind, dict[str, None]] = {}
    for signal in find_signals(text, language):
        words.setdefault(signal.kind, {})[text[signal.start : signal.end]] = None
    return {kind: tuple(words[kind]) for kind in SignalKind if kind in words}


def _read(text: str) -> tuple[str, list[int]]:
    """Give a text as the phrases are written, and of each of its letters the place in the text.

    Lower case, no marks, no apostrophes, no doubled letters (spelling errors are mostly there),
    one space for what is no word, and a full stop for what ends a sentence.
    """
    letters: list[str] = []
    origin: list[int] = []
    last = ""
    for place, character in enumerate(text):
        for letter in _plain(character):
            if letter != last:
                letters.append(letter)
                origin.append(place)
                last = letter
    return "".join(letters), origin


@lru_cache(maxsize=2_048)
def _plain(character: str) -> str:
    if character in ".!?":
        return "."
    if character in "'’ʼ‘`":
        return ""
    if not character.isalnum():
        return "" if unicodedata.combining(character) else " "
    if character in "йї":
        return character
    parts = unicodedata.normalize("NFKD", character.lower())
    kept = (part for part in parts if part.isalnum())
    return "".join(kept).translate(_LETTERS)


@cache
def _compile(phrases: str) -> re.Pattern[str]:
    """Turn phrases into a pattern; between two of its words one other word may stand."""
    patterns = (_pattern(phrase.strip()) for phrase in phrases.split("|"))
    prefix = "[وفبلك]?"
    return re.compile(rf"(?<!\w){prefix}(?:{'|'.join(patterns)})(?!\w)")


def _pattern(phrase: str) -> str:
    words = (_word_pattern(word) for word in phrase.split())
    return r" (?:\w+ )?".join(words)


def _word_pattern(word: str) -> str:
    if word == "*":
        return r"\w+"
    return r"\w*".join(_read(part)[0] for part in word.split("*"))
