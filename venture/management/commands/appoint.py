"""The way back when the only head of section or administrator is gone and nobody is left who could confirm one."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from accounts.domain.contacts import contact_of
from accounts.domain.roles import KEEPERS
from accounts.enums import Role
from accounts.flows.founding import appoint_keeper
from venture.kernel.errors import RuleRefusal, sentence_of


class Command(BaseCommand):
    help = "Give the role of head of section or system administrator where nobody is left who could confirm it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("role", choices=sorted(KEEPERS))
        parser.add_argument("--contact", required=True, help="e-mail or mobile number; an account that has it is taken")
        parser.add_argument("--name", default="", help="name, where there is no account yet")
        parser.add_argument("--reason", required=True, help="why, with the number of the paper that says so")
        parser.add_argument("--instead", action="store_true", help="end the role of whoever holds it and is gone")

    def handle(self, *args: Any, **options: Any) -> None:
        contact = contact_of(options["contact"])
        if contact is None:
            raise CommandError(
                _("This is no e-mail address and no mobile number: %(text)s.") % {"text": options["contact"]}
            )
        try:
            grant = appoint_keeper(
                role=Role(options["role"]),
                name=options["name"].strip(),
                contact=contact,
                reason=options["reason"],
                instead=options["instead"],
            )
        except RuleRefusal as refusal:
            raise CommandError(sentence_of(refusal)) from None
        self.stdout.write(
            _("%(person)s holds the role “%(role)s”. The log says so, and every keeper of the roles is told.")
            % {"person": grant.user, "role": grant.get_role_display()}
        )
