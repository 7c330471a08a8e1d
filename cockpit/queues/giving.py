"""What waits of donations, of creative prizes and of what is shown to the city."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cockpit.queues.kinds import Queue, may, visible
from grants.models import Donation, Gift, PrizePayment, Refund, Story, Support
from projects.models import IdeaPrize

GIVING: list[Queue] = [
    Queue(
        key="donations.agree", words=_("intentions to donate wait for a call"), verb=_("Agree on the contract"),
        may=may("donations.agree"), rows=visible("donations.agree", Donation),
        link=lambda: f"{reverse('admin:grants_donation_changelist')}?state__exact=intended",
    ),
    Queue(
        key="gifts.decide", words=_("gifts wait for a second person"), verb=_("Confirm what arrived"),
        may=may("gifts.decide"), rows=visible("gifts.decide", Gift),
        link=lambda: f"{reverse('admin:grants_gift_changelist')}?state__exact=waiting", urgent=True,
    ),
    Queue(
        key="refunds.decide", words=_("refunds of gifts wait for a second person"), verb=_("Approve the refund"),
        may=may("refunds.decide"), rows=visible("refunds.decide", Refund),
        link=lambda: f"{reverse('admin:grants_refund_changelist')}?state__exact=asked", urgent=True,
    ),
    Queue(
        key="refunds.pay", words=_("approved refunds are to be sent back"), verb=_("Send back"),
        may=may("refunds.pay"), rows=visible("refunds.pay", Refund),
        link=lambda: f"{reverse('admin:grants_refund_changelist')}?state__exact=approved",
    ),
    Queue(
        key="supports.decide", words=_("supports by funds wait for a decision"), verb=_("Decide"),
        may=may("supports.decide"), rows=visible("supports.decide", Support),
        link=lambda: f"{reverse('admin:grants_support_changelist')}?state__exact=asked",
    ),
    Queue(
        key="prizes.ask", words=_("creative prizes are decided and not paid"), verb=_("Ask for the payment"),
        may=may("prizes.ask"), rows=visible("prizes.ask", IdeaPrize),
        link=lambda: reverse("admin:prizes"),
    ),
    Queue(
        key="prizes.decide", words=_("payments of prizes wait for a second person"), verb=_("Approve the payment"),
        may=may("prizes.decide"), rows=visible("prizes.decide", PrizePayment),
        link=lambda: f"{reverse('admin:grants_prizepayment_changelist')}?state__exact=asked", urgent=True,
    ),
    Queue(
        key="prizes.pay", words=_("approved prizes are to be paid"), verb=_("Pay and record the slip"),
        may=may("prizes.pay"), rows=visible("prizes.pay", PrizePayment),
        link=lambda: f"{reverse('admin:grants_prizepayment_changelist')}?state__exact=approved",
    ),
    Queue(
        key="prizes.remit", words=_("taxes withheld from prizes are to be handed in"), verb=_("Record the tax receipt"),
        may=may("prizes.remit"), rows=visible("prizes.remit", PrizePayment),
        link=lambda: f"{reverse('admin:grants_prizepayment_changelist')}?state__exact=paid",
    ),
    Queue(
        key="stories.publish", words=_("stories of projects wait to be published"), verb=_("Read and publish"),
        may=may("stories.publish"), rows=visible("stories.publish", Story),
        link=lambda: f"{reverse('admin:grants_story_changelist')}?state__exact=offered",
    ),
]  # fmt: skip
