"""Money is a whole number of fen. People read and write yuan."""

import unicodedata
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from venture.kernel.errors import RuleRefusal

FEN = 100
WAN_FEN = 1_000_000
LARGEST_FEN = 10**15

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿", "万亿")


def parse_yuan(text: str) -> int:
    """Return the fen of what a person typed: ``1,920``, ``１９２０.５``, ``¥3.5万``.

    Raise ``RuleRefusal`` ``money_unreadable``, ``money_negative``, ``money_too_fine`` (below one fen) or
    ``money_too_large``.
    """
    clean = unicodedata.normalize("NFKC", text).strip().replace(",", "").replace(" ", "")
    clean = clean.removeprefix("¥").removesuffix("元")
    factor = Decimal(1)
    if clean.endswith("万"):
        clean, factor = clean[:-1], Decimal(10_000)
    try:
        amount = Decimal(clean) * factor * FEN
    except InvalidOperation:
        raise RuleRefusal("money_unreadable") from None
    if not amount.is_finite():
        raise RuleRefusal("money_unreadable")
    if amount < 0:
        raise RuleRefusal("money_negative")
    if amount > LARGEST_FEN:
        raise RuleRefusal("money_too_large")
    if amount != amount.to_integral_value():
        raise RuleRefusal("money_too_fine")
    return int(amount)


def format_yuan(fen: int, *, places: int | None = None) -> str:
    """Return yuan with thousands separators; two places when there are fen, none otherwise, unless ``places`` says."""
    shown = places if places is not None else (2 if fen % FEN else 0)
    return f"{Decimal(fen) / FEN:,.{shown}f}"


def format_wan(fen: int) -> str:
    """Return 万元 with at most one decimal: 600, 18.4."""
    text = f"{Decimal(fen) / WAN_FEN:,.1f}"
    return text.removesuffix(".0")


def capital(fen: int) -> str:
    """Return the amount in capital figures as cheques and receipts need it (正确填写票据和结算凭证的基本规定).

    整 closes an amount that ends at yuan or jiao; 零 stands for skipped places. Below zero it begins with 负.
    """
    if fen < 0:
        return "负" + capital(-fen)
    yuan, rest = divmod(fen, FEN)
    jiao, cent = divmod(rest, 10)
    words = f"{_integer(yuan)}元" if yuan else ""
    if not rest:
        return f"{words or '零元'}整"
    if jiao:
        words += f"{_DIGITS[jiao]}角"
    elif yuan:
        words += "零"
    return words + (f"{_DIGITS[cent]}分" if cent else "整")


def _integer(number: int) -> str:
    groups = []
    while number:
        number, low = divmod(number, 10_000)
        groups.append(low)
    words, gap = "", False
    for place in range(len(groups) - 1, -1, -1):
        group = groups[place]
        if not group:
            gap = bool(words)
            continue
        if words and (gap or group < 1000):
            words += "零"
        words += _group(group) + _unit(place, groups)
        gap = False
    return words


def _unit(place: int, groups: list[int]) -> str:
    # 万亿 borrows the 亿 of the group below it; when that group is empty the unit is said in full.
    if place == len(_GROUPS) - 1 and groups[place - 1]:
        return "万"
    return _GROUPS[place]


def _group(number: int) -> str:
    words, gap = "", False
    for place in range(3, -1, -1):
        digit = number // 10**place % 10
        if digit:
            words += ("零" if gap and words else "") + _DIGITS[digit] + _PLACES[place]
            gap = False
        else:
            gap = True
    return words


def split(fen: int, shares: Sequence[int]) -> list[int]:
    """Return ``fen`` divided by ``shares``; the parts equal the whole to the fen (largest remainder first).

    Raise ``ValueError`` when no share is positive, or one is negative.
    """
    whole = sum(shares)
    if whole <= 0 or min(shares) < 0:
        raise ValueError("shares are positive")
    parts = [fen * share // whole for share in shares]
    order = sorted(range(len(shares)), key=lambda i: (-(fen * shares[i] % whole), i))
    for index in order[: fen - sum(parts)]:
        parts[index] += 1
    return parts
