"""Pairs of words for yes and no, in small letters."""

_PAIRS = """
yes/no y/n true/false t/f on/off ja/nein j/n oui/non o/n si/no sí/no s/n sì/no sim/não da/net da/nu tak/nie ano/ne
áno/nie wahr/falsch vrai/faux да/нет д/н истина/ложь так/ні verdadero/falso verdadeiro/falso vero/falso evet/hayır e/h
doğru/yanlış ναι/όχι igen/nem kyllä/ei jah/ei ja/nej ja/nei ja/nee waar/onwaar sant/falskt prawda/fałsz pravda/nepravda
taip/ne jā/nē はい/いいえ 是/否 有/無 有/无 예/아니오 예/아니요 네/아니요 כן/לא نعم/لا
"""
YES_NO = frozenset(frozenset(pair.split("/")) for pair in _PAIRS.split())
