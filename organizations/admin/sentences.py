"""What staff often write when an item is not right: offered while typing, every word can be changed."""

from django.utils.translation import gettext_lazy as _

PAPER = (
    _("The picture cannot be read: take it again in daylight, flat, with all four corners."),
    _("The paper is incomplete: upload every page."),
    _("The paper is out of date: upload the one in force."),
    _("The paper belongs to another organisation."),
    _("The seal or the signature is missing."),
)
FIELD = (
    _("It differs from the certificate: copy it letter by letter."),
    _("It is missing on the certificate: bring proof, or leave it empty."),
    _("The certificate was renewed: enter what the new one bears."),
)
CERTIFICATE_UNTIL = (_("The certificate has lapsed: renew it at the registration authority first."), *FIELD)
BUSINESS_SCOPE = (_("Copy the whole scope from the charter, not a part of it."), *FIELD)


def for_item(name: str) -> tuple[object, ...]:
    """Return the sentences offered for an item."""
    if name.startswith("document-"):
        return PAPER
    return {"certificate_until": CERTIFICATE_UNTIL, "business_scope": BUSINESS_SCOPE}.get(name, FIELD)
