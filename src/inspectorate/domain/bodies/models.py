"""Bodies and what binds them."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from inspectorate.foundation.ledger.recorded import Permanent, Recorded

from .delegates.models import Delegate as Delegate
from .kinds import Kind


class Body(Recorded):
    """A body on the register, under our permanent ``code`` and any ``official_code``."""

    code = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=160)
    short_name = models.CharField(max_length=80)
    kind = models.CharField(max_length=20, choices=Kind)
    official_code = models.CharField(max_length=20, blank=True)
    nation = models.CharField(max_length=40, blank=True)
    region = models.CharField(max_length=60, blank=True)
    opened_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField("first day on which it no longer exists", null=True, blank=True)

    class Meta:
        ordering = ["name", "code"]
        verbose_name_plural = "bodies"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=Kind.values), name="body_kind_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(opened_on=None)
                | models.Q(closed_on=None)
                | models.Q(closed_on__gte=models.F("opened_on")),
                name="body_closes_after_it_opens",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Oversight(Recorded):
    """``overseer`` oversees ``body`` (a local policing body its force), from a day to a day."""

    overseer = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="oversees")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="overseen_by")
    from_on = models.DateField(null=True, blank=True)
    to_on = models.DateField("first day without it", null=True, blank=True)
    ended_reason = models.TextField(blank=True)

    ADDED: ClassVar[dict[str, str]] = {"ended_reason": ""}

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["overseer", "body", "from_on"], name="oversight_once")
        ]

    def __str__(self) -> str:
        return f"{self.overseer} over {self.body}"


class Group(Recorded):
    """A named set of bodies (a region, a kind of force), to filter by and to count over."""

    code = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=160)
    members = models.ManyToManyField(Body, through="GroupMember", related_name="groups")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class GroupMember(Recorded):
    """A body that belongs to a group."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")

    class Meta:
        # The table that Django made of its own accord before the ledger proved its rows.
        db_table = "bodies_group_members"
        unique_together = (("group", "body"),)

    def __str__(self) -> str:
        return f"{self.group}: {self.body}"


class GroupChange(Permanent):
    """A body taken into a group (``joined``) or out of it, with the reason."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="changes")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    joined = models.BooleanField()
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.group}: {self.body} {'joined' if self.joined else 'left'}"


class Change(Recorded):
    """What happened to a body on a day: renamed, merged into another, split from another.

    A closing that is taken back is one too: ``on`` is then the day it had been given, and
    ``reason`` says why.
    """

    KINDS = [
        ("renamed", "renamed"),
        ("merged", "merged into"),
        ("split", "split from"),
        ("reopened", "closing of that day taken back"),
    ]
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=10, choices=KINDS)
    on = models.DateField()
    other = models.ForeignKey(
        Body, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    former_name = models.CharField(max_length=160, blank=True)
    reason = models.TextField(blank=True)

    ADDED: ClassVar[dict[str, str]] = {"reason": ""}

    class Meta:
        ordering = ["on", "pk"]

    def __str__(self) -> str:
        return f"{self.body} {self.get_kind_display()} {self.other or self.former_name}".strip()


class Contact(Recorded):
    """A person who speaks for a body in the portal."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="speaks_for"
    )
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="contacts")
    named_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "body"], condition=models.Q(ended_at=None), name="contact_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} for {self.body}"


class RegisterImport(Permanent):
    """One file taken into the register, by its digest.

    It counts the rows that added a body, changed one, or left one as it was.
    """

    name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()
    added = models.PositiveIntegerField()
    changed = models.PositiveIntegerField()
    unchanged = models.PositiveIntegerField()

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        if not self.added and not self.changed:
            return (
                f"{self.name}: nothing changed, all {self.unchanged} rows are on the register "
                f"already"
            )
        return (
            f"{self.name}: {self.added} added, {self.changed} changed, {self.unchanged} as "
            f"they were"
        )
