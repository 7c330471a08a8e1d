"""What the part “landing” says of each community: its opinion, and what may be done about it now."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from projects.domain.consents import still_holds
from projects.enums import ConsentState
from projects.forms.consents import SealForm
from projects.models import CommunityConsent
from projects.queries.checking import Checked
from projects.queries.consents import NUDGE_AFTER, may_nudge, question_to
from venture.doors.templatetags.when import beijing

TONES = {ConsentState.AGREED: "teal", ConsentState.CONDITIONAL: "teal", ConsentState.ASKED: "amber"}


@dataclass(frozen=True)
class Line:
    """One community of the project. ``tone`` colours its tag."""

    code: str
    name: str
    state: str
    tone: str
    hint: str
    consent: CommunityConsent | None
    may_ask: bool
    may_nudge: bool
    may_seal: bool

    @property
    def seal_form(self) -> SealForm:
        """Return the form that brings the sealed paper; each line's fields have names of their own on the page."""
        return SealForm(auto_id=f"seal-{self.code}-%s")


def lines_of(found: Checked, today: date) -> list[Line]:
    """Return a line per place where the project lands, in the form's order. Two queries (the calendar)."""
    return list(_lines(found, today))


def _lines(found: Checked, today: date) -> Iterator[Line]:
    for place in found.values.get("landing", {}).get("places", []):
        code = place["community"] or ""
        if place["role"] != "landing" or code not in found.names:
            continue
        consent = found.consents.get(code)
        name = found.names[code]
        if consent is None:
            yield Line(code, name, _("Not asked yet"), "plain", _("A link goes to the telephone named above."), None,
                       True, False, False)  # fmt: skip
            continue
        now = question_to(found.project, code, found.values)
        holds = now is not None and still_holds(consent.asked, now)
        favourable = consent.state in ConsentState.favourable
        yield Line(
            code,
            name,
            _("Ask again: something changed") if favourable and not holds else consent.get_state_display(),
            "amber" if favourable and not holds else TONES.get(ConsentState(consent.state), "red"),
            _hint(consent),
            consent,
            may_ask=not (favourable and holds),
            may_nudge=may_nudge(consent, today),
            may_seal=favourable and consent.seal_id is None,
        )


def _hint(consent: CommunityConsent) -> str:
    if consent.answered_at is None:
        return _("Asked %(instant)s: %(name)s. A reminder is possible once, after %(days)s working days.") % {
            "instant": beijing(consent.asked_at), "name": consent.contact_name, "days": NUDGE_AFTER,
        }  # fmt: skip
    words = f" · {consent.words}" if consent.words else ""
    return f"{consent.answerer} {beijing(consent.answered_at)}{words}"
