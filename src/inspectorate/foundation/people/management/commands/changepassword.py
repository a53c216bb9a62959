"""``changepassword``: as Django has it, but that it is an act."""

from __future__ import annotations

from getpass import getpass
from typing import Any

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from inspectorate.foundation.people import actions
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.sign_in import internal_key

TRIES = 3


class Command(BaseCommand):
    """Sets the password of a person who forgot it, from the server's command line."""

    help = "Set the password of a person who forgot it. Leaves an entry in the ledger."

    def add_arguments(self, parser: CommandParser) -> None:
        """Whose password."""
        parser.add_argument("address", help="the e-mail address of the person")

    def handle(self, *_: Any, address: str, **__: Any) -> str:
        """Ask for a password twice, and set it."""
        person = Person.objects.filter(email__iexact=address).first()
        if person is None:
            raise CommandError(f"Nobody is registered under {address!r}. Give an e-mail address.")
        actions.set_password(
            by=actions.CONSOLE,
            at=timezone.now(),
            key=internal_key(),
            person=person,
            password=make_password(self._typed(person)),
        )
        return f"The password of {person.name} is set."

    def _typed(self, person: Person) -> str:
        for _ in range(TRIES):
            password = getpass()
            if password != getpass("Password (again): "):
                self.stderr.write("The two differ. Type them again.")
                continue
            try:
                validate_password(password, person)
            except ValidationError as fault:
                self.stderr.write("\n".join(fault.messages))
            else:
                return password
        raise CommandError(f"No password was set: {TRIES} tries failed.")
