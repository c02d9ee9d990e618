"""Files in every common encoding."""

from tests.datasets.files.case import Case, doubtful, rows, sound

TEXTS = {
    "german": "name|ort|wert\nMüller|Köln|1\nGroß|Düsseldorf|2\nJäger|München|3\nSchön|Fürth|4",
    "french": "nom|ville|valeur\nHélène|Besançon|1\nFrançois|Nîmes|2\nZoé|Orléans|3\nJérôme|Sète|4",
    "spanish": "nombre|ciudad|valor\nMuñoz|Málaga|1\nPeña|Cádiz|2\nGarcía|León|3\nNúñez|Ávila|4",
    "polish": "imię|miasto|wartość\nŁukasz|Łódź|1\nMałgorzata|Gdańsk|2\nZbigniew Wójcik|Kraków|3\nŚwiętosław|Częstochowa|4",
    "czech": "jméno|město|hodnota\nJiří Dvořák|Plzeň|1\nŽofie|Děčín|2\nŠtěpán|Přerov|3\nTomáš|Kroměříž|4",
    "turkish": "ad|şehir|değer\nIşıl|Eskişehir|1\nGüneş|Muğla|2\nÇağrı|Şanlıurfa|3\nÖzgür|Iğdır|4",
    "russian": "имя|город|число\nИван Петров|Москва|1\nОльга|Санкт-Петербург|2\nДмитрий|Нижний Новгород|3\nЕлена|Екатеринбург|4",
    "greek": "όνομα|πόλη|τιμή\nΓιώργος|Αθήνα|1\nΜαρία|Θεσσαλονίκη|2\nΝίκος|Πάτρα|3\nΕλένη|Ηράκλειο|4",
    "japanese": "名前|都市|値\n田中さくら|とうきょう|1\n山田たろう|おおさか|2\nスズキ|ヨコハマ|3\n佐藤ゆき|さっぽろ|4",
    "chinese": "姓名|城市|数值\n王小明|北京|1\n李华|上海|2\n张伟|广州|3\n刘洋|深圳|4",
    "korean": "이름|도시|값\n김철수|서울|1\n이영희|부산|2\n박민수|대구|3\n최지우|인천|4",
}
ENCODINGS = {
    "german": (
        "utf-8",
        "utf-8-sig",
        "utf-16",
        "utf-16-le",
        "utf-16-be",
        "utf-32",
        "cp1252",
        "iso8859-15",
        "cp850",
    ),
    "french": ("utf-8", "cp1252"),
    "spanish": ("cp1252",),
    "polish": ("utf-8", "cp1250"),
    "czech": ("cp1250",),
    "turkish": ("cp1254",),
    "russian": ("utf-8", "cp1251", "koi8-r", "utf-16"),
    "greek": ("cp1253",),
    "japanese": ("utf-8", "cp932", "euc-jp"),
    "chinese": ("utf-8", "gb18030"),
    "korean": ("cp949",),
}


def _in(language: str, encoding: str) -> Case:
    text = TEXTS[language]
    return sound(f"{language}-{encoding}", (text.replace("|", ",") + "\n").encode(encoding), text)


def _utf8_with(line: str) -> bytes:
    return "a,b\nKöln,1\n".encode() + line.encode("cp1252") + "\nFürth,3\nMünchen,4\n".encode()


def _twice(text: str) -> str:
    """UTF-8 that was taken for latin-1."""
    return text.encode().decode("latin-1")


def _in_cp1251(lines: str) -> list[list[str]]:
    """KOI8 that is read as cp1251."""
    return [line.split(",") for line in lines.encode("koi8-r").decode("cp1251").split("\n")]


POUNDS = "a,b\n" + "".join(f"{n},£{n}.50\n" for n in range(1, 7))
FRENCH = "a,b\n" + "Hélène,1\ntrès,2\nthé,3\nLefèvre,4\nété,5\nmère,6\n"
POLISH = (
    "name,city\nGrażyna Zieliński,Köln\nŁukasz Żak,Nürnberg\nZofia Wiśniewska,größer\nMichał Zieliński,Köln\n"
)
GERMAN = "a,b\n" + "Zoë,1\nJürgen,2\nKäthe,3\nGroß,4\nBjörn,5\nWeiß,6\n"
TURKISH = "Açıklama;Yaş\nMuğla İstanbul Iğdır;2\nİstanbul İstanbul yeşil;3\nŞırnak İzmir;4\n"
RUSSIAN = (
    "цвет,b\n" + "синий восток,1\nкрасный запад,2\nжёлтый север,3\nбелый юг,4\nсерый центр,5\nчёрный лес,6\n"
)
CHINESE = "姓名,数量\n赵静,3\n李敏,4\n刘磊,5\n王强,6\n张芳,7\n陈丽,8\n"

CASES = [
    *(_in(language, encoding) for language, encodings in ENCODINGS.items() for encoding in encodings),
    doubtful("utf-8-with-a-row-of-cp1252", _utf8_with("Düren,2"), "a|b\nKöln|1\nDüren|2\nFürth|3\nMünchen|4", doubted=[3], dialect={"encoding": "utf-8"}),
    doubtful("cp1252-with-a-row-of-utf-8", "a,b\nKöln,1\n".encode("cp1252") + "Düren,2\n".encode() + "Fürth,3\nGroß,4\nMärz,5\nÖl,6\n".encode("cp1252"), [*rows("a|b\nKöln|1\nDÃ¼ren|2\nFürth|3\nGroß|4\nMärz|5\nÖl|6")], doubted=[3]),
    doubtful("encoded-twice", "a,b\nKÃ¶ln,1\nFÃ¼rth,2\nBonn,3\n", "a|b\nKÃ¶ln|1\nFÃ¼rth|2\nBonn|3", doubted=[2, 3]),
    doubtful("one-letter-alone", "a,b\nKöln,1\nBonn,2\nUlm,3\n".encode("cp1252"), "a|b\nKöln|1\nBonn|2\nUlm|3", doubted=[2]),
    doubtful("character-lost", "a,b\nK\ufffdln,1\nBonn,2\nUlm,3\n", "a|b\nK\ufffdln|1\nBonn|2\nUlm|3", doubted=[2]),
    doubtful("zero-byte", b"a,b\nx\x00y,1\nz,2\nw,3\n", [["a", "b"], ["x\x00y", "1"], ["z", "2"], ["w", "3"]], doubted=[2]),
    doubtful("mark-in-the-middle", "a,b\nx,1\n\ufeffy,2\nz,3\n", [["a", "b"], ["x", "1"], ["\ufeffy", "2"], ["z", "3"]], doubted=[3]),
    sound("pounds", POUNDS.encode("cp1252"), POUNDS.strip().replace(",", "|"), dialect={"encoding": "cp1252"}),
    sound("german-and-polish", POLISH.encode("cp1250"), POLISH.strip().replace(",", "|"), dialect={"encoding": "cp1250"}),
    sound("french-of-two-letters", FRENCH.encode("cp1252"), FRENCH.strip().replace(",", "|"), dialect={"encoding": "cp1252"}),
    sound("german-with-a-name-from-abroad", GERMAN.encode("cp1252"), GERMAN.strip().replace(",", "|"), dialect={"encoding": "cp1252"}),
    doubtful("gbk-with-a-row-of-utf-8", CHINESE.encode("gbk") + "黄洋,7\n".encode(), [*rows(CHINESE.replace(",", "|")), ["黄洋".encode().decode("gbk"), "7"]], doubted=[8]),
    doubtful("russian-encoded-twice", _twice("длина,b\n1,2\n3,4\n"), rows(_twice("длина|b\n1|2\n3|4")), doubted=[1]),
    doubtful("chinese-encoded-twice", _twice("a,b\n中国,2\n中国,4\n"), rows(_twice("a|b\n中国|2\n中国|4")), doubted=[2, 3]),
    doubtful("letter-of-another-script", "a,b\nИванов,1\nЛ\u0635бедев,2\nBa\u0436er,3\n", "a|b\nИванов|1\nЛ\u0635бедев|2\nBa\u0436er|3", doubted=[3, 4]),
    sound("two-scripts-side-by-side", "a,b\nNFκB,1\nT-ShirtЛ,2\nUSB-кабель,3\n", "a|b\nNFκB|1\nT-ShirtЛ|2\nUSB-кабель|3"),
    sound("bom-and-quotes", '\ufeff"a","b"\n"x","1"\n"y","2"\n', "a|b\nx|1\ny|2"),
    sound("two-letters-in-words", "a,b\nKöln,1\nBonn,2\nKöln,3\n".encode("cp1252"), "a|b\nKöln|1\nBonn|2\nKöln|3"),
    doubtful("cp1251-with-rows-of-koi8", (RUSSIAN * 4).encode("cp1251") + "красный восток,7\nсеверный ветер,8\n".encode("koi8-r"), [*rows((RUSSIAN * 4).replace(",", "|")), *_in_cp1251("красный восток,7\nсеверный ветер,8")], doubted=[29, 30]),
    sound("degrees-alone", "a [°C],b\n1.5,x\n2.5,y\n3.5,x\n".encode("cp1252"), "a [°C]|b\n1.5|x\n2.5|y\n3.5|x"),
    doubtful("mark-amid-cp1252", "a,b\nKöln,1\nFürth,2\nGrün,3\n".encode("cp1252") + b"\xef\xbb\xbfx,4\n", [["a", "b"], ["Köln", "1"], ["Fürth", "2"], ["Grün", "3"], ["ï»¿x", "4"]], doubted=[5]),
    doubtful("sign-amid-a-word", "a,b\nKöln,1\nFürth,2\nGrün,3\nmäß€g,4\n".encode("cp1252"), "a|b\nKöln|1\nFürth|2\nGrün|3\nmäß€g|4", doubted=[5]),
    sound("turkish-with-large-dotted-letters", TURKISH.encode("cp1254"), TURKISH.strip().replace(";", "|"), dialect={"encoding": "cp1254"}),
    doubtful("byte-that-is-none-of-cp932", "名前,b\nとうきょう,1\nおおさか,2\nさっぽろ,3\nとうき".encode("cp932") + b"\xfe" + "ょう,4\n".encode("cp932"), [*rows("名前|b\nとうきょう|1\nおおさか|2\nさっぽろ|3"), ["とうき\uf8f2ょう", "4"]], doubted=[5]),
]  # fmt: skip
