"""People, the roles they hold, the interests they declare."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, cast

from django.contrib.auth.hashers import check_password
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.timezone import localdate

from inspectorate.foundation.ledger.prepared import prepared
from inspectorate.foundation.ledger.recorded import Recorded, RecordedManager
from inspectorate.foundation.markings.scheme import BASELINE, VETTED

# Tables of people too: Django finds them here.
from .days_off.models import DaysOff as DaysOff
from .devices.models import CaptureDevice as CaptureDevice
from .devices.models import DeviceEnding as DeviceEnding
from .devices.models import DeviceLoss as DeviceLoss
from .devices.models import PackTaken as PackTaken

# Tables of this room too: Django finds them here.
from .invitations.models import Invitation as Invitation
from .invitations.models import InvitationEnd as InvitationEnd
from .roles import Role
from .tokens.models import AccessToken as AccessToken

_ROLES = "everywhere"  # under which the roles are kept, beside what is asked of one inspection


class PersonManager(RecordedManager["Person"], BaseUserManager["Person"]):
    """Finds people by address, whatever its capitals."""

    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(email__iexact=username)


class Person(Recorded, AbstractBaseUser):
    """Someone who signs in: staff or a contact of a body.

    ``name`` is how the person appears in records.
    """

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    is_active = models.BooleanField(default=True)
    registered_at = models.DateTimeField()

    # Proven apart (CredentialProof) or by nobody: when someone last signed in gives no power.
    UNPROVEN = ("password", "last_login")
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects: ClassVar[PersonManager] = PersonManager()

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    # The roles with which this person was let in at the beginning of a request.
    let_in_with: frozenset[Role] | None = None
    # None: read afresh each time, as every act must. A dict only for a request that writes nothing.
    _read: dict[object, object] | None = None

    @property
    def roles(self) -> frozenset[Role]:
        """Roles held now; read afresh, so that a role taken away is gone on the next request."""
        return self.once(_ROLES, self._roles)

    def check_password(self, raw_password: str | None) -> bool:
        """Say whether this is the password; one in an old form is stored anew by an act alone.

        Django's own would write it here (``sign_in.HeldRoles`` does it as an act).
        """
        return check_password(raw_password, self.password)

    @property
    def clearance(self) -> str:
        """The highest marking this person is cleared for today: OFFICIAL without any clearance.

        Being cleared is half of it: see ``inspections.access.cleared_for``.
        """
        return self.once("clearance", self._clearance)

    def read_rights_once(self, roles: frozenset[Role] | None = None) -> None:
        """Read rights once only from now on: for the length of one request that writes nothing.

        ``roles`` are those held now, where they have just been read.
        """
        self._read = {} if roles is None else {_ROLES: roles}

    def read_rights_each_time(self) -> None:
        """Read rights whenever they are asked for, as where something is written."""
        self._read = None

    def once[T](self, what: object, read: Callable[[], T]) -> T:
        """Return what this person may, by ``read``; kept only after ``read_rights_once``."""
        if self._read is None:
            return read()
        if what not in self._read:
            self._read[what] = read()
        return cast(T, self._read[what])

    def _clearance(self) -> str:
        held = self.clearances.filter(ended_at=None, expires_on__gte=localdate())
        return held.values_list("level", flat=True).first() or BASELINE

    def _roles(self) -> frozenset[Role]:
        return frozenset(map(Role, _held_now(self)))


class RoleHeld(Recorded):
    """One role held by one person from ``granted_at`` until ``ended_at``."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="held")
    role = models.CharField(max_length=20, choices=Role)
    granted_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "role"], condition=models.Q(ended_at=None), name="role_held_once"
            ),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="role_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {Role(self.role).label}"


@prepared
def _held_now(person: Person) -> models.QuerySet[RoleHeld, str]:
    return RoleHeld.objects.filter(person=person, ended_at=None).values_list("role", flat=True)


class Clearance(Recorded):
    """One person may see what is marked up to ``level``, as ``sponsor`` vouches, until a day.

    It is of the person and not of a role; one at a time. ``expires_on`` is its last day.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="clearances")
    level = models.CharField(max_length=20, choices=[(one.value, one.label) for one in VETTED])
    sponsor = models.CharField("who vouches for it", max_length=160)
    granted_at = models.DateTimeField()
    expires_on = models.DateField("last day")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_reason = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["-granted_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(ended_at=None), name="clearance_once"
            ),
            models.CheckConstraint(
                condition=models.Q(level__in=[one.value for one in VETTED]),
                name="clearance_level_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_level_display()} until {self.expires_on}"

    @property
    def ran_out(self) -> bool:
        """Is its last day over, with nobody having ended it before?"""
        return self.ended_at is None and self.expires_on < localdate()


class CredentialProof(Recorded):
    """One thing that a person signs in with, as the application last left it.

    ``of`` names its row, the person's own for the password; ``digest`` is taken over ``nonce`` and
    what makes it this credential (``credentials.py``).
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="credential_proofs")
    of = models.CharField(max_length=80, unique=True)
    nonce = models.CharField(max_length=32)
    digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.person}: {self.of}"


class FactorReset(Recorded):
    """All second factors of a person taken away by an administrator, and why."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="factor_resets")
    reason = models.TextField()
    reset_at = models.DateTimeField()

    class Meta:
        ordering = ["-reset_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.person}: {self.reset_at:%Y-%m-%d}"


class SignInLink(Recorded):
    """A person signs in by the account that ``issuer`` knows as ``subject``, until it is ended.

    A credential: whoever holds that account comes in as this person. One open link a person and
    one a subject.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="sign_in_links")
    issuer = models.CharField(max_length=255)
    subject = models.CharField(max_length=255)
    linked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_reason = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["-linked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(ended_at=None), name="linked_once"
            ),
            models.UniqueConstraint(
                fields=["issuer", "subject"],
                condition=models.Q(ended_at=None),
                name="subject_linked_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.issuer}"


class Declaration(Recorded):
    """An interest declared by a person about a body.

    The body is named by its code, since the ground knows no bodies.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="declarations")
    about = models.CharField("code of the body", max_length=80)
    nature = models.TextField("what the interest is")
    declared_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-declared_at"]

    def __str__(self) -> str:
        return f"{self.person}: {self.about}"
