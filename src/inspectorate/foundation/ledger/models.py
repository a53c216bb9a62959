"""The ledger's own tables: an entry an act, a digest a row written, and recorded disposals."""

from __future__ import annotations

from django.db import models

from .recorded import Permanent

# What is written today. An entry of format 1 proves itself and one row; one of format 2 proves
# every row its act wrote (decision 25).
FORMAT = 2


class Entry(models.Model):
    """What was done, by whom, when, to what; chained to the entry before it in its ``stream``.

    ``key`` is unique: the same act sent twice finds its first entry. ``payload`` is the SHA-256 of
    what was sent, salted. ``rows`` counts the digests of the rows it wrote, ``rows_digest`` is
    taken over them. ``digest`` is the SHA-256 of the entry's canonical text, which contains
    ``previous``. ``recorded_at`` never goes back within a stream; ``at`` is when the act says it
    was done.
    """

    stream = models.CharField(max_length=100)
    number = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    # Text and no foreign key: the command line acts too, before there is any person.
    by = models.CharField(max_length=40)
    # Of format 1 only: since then a name stands in the row of the person and nowhere else.
    by_name = models.CharField(max_length=120, blank=True, default="")
    verb = models.CharField(max_length=60)
    of = models.CharField(max_length=120)
    # With its space before it: a person's own, an internal one, a device's.
    key = models.CharField(max_length=250, unique=True)
    payload = models.CharField(max_length=64)
    detail = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    format = models.PositiveSmallIntegerField(default=1)
    recorded_at = models.DateTimeField(null=True)
    rows = models.PositiveIntegerField(default=0)
    rows_digest = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        ordering = ["stream", "number"]
        constraints = [
            models.UniqueConstraint(fields=["stream", "number"], name="entry_number_once")
        ]
        indexes = [models.Index(fields=["of"]), models.Index(fields=["verb", "at"])]

    def __str__(self) -> str:
        return f"{self.stream} {self.number}: {self.verb} {self.of}"


class ColumnList(models.Model):
    """Which columns of a table a digest covers, in the order of their names.

    ``digest`` is the SHA-256 of table and names, so that a list proves itself.
    """

    digest = models.CharField(max_length=64, unique=True)
    table = models.CharField(max_length=80)
    names = models.TextField()

    def __str__(self) -> str:
        return f"{self.table}: {self.names}"


class Digest(models.Model):
    """One row as one act left it.

    ``place`` counts the rows of the act from 1; at place 0, without a table, lies the salt of the
    act's arguments. ``turn`` counts the writings of the row. ``columns`` is empty where the act
    deleted the row. ``digest`` is the SHA-256 of ``nonce`` and the row's canonical text, ``seal``
    the beginning of the SHA-256 of ``nonce`` alone: a nonce that was changed is told from one that
    was destroyed.
    """

    place = models.PositiveIntegerField()
    table = models.CharField(max_length=80)
    row = models.CharField(max_length=64)
    turn = models.PositiveIntegerField(null=True)
    columns = models.ForeignKey(ColumnList, on_delete=models.PROTECT, null=True, related_name="+")
    nonce = models.CharField(max_length=32)
    seal = models.CharField(max_length=32)
    digest = models.CharField(max_length=64)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.table}/{self.row}, writing {self.turn}"


class RowDigest(Digest):
    """One row of this installation as one act left it."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="digests")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry", "place"], name="row_digest_place_once"),
            # Not at place 0: there stands no turn, and nothing equals nothing.
            models.UniqueConstraint(fields=["table", "row", "turn"], name="row_digest_turn_once"),
        ]


class BroughtDigest(Digest):
    """A digest that an entry brought along in a binder, of a row that other acts prove here.

    Such a row, a stored file, is shared with other inspections, and may have been here before. The
    line is kept because the entry's ``rows_digest`` is taken over it.
    """

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="brought")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry", "place"], name="brought_digest_place_once")
        ]


class Disposal(Permanent):
    """A row that two people have decided to destroy: the one exception that the triggers admit.

    Where ``columns`` names some, they alone may be overwritten, with the tombstone; where it names
    none, the row may be deleted. ``ground`` is a code, never a text: the words are what goes.
    """

    table = models.CharField(max_length=80)
    row = models.CharField(max_length=64)
    columns = models.JSONField(default=list)
    ground = models.CharField(max_length=60)
    proposed_by = models.CharField(max_length=40)
    decided_by = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(proposed_by=models.F("decided_by")),
                name="disposal_takes_two_people",
            )
        ]
        indexes = [models.Index(fields=["table", "row"])]

    def __str__(self) -> str:
        return f"{self.table}/{self.row}: {self.ground}"


class AcceptedHeads(Permanent):
    """That a file of heads disagreed with the ledger, and was set aside knowingly.

    ``files`` lists each with its name, size in bytes and the SHA-256 of as many bytes of it;
    ``faults`` are the sentences that were accepted.
    """

    class Reason(models.TextChoices):
        """Why the heads may rightly disagree."""

        RESTORED = "restored", "The database was restored from an older backup"
        TORN = "torn", "A full disk or a power cut tore lines"
        LOST = "lost", "The file was lost or removed"
        OTHER = "other", "Something else, told in words"

    at = models.DateTimeField()
    reason = models.CharField(max_length=20, choices=Reason.choices)
    words = models.TextField()
    files = models.JSONField()
    faults = models.JSONField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"heads accepted {self.pk}: {self.reason}"


class Checkpoint(Permanent):
    """The heads of all streams at one moment, bound into one text that is signed elsewhere.

    ``text`` is what is signed, ``previous`` the SHA-256 of the signed note before it. ``leaves``
    lists stream, number, digest and nonce of each head; it never leaves the installation whole.
    """

    number = models.PositiveBigIntegerField(unique=True)
    at = models.DateTimeField()
    previous = models.CharField(max_length=64)
    root = models.CharField(max_length=64)
    text = models.TextField()
    leaves = models.JSONField()

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"checkpoint {self.number}"


class SignedCheckpoint(Permanent):
    """The note that came back signed; ``digest`` is its SHA-256, signatures included."""

    checkpoint = models.OneToOneField(Checkpoint, on_delete=models.PROTECT, related_name="signed")
    at = models.DateTimeField()
    note = models.TextField()
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["checkpoint__number"]

    def __str__(self) -> str:
        return f"signed {self.checkpoint}"


class CheckpointKey(Permanent):
    """A public key that signs checkpoints from a number on, and why it is believed.

    ``note`` is the change of keys signed by the key before it; empty where there was none.
    """

    class Reason(models.TextChoices):
        """Why a key is believed."""

        FIRST = "first_key", "It is the first"
        SIGNED = "signed_over", "The key before it says so"
        LOST = "key_lost", "The key before it is lost"
        THROWN_AWAY = "thrown_away", "Made for one checkpoint of a rehearsal and thrown away"

    from_number = models.PositiveBigIntegerField()
    pem = models.TextField()
    ground = models.CharField(max_length=20, choices=Reason.choices)
    note = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["from_number", "pk"]

    def __str__(self) -> str:
        return f"key from checkpoint {self.from_number}"
