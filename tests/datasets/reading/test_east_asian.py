"""Short tables in the encodings of East Asia are read as they are written, or in doubt."""

import random

import pytest

from playground.datasets.reading.encoding.decode import decode

WORDS = {
    "gb18030": """
    北京 上海 广州 深圳 成都 杭州 武汉 西安 南京 天津 重庆 苏州 长沙 沈阳 青岛 郑州 姓名 年龄 价格 数量 日期 性别 颜色
    张三 李四 王五 苹果 香蕉 橙子 面积 房价 收入 温度 湿度 是 否 男 女 红 蓝 好 差
    """,
    "big5": """
    臺北 高雄 臺中 臺南 新竹 基隆 嘉義 花蓮 宜蘭 屏東 姓名 年齡 城市 價格 數量 日期 類別 性別 顏色 張三 李四 蘋果 香蕉
    面積 收入 男 女 紅
    """,
    "cp932": """
    東京 大阪 名古屋 札幌 福岡 京都 神戸 横浜 仙台 広島 名前 年齢 都市 価格 数量 日付 種類 性別 田中 佐藤 鈴木 高橋
    面積 収入 温度 男 女 赤
    """,
    "cp949": """
    서울 부산 대구 인천 광주 대전 울산 이름 나이 도시 가격 수량 날짜 종류 성별 빨강 파랑 초록 사과 바나나 면적 수입
    온도 습도 김 이 박 최
    """,
}
WORDS["euc-jp"] = WORDS["cp932"]
HALF_WIDTH = ["ﾄｳｷｮｳ", "ｵｵｻｶ", "ﾅﾏｴ", "ﾃﾞｰﾀ", "ﾈﾀﾞﾝ", "ｽｽﾞｷ", "ﾀﾅｶ", "ﾅｺﾞﾔ"]
THAI = ["กรุงเทพ", "เชียงใหม่", "ภูเก็ต", "ขอนแก่น", "นครราชสีมา", "สงขลา"]


def read(words: list[str], encoding: str) -> str:
    """What comes of it: "right", "doubt" or "wrong"."""
    text = "id;city;score\n" + "".join(f"{row};{word};{row / 7:.2f}\n" for row, word in enumerate(words))
    found = decode(text.encode(encoding))
    return "doubt" if found.doubts else "right" if found.text.decode() == text else "wrong"


@pytest.mark.parametrize("encoding", WORDS)
def test_a_few_words_are_read_as_they_are_written_or_in_doubt(encoding: str) -> None:
    chance, words = random.Random(0), WORDS[encoding].split()
    short = [read(chance.choices(words, k=2 + number % 8), encoding) for number in range(120)]
    assert short.count("wrong") <= 3
    long = [read(chance.choices(words, k=30), encoding) for _ in range(30)]
    assert long.count("right") >= 29
    assert "wrong" not in long


def test_half_width_kana_are_read_and_german_letters_and_thai_are_none() -> None:
    assert read(HALF_WIDTH, "cp932") == "right"
    assert read(["Straße", "23 °C", "Größe", "weiß", "Fuß"], "cp1252") == "right"
    assert read(THAI, "cp874") == "right"
