"""The letters beyond a to z of each language, which distinguish one-byte encodings."""

# For each language, its letters beyond a–z, the most frequent first, and letters that every longer text has.
_LANGUAGES = {
    "German": ("üäößéèàë", "äöüß"),
    "French": ("éèàêçôîûùâëïœæüÿ", "éèàêçôîûù"),
    "Spanish": ("óíáéñúüçº ª¡¿", "ñáéíóú"),
    "Portuguese": ("ãçáéíóõêúâàôü", "ãçéáíóõê"),
    "Italian": ("àèùòìéîíóú", "àèéìòù"),
    "Dutch": ("ëéïèöüàçáíóú", "ëïéöü"),
    "Swedish": ("äöåéüàá", "åäö"),
    "Danish": ("æøåéäöü", "æøå"),
    "Finnish": ("äöåšž", "äö"),
    "Icelandic": ("íáðþéóöúýæ", "ðþáíó"),
    "Catalan": ("àéóíèçòúïü·", "àçèéíò"),
    "Polish": ("łąęóśżćńź", "ąęłśżó"),
    "Czech": ("íáěéščřžýůúóťďň", "áéíěščřžýů"),
    "Slovak": ("áíéčýšžúľťôňäďóĺŕ", "áéíščžýľť"),
    "Hungarian": ("áéöóőüíúű", "áéöőíóü"),
    "Croatian": ("čšžćđ", "čćšž"),
    "Romanian": ("ăâîșțşţ", "ăâîșțşţ"),
    "Turkish": ("ışğçüöâîûi̇", "ğışçüö"),
    "Lithuanian": ("ėšųūžįčąę", "ėšųūž"),
    "Latvian": ("āīēšūņļķģžč", "āēīšū"),
    "Estonian": ("äõüöšž", "äõöü"),
}
# Characters in tables of any language.
SIGNS = frozenset("°²³µ€£¥§©®™±×÷½¼¾·•…–—‘’“”„‚«»‹›¹ºª¿¡\u00a0‰†¢")
SMALL_LETTERS = {name: frozenset(letters) - {" "} for name, (letters, _) in _LANGUAGES.items()}
ORDER = {name: letters.replace(" ", "") for name, (letters, _) in _LANGUAGES.items()}
COMMON = {name: frozenset(common) for name, (_, common) in _LANGUAGES.items()}

# The letters of other scripts, the most frequent first.
SCRIPTS = {
    "Cyrillic": "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъёіїєґўјљњћђџ",
    "Greek": "αοιετσνηυρπκμλςωγδβχφθξζψάέήίόύώϊϋΐΰ",
    "Hebrew": "יוהלאתרבמשנעחדקפטסזגצכםןךףץ",
    "Arabic": "الينمترودبهعسفقكحجصشضطخزغذظءئؤةىأإآپچژگ",
    "Thai": "านรอกเงมยลวดทสตะปบคหแจพชขใไโผซธณฐศฤษถภฝฟฬฮญฏฎฌฆฉฑฒ์่้ัิีุูึืำ็๊๋",
}
