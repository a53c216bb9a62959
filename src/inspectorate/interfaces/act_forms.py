"""Forms that do one act, for the staff pages and the portal.

A form carries a key, calls one action, and on a refusal shows the reasons beside its fields.
"""

from __future__ import annotations

import functools
import uuid
from collections.abc import Callable, Collection, Iterable, Sequence, Set
from typing import Any, Protocol, cast

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.files import store
from inspectorate.foundation.files.store import StoredFile
from inspectorate.foundation.markings.scheme import BASELINE, OF_WORDS, Marking
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Refused
from inspectorate.foundation.reasons.texts import UNPRINTABLE
from inspectorate.foundation.spreadsheets import reading

from .in_place import back_to, lead_back
from .uploads import refuse_dropped

View = Callable[..., HttpResponse]
require_get_or_post = require_http_methods(["GET", "POST"])
# Of a list that is narrowed.
NONE_OF_THESE = {
    "invalid_choice": "This is none of the choices, so it narrows nothing. Choose one of the list."
}


def holding(roles: Set[Role]) -> Callable[[View], View]:
    """Only those who hold one of ``roles`` reach the view.

    For others it does not exist, and a stranger is asked to sign in.
    """

    def guard(view: View) -> View:
        @functools.wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            from django.contrib.auth.views import (
                redirect_to_login,
            )  # a late import: auth's views load models

            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not person(request).roles & roles:
                # 404 and not 403: what one may not see does not exist.
                raise Http404
            return view(request, *args, **kwargs)

        return guarded

    return guard


def person(request: HttpRequest) -> Person:
    """The signed-in person."""
    return cast(Person, request.user)


def sent(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: what was sent, were it nothing; ``None`` where the page is opened.

    A form sent empty would else be drawn as one opened, filled in for whoever may fill it in.
    """
    return request.POST if request.method == "POST" else None


def only_reads_on(request: HttpRequest) -> None:
    """Read each right of the person once from now on: what was sent is done, or was refused.

    What was asked for by GET has read them so from its beginning.
    """
    if request.method == "POST":
        person(request).read_rights_once()


# Characters of a field whose words stand on one page with others of their kind.
AMONG_OTHERS = 20_000


# What a field that was left empty says, by its kind: what to do, and not that a field is required.
MISSING: tuple[tuple[type[forms.Field], str], ...] = (
    (forms.FileField, "Choose a file."),
    (forms.ModelMultipleChoiceField, "Tick at least one."),
    (forms.MultipleChoiceField, "Tick at least one."),
    (forms.ModelChoiceField, "Choose one."),
    (forms.ChoiceField, "Choose one."),
    (forms.DateTimeField, "Give the day and the time."),
    (forms.DateField, "Give the day."),
    (forms.BooleanField, "Tick this to go on."),
    (forms.IntegerField, "Give a number."),
    (forms.CharField, "Fill this in."),
)


def _say_what_is_missing(field: forms.Field) -> None:
    if field.error_messages.get("required") == forms.Field.default_error_messages["required"]:
        said = (words for kind, words in MISSING if isinstance(field, kind))
        field.error_messages["required"] = next(said, field.error_messages["required"])


class ActForm(forms.Form):
    """A form that does one act.

    Its key is made with the page, so that sending it twice changes nothing.
    """

    # Characters of one field: more than a person writes there, less than a check takes a second on.
    LONGEST = 200_000
    # Where else what is longer may go, for a form without a file: "or ...", beside its field.
    REST = ""
    # Fields that the act needs though the form may be sent without them, as a draft is: no label
    # calls them optional.
    needed: Collection[str] = ()
    # Scripts of ours that the page loads beside the form, which works without them.
    scripts: Sequence[str] = ()
    # Style sheets of ours that these need, and by what a style sheet is known that one of them
    # writes into the page.
    styles: Sequence[str] = ()
    nonce = ""
    # How the reasons of a refusal are mended: the page leads to the acts that they name.
    mends: Sequence[str] = ()

    key = forms.CharField(widget=forms.HiddenInput, max_length=100)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Made with the page and not on sending, so that a second press sends the same key.
        self.fields["key"].initial = uuid.uuid4().hex
        self.label_suffix = ""

    def arguments(self) -> dict[str, Any]:
        """What was sent as the action's arguments: the fields by their names, without the key."""
        return {name: value for name, value in self.cleaned_data.items() if name != "key"}

    def full_clean(self) -> None:
        """Also refuse what is too long to be read by anybody, and characters that no page, feed or
        document can carry, naming the first.
        """
        # Here, and not where the form is made: some add fields of their own then.
        for field in self.fields.values():
            _say_what_is_missing(field)
        super().full_clean()
        for name, value in list(getattr(self, "cleaned_data", {}).items()):
            if isinstance(value, str) and len(value) > self.LONGEST:
                self.add_error(
                    name,
                    f"This has {len(value):,} characters; at most {self.LONGEST:,} are taken. "
                    f"{self._mend_length()}",
                )
                continue
            found = UNPRINTABLE.search(value) if isinstance(value, str) else None
            if found:
                where = (
                    f"Character {found.start() + 1} (U+{ord(found[0]):04X}) cannot be printed. "
                    f"Delete it and send again."
                )
                self.add_error(None if self.fields[name].widget.is_hidden else name, where)

    def _mend_length(self) -> str:
        takes_file = any(isinstance(one, forms.FileField) for one in self.fields.values())
        rest = "or send the rest as a file" if takes_file else self.REST
        return f"Shorten it, {rest}." if rest else "Shorten it."


class MarkingField(forms.ChoiceField):
    """How high a writer says that their words are marked; a form sent without it says OFFICIAL."""

    def __init__(
        self, label: str, help_text: str = "", offered: Sequence[Marking] = OF_WORDS
    ) -> None:
        choices = [(one.value, one.label) for one in offered]
        super().__init__(choices=choices, label=label, help_text=help_text, initial=BASELINE.value)

    def clean(self, value: Any) -> str:
        """Return the marking that was chosen."""
        chosen: str = super().clean(value or BASELINE.value)
        return chosen


def offer(form: forms.Form, name: str, rows: QuerySet[Any]) -> None:
    """Let the field ``name`` of ``form`` be chosen from ``rows``."""
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = rows


def offer_choices(form: forms.Form, name: str, choices: Iterable[tuple[str, str]]) -> None:
    """Let the field ``name`` of ``form`` be chosen from ``choices``, each a value and its label."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = list(choices)


class FileForm(ActForm):
    """A form with a field ``file``: the action gets it as it lies in the store, or nothing.

    What is longer than a note goes into the file.
    """

    LONGEST = AMONG_OTHERS

    def arguments(self) -> dict[str, Any]:
        """The fields by their names; the bytes go into the store first, before any lock."""
        given = super().arguments()
        file = given.pop("file")
        return {**given, "file": stored(file)} if file else given


class TableForm(ActForm):
    """A form with a field ``file`` that the action reads as a table and does not store."""

    def arguments(self) -> dict[str, Any]:
        """The fields by their names; the file's name and bytes."""
        given = super().arguments()
        file = given.pop("file")
        # A byte more than is ever read tells the action that it is too long, and no more is held.
        return {**given, "name": file.name, "content": file.read(reading.LIMIT_BYTES + 1)}


def stored(file: UploadedFile[Any]) -> StoredFile:
    """A file that was sent, brought into the store; raises Refused when it is not taken."""
    assert file.file is not None  # it has one until it is closed
    return store.take(file.file, name=file.name or "")


class VersionForm(ActForm):
    """A form on something two people can edit: it carries the version the page was made from."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class Page(Protocol):
    """How a door draws a template inside its own frame."""

    def __call__(
        self,
        request: Any,
        template: str,
        inspection: Inspection | None,
        /,
        *,
        title: str,
        status: int = 200,
        **context: Any,
    ) -> HttpResponse: ...


def perform(request: HttpRequest, form: ActForm, act: Callable[..., Any]) -> Any | None:
    """Call the action once with what ``form`` holds; return what it made.

    Return ``None`` where the form was not sent, is not valid, or was refused: then the form holds
    the reasons. A Conflict passes through and becomes the page with both texts (409).
    """
    refuse_dropped(request, form)
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        return act(
            by=person(request),
            at=timezone.now(),
            key=form.cleaned_data["key"],
            **form.arguments(),
        )
    except Refused as refusal:
        form.mends = [reason.mend for reason in refusal.reasons]
        for reason in refusal.reasons:
            # A reason about something the form does not ask stands above the form.
            field = reason.field if reason.field in form.fields else None
            form.add_error(field, f"{reason.text} {reason.mend}".strip())
        return None


def act_page(
    page: Page,
    request: HttpRequest,
    inspection: Inspection | None,
    form: ActForm,
    act: Callable[..., Any],
    /,
    *,
    title: str,
    button: str,
    success_url: str | Callable[[Any], str],
    message: str | Callable[[Any], str],
    intro: str = "",
    back: str = "",
) -> HttpResponse:
    """A page that is one form for one act: shows it, does it, or shows it again with the reasons.

    ``page`` draws it in the door's frame. Afterwards ``message``, or what it says of what was made,
    is shown at the page one came from, or else at ``success_url``; so does *Cancel* lead. Where
    ``success_url`` is asked where that stands which was made, it is shown there, and *Cancel* leads
    to ``back``.
    """
    made = perform(request, form, act)
    if made is not None:
        messages.success(request, message if isinstance(message, str) else message(made))
        if not isinstance(success_url, str):
            return HttpResponseRedirect(success_url(made))
        return lead_back(request, success_url)
    return page(
        request,
        "inspectorate/act_page.html",
        inspection,
        title=title,
        form=form,
        button=button,
        back=back_to(request, success_url if isinstance(success_url, str) else back),
        intro=intro,
        status=status_of(form),
    )


def status_of(form: forms.Form) -> int:
    """422 for a form that was sent and refused, else 200."""
    return 422 if form.is_bound and form.errors else 200
