"""Numbers as offices write them: yuan with separators and 万, percent, one thing per line."""

import unicodedata
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

FEN = 100
WAN = 10_000
BASIS_POINTS = 100
MOST_FEN = 10**15


def _plain(text: str) -> str:
    """Return the text with half-width digits and without separators, blanks and units."""
    text = unicodedata.normalize("NFKC", text)
    for noise in (",", " ", "￥", "¥", "元", "%"):
        text = text.replace(noise, "")
    return text


def _differs(field: forms.CharField, initial: Any, data: Any) -> bool:
    """Compare what is kept, not how it is typed: 600万 is 6,000,000. What cannot be read differs."""
    try:
        return bool((initial or None) != (field.clean(data) or None))
    except ValidationError:
        return True


class YuanField(forms.CharField):
    """An amount typed in yuan (1,920 or 20万 or full-width digits), kept as integer fen."""

    unit = _("yuan")

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "class": "yuan"}))
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        return f"{Decimal(value) / FEN:,.2f}".removesuffix(".00") if isinstance(value, int) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return _differs(self, initial, data)

    def clean(self, value: Any) -> int | None:
        text = _plain(super().clean(value) or "")
        if not text:
            return None
        try:
            amount = Decimal(text.removesuffix("万")) * (WAN if text.endswith("万") else 1) * FEN
        except InvalidOperation as error:
            raise ValidationError(_("Write an amount in yuan, for example 200,000 or 20万.")) from error
        if not amount.is_finite() or not 0 <= amount <= MOST_FEN or amount != amount.to_integral_value():
            raise ValidationError(_("Write an amount from 0 on with at most two decimals."))
        return int(amount)


class PercentField(forms.CharField):
    """A share typed in percent, kept as basis points. ``most`` is the highest share, in basis points."""

    unit = "%"

    def __init__(self, *, most: int = 100 * BASIS_POINTS, **kwargs: Any) -> None:
        self.most = most
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "class": "percent"}))
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        return f"{Decimal(value) / BASIS_POINTS:f}" if isinstance(value, int) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return _differs(self, initial, data)

    def clean(self, value: Any) -> int | None:
        text = _plain(super().clean(value) or "")
        if not text:
            return None
        try:
            points = Decimal(text) * BASIS_POINTS
        except InvalidOperation as error:
            raise ValidationError(_("Write a percentage, for example 50 or 12.5.")) from error
        if not points.is_finite() or not 0 <= points <= self.most or points != points.to_integral_value():
            raise ValidationError(
                _("Write a percentage from 0 to %(most)s with at most two decimals."),
                params={"most": self.most // BASIS_POINTS},
            )
        return int(points)


class AnchorsField(forms.CharField):
    """The anchored levels of a criterion, one per line: “9–10：what earns it”."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 4}))
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, (list, tuple)):
            return value
        return "\n".join(f"{anchor.get('level', '')}：{anchor.get('text', '')}" for anchor in value)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(super().has_changed(self.prepare_value(initial), (data or "").replace("\r\n", "\n")))

    def clean(self, value: Any) -> list[dict[str, str]]:
        anchors = []
        for line in filter(None, map(str.strip, (super().clean(value) or "").splitlines())):
            level, colon, text = line.replace(":", "：", 1).partition("：")
            if not colon or not level.strip() or not text.strip():
                raise ValidationError(
                    _("Write each level as “9–10：what earns it”. This line does not fit: %(line)s"),
                    params={"line": line},
                )
            anchors.append({"level": level.strip(), "text": text.strip()})
        return anchors


class LinesField(forms.CharField):
    """A list typed one per line."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 4}))
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(str(line) for line in value) if isinstance(value, (list, tuple)) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(super().has_changed(self.prepare_value(initial), (data or "").replace("\r\n", "\n")))

    def clean(self, value: Any) -> list[str]:
        return [line.strip() for line in (super().clean(value) or "").splitlines() if line.strip()]


class BandsField(forms.CharField):
    """How many points which share of a target earns, one per line: “100：3”."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 4}))
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, (list, tuple)):
            return value
        return "\n".join(f"{band.get('from', '')}：{band.get('points', '')}" for band in value)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(super().has_changed(self.prepare_value(initial), (data or "").replace("\r\n", "\n")))

    def clean(self, value: Any) -> list[dict[str, int]]:
        bands = []
        for line in filter(None, map(str.strip, (super().clean(value) or "").splitlines())):
            share, colon, points = _plain(line).replace("：", ":").partition(":")
            if not colon or not share.isdecimal() or not points.isdecimal():
                raise ValidationError(
                    _("Write each line as “100：3”. This line does not fit: %(line)s"), params={"line": line}
                )
            bands.append({"from": int(share), "points": int(points)})
        return sorted(bands, key=lambda band: -band["from"])
