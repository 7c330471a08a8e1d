"""What the city sees of its projects: press kit, sharing picture, embedding, feed, events, a year looked back upon."""

import csv
import zipfile
from datetime import UTC, datetime, time, timedelta
from io import BytesIO, StringIO
from typing import Any

from csp.decorators import csp_replace
from django.conf import settings
from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.clickjacking import xframe_options_exempt

from grants.models import Grant, PublicEvent
from grants.queries import public, showing
from notices.domain.private import without_private
from portal.views.frame import Page
from portal.views.pictures import share_picture
from portal.views.projects import plain
from venture.doors.web import PUBLIC, Door
from venture.kernel import clock
from venture.kernel.money import format_yuan

READ = ["get", "head", "options"]
HOUR = 3_600
# Lets office programs read the Chinese.
MARK = "\ufeff"


def site_name() -> str:
    names: dict[str, Any] = settings.SITE
    return str(names["name"][get_language() or settings.LANGUAGE_CODE])


def absolute(path: str) -> str:
    return settings.SITE_URL.rstrip("/") + path


def address_of(grant: Grant) -> str:
    return absolute(reverse("portal:project", args=[grant.project.code]))


class OfProject(Door, View):
    """Something of one funded project that is no page."""

    permission = PUBLIC
    http_method_names = READ

    def grant(self, code: str) -> Grant:
        grant = public.one(code)
        if grant is None:
            raise Http404
        return grant


class PressKit(OfProject):
    """Text, figures and the pictures whose people agreed, as one archive. 7 queries."""

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        grant = self.grant(code)
        text, figures = pgettext("press kit", "text"), pgettext("press kit", "figures")
        pictures, captions = pgettext("press kit", "pictures"), pgettext("press kit", "captions")
        out = BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as kit:
            kit.writestr(f"{text}.txt", MARK + self.text(grant))
            kit.writestr(f"{figures}.csv", MARK + self.figures(grant))
            lines = []
            for number, photo in enumerate(public.photos_of(grant), start=1):
                name = f"{pictures}/{number:02d}.{photo.file.kind}"
                with default_storage.open(photo.file.place) as content:
                    kit.writestr(name, content.read(), zipfile.ZIP_STORED)
                words = without_private(photo.caption or photo.activity.title)
                lines.append(f"{name}\t{words}\t{photo.activity.on.isoformat()}")
            if lines:
                kit.writestr(f"{pictures}/{captions}.txt", MARK + "\r\n".join(lines))
        answer = HttpResponse(out.getvalue(), content_type="application/zip")
        answer["Content-Disposition"] = f'attachment; filename="press-{code}.zip"'
        return answer

    def text(self, grant: Grant) -> str:
        project, story = grant.project, showing.story_of(grant)
        told = [without_private(each) for each in (story.title, story.text)] if story is not None else []
        parts = [
            without_private(project.title), f"{grant.organization.name} · {grant.round.title} · {project.code}",
            without_private(public.about_of(grant)), *told,
            "　".join(share.source.mark or share.source.name for share in grant.shares.select_related("source")),
            address_of(grant),
            _("Free to use with the name of the source. The pictures show only people who agreed to be shown."),
        ]  # fmt: skip
        return "\r\n\r\n".join(part for part in parts if part)

    def figures(self, grant: Grant) -> str:
        out = StringIO()
        table = csv.writer(out, lineterminator="\r\n")
        work = public.work_of(grant)
        table.writerow([_("Figure"), _("Value"), _("Unit")])
        table.writerows(
            [
                [_("Grant"), format_yuan(grant.amount_fen, places=2).replace(",", ""), _("yuan")],
                [_("Paid"), format_yuan(grant.paid_fen, places=2).replace(",", ""), _("yuan")],
                [_("Activities recorded"), work["times"], ""],
                [_("Times somebody was served"), work["people"], ""],
                [_("Hours of volunteers"), work["hours"], ""],
            ]
        )
        table.writerows(
            [plain(row["name"]), plain(str(row["reached"] or "—")), plain(row["unit"])]
            for row in public.results_of(grant)
        )
        return out.getvalue()


class SharePicture(OfProject):
    """The picture for sharing, with the QR code of the project's page. 2 queries."""

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        grant = self.grant(code)
        work = public.work_of(grant)
        picture = share_picture(
            title=without_private(grant.project.title), by=grant.organization.name, link=address_of(grant),
            site=site_name(), hint=_("See how it is going"),
            figures=(
                (format_yuan(grant.amount_fen), _("yuan granted")), (str(work["times"]), _("activities")),
                (str(work["people"]), _("times served")),
            ),
        )  # fmt: skip
        answer = HttpResponse(picture, content_type="image/png")
        answer["Cache-Control"] = f"public, max-age={HOUR}"
        return answer


@method_decorator([xframe_options_exempt, csp_replace({"frame-ancestors": ["*"]})], name="dispatch")
class Embed(Page):
    """A project's card for other sites: the only page that may stand in a frame; it takes nothing in. 2 queries."""

    template_name = "portal/showing/embed.html"

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        grant = public.one(self.kwargs["code"])
        if grant is None:
            raise Http404
        return super().get_context_data(
            grant=grant, project=grant.project, work=public.work_of(grant), link=address_of(grant), **given
        )


class Still(Atom1Feed):
    """A feed that says of itself, while nothing stands in it, what the site's clock says."""

    def latest_post_date(self) -> datetime:
        return super().latest_post_date() if self.items else clock.now()


class Feed(Door, View):
    """Stories and commendations for readers of feeds (Atom). 2 queries."""

    permission = PUBLIC
    http_method_names = READ

    def get(self, request: HttpRequest) -> HttpResponse:
        name = site_name()
        feed = Still(
            title=f"{_('Projects')} · {name}", link=absolute(reverse("portal:projects")), description="",
            feed_url=absolute(reverse("portal:feed")), language=get_language() or settings.LANGUAGE_CODE,
        )  # fmt: skip
        for row in sorted(showing.newest(), key=_moment, reverse=True):
            link = address_of(row["grant"])
            feed.add_item(
                title=without_private(row["title"]), link=link, description=without_private(row["words"]),
                unique_id=f"{link}#{row['key']}", updateddate=_moment(row), pubdate=_moment(row),
                author_name=row["grant"].organization.name,
            )  # fmt: skip
        return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)


def _moment(row: dict[str, Any]) -> datetime:
    """Return when something was published; a commendation has a day only."""
    moment: datetime = row.get("at") or datetime.combine(row["on"], time(12), tzinfo=clock.BEIJING)
    return moment


class Events(Page):
    """Public events and broadcast slots: what comes, and what there was. 2 queries."""

    template_name = "portal/showing/events.html"

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        now = clock.now()
        return super().get_context_data(coming=showing.coming(now), past=showing.past(now), **given)


class EventsCalendar(Door, View):
    """The coming events for a telephone's own calendar (iCalendar). 1 query."""

    permission = PUBLIC
    http_method_names = READ

    def get(self, request: HttpRequest) -> HttpResponse:
        lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//venture//events//ZH", "CALSCALE:GREGORIAN"]
        stamp = _utc(clock.now())
        for event in showing.coming(clock.now()):
            lines += _entry(event, stamp)
        lines.append("END:VCALENDAR")
        body = "\r\n".join(_folded(line) for line in lines) + "\r\n"
        answer = HttpResponse(body, content_type="text/calendar; charset=utf-8")
        answer["Content-Disposition"] = 'attachment; filename="events.ics"'
        return answer


def _entry(event: PublicEvent, stamp: str) -> list[str]:
    ends = event.ends_at or event.starts_at + timedelta(hours=1)
    return [
        "BEGIN:VEVENT", f"UID:event-{event.pk}@{settings.SITE_URL.split('//')[-1]}", f"DTSTAMP:{stamp}",
        f"DTSTART:{_utc(event.starts_at)}", f"DTEND:{_utc(ends)}", f"SUMMARY:{_escaped(without_private(event.title))}",
        f"LOCATION:{_escaped(without_private(event.place))}", f"DESCRIPTION:{_escaped(without_private(event.words))}",
        f"STATUS:{'CANCELLED' if event.called_off else 'CONFIRMED'}", "END:VEVENT",
    ]  # fmt: skip


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _escaped(text: str) -> str:
    for letter in ("\\", ";", ","):
        text = text.replace(letter, f"\\{letter}")
    return text.replace("\r", "").replace("\n", "\\n")


def _folded(line: str) -> str:
    """Return a line in pieces of at most 75 bytes, as the standard wants it; no character is torn apart."""
    pieces, piece = [], ""
    for letter in line:
        if len((piece + letter).encode()) > 74:
            pieces.append(piece)
            piece = " "
        piece += letter
    return "\r\n".join([*pieces, piece])


class Years(Page):
    """A year looked back upon beside the years before, with what every figure counts. 12 queries at most."""

    template_name = "portal/showing/year.html"

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        rows = showing.years()
        asked = given.pop("year", None)
        years = [row["year"] for row in rows]
        year = asked or (years[0] if years else clock.today().year)
        this = next((row for row in rows if row["year"] == year), None)
        if this is None and years:
            raise Http404
        before = next((row for row in rows if row["year"] == year - 1), None)
        most = {name: max((row[name] for row in rows), default=0) or 1 for name in showing.FIGURES}
        return super().get_context_data(
            year=year, this=this, before=before, fields=showing.fields_of_year(year),
            rows=[{**row, "wide": 100 * row["amount_fen"] // most["amount_fen"]} for row in rows],
            donated_fen=showing.donated_in(year), best=showing.best_of_year(year),
            stories=showing.stories_of_year(year), now=clock.now(), **given,
        )  # fmt: skip
