"""The first hour of a production site: the city, its first two people, the calendars and a draft of the first round."""

import csv
import sys
from getpass import getpass
from pathlib import Path
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.domain.contacts import Contact, contact_of
from accounts.domain.roles import KEEPERS
from accounts.flows.founding import found_keepers
from accounts.models import Area, RoleGrant, User
from rounds.flows.calendars import load_announced_years
from rounds.flows.drafting import create_from_preset, preset_names
from rounds.models import Round
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal, sentence_of

CODE_LENGTH = 12
QUESTIONS = {
    "city_code": gettext_noop("Division code of the city, 12 digits (610500000000)"),
    "city_name": gettext_noop("Name of the city or district"),
    "sponsor": gettext_noop("Name of the bureau"),
    "admin_name": gettext_noop("Name of the system administrator"),
    "admin_contact": gettext_noop("E-mail or mobile number of the system administrator"),
    "head_name": gettext_noop("Name of the head of section, who confirms every further role"),
    "head_contact": gettext_noop("E-mail or mobile number of the head of section"),
}


class Command(BaseCommand):
    help = "Make what an empty production site needs first. What is there already is left alone."

    def add_arguments(self, parser: CommandParser) -> None:
        for name, question in QUESTIONS.items():
            parser.add_argument(f"--{name.replace('_', '-')}", default="", help=question)
        parser.add_argument("--operator", default="", help="name of the unit that runs the round for the bureau")
        parser.add_argument("--divisions", type=Path, help="CSV of districts, streets and communities: code,name")
        parser.add_argument("--preset", default="seed", help="rules to begin with: " + ", ".join(preset_names()))
        parser.add_argument("--year", type=int, help="year of the first round; next year if left out")
        parser.add_argument("--ask-passwords", action="store_true", help="ask for both people's passwords now")
        parser.add_argument("--no-input", action="store_true", help="ask nothing; fail if something is missing")

    def handle(self, *args: Any, **options: Any) -> None:
        self.asks = not options["no_input"] and sys.stdin.isatty()
        if options["preset"] not in preset_names():
            raise CommandError(_("There is no preset %(name)s.") % {"name": options["preset"]})
        founded = RoleGrant.objects.filter(role__in=KEEPERS).exists()
        needed = ["city_code", "city_name", "sponsor"] if founded else list(QUESTIONS)
        given = self._answers({name: options[name] for name in needed})
        try:
            with transaction.atomic():
                city = self._city(given["city_code"], given["city_name"])
                self._divisions(city, options["divisions"])
                self._calendars()
                people = [] if founded else self._people(given, ask=options["ask_passwords"] and self.asks)
                self._round(city, given["sponsor"], options)
        except RuleRefusal as refusal:
            raise CommandError(sentence_of(refusal)) from None
        if founded:
            self._say(_("People: there already."))
        elif people:
            self._say_next(people)

    def _answers(self, given: dict[str, str]) -> dict[str, str]:
        missing = [name for name, value in given.items() if not value.strip()]
        if missing and not self.asks:
            names = ", ".join(f"--{name.replace('_', '-')}" for name in missing)
            raise CommandError(_("Missing: %(names)s.") % {"names": names})
        return given | {name: input(f"{_(QUESTIONS[name])}: ").strip() for name in missing}

    def _city(self, code: str, name: str) -> Area:
        if len(code) != CODE_LENGTH or not code.isdigit():
            raise CommandError(_("A division code has 12 digits: %(code)s.") % {"code": code})
        city, made = Area.objects.get_or_create(code=code, defaults={"name": name})
        self._say(_("City: %(name)s.") % {"name": city.name}, made=made)
        return city

    def _divisions(self, city: Area, file: Path | None) -> None:
        """Take divisions from a file; each hangs below the longest code that contains it."""
        if file is None:
            return
        try:
            with file.open(encoding="utf-8-sig", newline="") as lines:
                rows = [
                    (row[0].strip(), row[1].strip()) for row in csv.reader(lines) if row and row[0].strip().isdigit()
                ]
        except (OSError, IndexError, UnicodeDecodeError) as error:
            raise CommandError(_("The file cannot be read: %(error)s.") % {"error": error}) from None
        known = {area.code: area for area in Area.objects.all()}
        count = 0
        for code, name in sorted(rows):
            if len(code) != CODE_LENGTH:
                raise CommandError(_("A division code has 12 digits: %(code)s.") % {"code": code})
            if code not in known:
                known[code] = Area.objects.create(code=code, name=name, parent=_above(code, known) or city)
                count += 1
        self._say(_("Divisions: %(count)s new.") % {"count": count})

    def _calendars(self) -> None:
        years = load_announced_years()
        span = f"{years[0]}–{years[-1]}" if years else ""
        self._say(_("Working days: %(years)s.") % {"years": span} if years else _("Working days: there already."))

    def _people(self, given: dict[str, str], *, ask: bool) -> list[User]:
        administrator, head = (
            (given[f"{who}_name"], self._contact(given[f"{who}_contact"])) for who in ("admin", "head")
        )
        people = list(found_keepers(administrator=administrator, head=head))
        for user in people if ask else []:
            user.set_password(_password_of(user))
            user.save(update_fields=["password"])
        return people

    def _contact(self, text: str) -> Contact:
        contact = contact_of(text)
        if contact is None:
            raise CommandError(_("This is no e-mail address and no mobile number: %(text)s.") % {"text": text})
        return contact

    def _round(self, city: Area, sponsor: str, options: dict[str, Any]) -> None:
        if Round.objects.exists():
            self._say(_("Rounds: there already."))
            return
        year = options["year"] or clock.today().year + 1
        basics = {"title": f"{year}年度{city.name}公益创投项目征集", "sponsor": sponsor, "area": city}
        if options["operator"]:
            basics["operator"] = options["operator"]
        round_ = create_from_preset(preset=options["preset"], code=str(year), year=year, actor=None, **basics)
        self._say(_("First round, a draft: %(title)s.") % {"title": round_.title})

    def _say(self, text: str, *, made: bool = True) -> None:
        there = _("(there already)")
        self.stdout.write(text if made else f"{text} {there}")

    def _say_next(self, people: list[User]) -> None:
        self.stdout.write("")
        for user in people:
            self.stdout.write(f"  {user.display_name}: {user.email or user.mobile}")
        self.stdout.write(
            _(
                "Nobody has a default password. Both open /account/login/code/, take the code that is sent to them and "
                "set up a second factor; then the administrator proposes further roles and the head confirms them."
            )
        )


def _above(code: str, known: dict[str, Area]) -> Area | None:
    """Return the nearest division above: street 9, county 6, city 4 digits."""
    for length in (9, 6, 4):
        above = known.get(code[:length].ljust(CODE_LENGTH, "0"))
        if above is not None and above.code != code:
            return above
    return None


def _password_of(user: User) -> str:
    """Ask twice, with the rules that the site has for everybody."""
    while True:
        password = getpass(_("Password of %(name)s: ") % {"name": user.display_name})
        try:
            validate_password(password, user)
        except ValidationError as error:
            print(" ".join(error.messages))
            continue
        if password == getpass(_("Once more: ")):
            return password
        print(_("The two are not the same."))
