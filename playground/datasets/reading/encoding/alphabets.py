"""What letters beyond a to z the languages use, to tell one-byte encodings apart."""

# Language: all its letters beyond a–z, and those of which any longer text has some.
_LANGUAGES = {
    "German": ("äöüßéàè", "äöüß"),
    "French": ("àâæçéèêëîïôœùûüÿ", "éèàêçôîûù"),
    "Spanish": ("áéíóúüñçº ª¡¿", "ñáéíóú"),
    "Portuguese": ("áâãàçéêíóôõúü", "ãçéáíóõê"),
    "Italian": ("àèéìíîòóùú", "àèéìòù"),
    "Dutch": ("áéíóúàèëïöüç", "ëïéöü"),
    "Swedish": ("åäöéüàá", "åäö"),
    "Danish": ("æøåéäöü", "æøå"),
    "Finnish": ("äöåšž", "äö"),
    "Icelandic": ("áðéíóúýþæö", "ðþáíó"),
    "Catalan": ("àçèéíïòóúü·", "àçèéíò"),
    "Polish": ("ąćęłńóśźż", "ąęłśżó"),
    "Czech": ("áčďéěíňóřšťúůýž", "áéíěščřžýů"),
    "Slovak": ("áäčďéíĺľňóôŕšťúýž", "áéíščžýľť"),
    "Hungarian": ("áéíóöőúüű", "áéöőíóü"),
    "Croatian": ("čćđšž", "čćšž"),
    "Romanian": ("ăâîșțşţ", "ăâîșțşţ"),
    "Turkish": ("çğıöşüâîûi̇", "ğışçüö"),
    "Lithuanian": ("ąčęėįšųūž", "ėšųūž"),
    "Latvian": ("āčēģīķļņšūž", "āēīšū"),
    "Estonian": ("äöõüšž", "äõöü"),
}
# Signs that stand in tables of any language.
SIGNS = frozenset("°²³µ€£¥§©®™±×÷½¼¾·•…–—‘’“”„‚«»‹›¹ºª¿¡\u00a0‰†¢")
SMALL_LETTERS = {name: frozenset(letters) - {" "} for name, (letters, _) in _LANGUAGES.items()}
COMMON = {name: frozenset(common) for name, (_, common) in _LANGUAGES.items()}

# Letters in order of how often running text has them, for scripts of their own.
SCRIPTS = {
    "Cyrillic": "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъёіїєґўјљњћђџ",
    "Greek": "αοιετσνηυρπκμλςωγδβχφθξζψάέήίόύώϊϋΐΰ",
    "Hebrew": "יוהלאתרבמשנעחדקפטסזגצכםןךףץ",
    "Arabic": "الينمترودبهعسفقكحجصشضطخزغذظءئؤةىأإآپچژگ",
    "Thai": "านรอกเงมยลวดทสตะปบคหแจพชขใไโผซธณฐศฤษถภฝฟฬฮญฏฎฌฆฉฑฒ์่้ัิีุูึืำ็๊๋",
}
