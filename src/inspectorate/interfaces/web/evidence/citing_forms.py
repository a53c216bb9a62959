"""The form that cites words of a document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from string import ascii_uppercase
from typing import Any

from django import forms
from django.utils import timezone

from inspectorate.domain.evidence.documents import Document
from inspectorate.domain.evidence.kinds import Direction, SourceKind
from inspectorate.domain.evidence.recording import Passage, Recording
from inspectorate.domain.fieldwork.methods import Method
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.programmes import queries as programmes
from inspectorate.domain.programmes.models import Criterion
from inspectorate.foundation.documents.finding import GAP, blocks
from inspectorate.foundation.documents.places import Page, cell_of

from ...act_forms import ActForm, MarkingField, offer
from .forms import MOMENT

# Tick boxes of one page: of more nobody finds the one that is meant.
MOST_CHOICES = 150
_SHOWN = 300


class CiteForm(ActForm):
    """Words of one page, ticked or copied, and what they are evidence of."""

    needed = ("words", "chosen")
    chosen = forms.MultipleChoiceField(
        required=False,
        label="Tick what you cite",
        widget=forms.CheckboxSelectMultiple,
        help_text="It is quoted whole, unless you copy fewer words below.",
    )
    words = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        label="Or copy the exact words",
        help_text="“…” stands for words left out between two passages.",
    )
    origin = forms.CharField(
        max_length=160,
        label="Whose document it is, by role",
        help_text="No person's name.",
        initial="The body's own document",
    )
    criteria = forms.ModelMultipleChoiceField(
        queryset=Criterion.objects.none(),
        label="Criteria it is about",
        widget=forms.CheckboxSelectMultiple,
    )
    direction = forms.ChoiceField(
        choices=Direction.choices, label="Which way it points", widget=forms.RadioSelect
    )
    practice = forms.BooleanField(required=False, label="Shows innovative or effective practice")
    marking = MarkingField("Marking", "No lower than the document.")
    observed_at = forms.DateTimeField(widget=MOMENT, label="When you read it")

    def __init__(
        self,
        *args: Any,
        inspection: Inspection,
        document: Document,
        number: int,
        text: Page | None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.document, self.number = document, number
        self.choices = list(_choices(text)) if text else []
        self.initial.setdefault("observed_at", timezone.localtime())
        self.initial.setdefault("marking", document.marking)
        offer(self, "criteria", programmes.criteria_offered(inspection.framework_id))
        ticks = self.fields["chosen"]
        assert isinstance(ticks, forms.MultipleChoiceField)
        if 0 < len(self.choices) <= MOST_CHOICES:
            ticks.choices = [
                (str(at), _short(said)) for at, (_, said, _) in enumerate(self.choices)
            ]
        else:
            del self.fields["chosen"]
            self.fields["words"].label = "The exact words"

    def clean(self) -> dict[str, Any]:
        """Require words, copied or ticked."""
        given = super().clean() or self.cleaned_data
        if not given.get("words", "").strip() and not given.get("chosen"):
            self.add_error("words", "Copy the words you cite, or tick them.")
        return given

    def arguments(self) -> dict[str, Any]:
        """The recording as the action takes it, with the passage."""
        sent = super().arguments()
        places = sorted(int(one) for one in sent.pop("chosen", []))
        at = dict.fromkeys(anchor for one in places for anchor in self.choices[one][0])
        words = sent.pop("words").strip() or "\n".join(self._quoted(places))
        return {
            "recording": Recording(
                **sent,
                words=words,
                kind=SourceKind.DOCUMENT.value,
                method=Method.DOCUMENT_REVIEW.value,
                scope_body=self.document.scope_body,
                passage=Passage(document=self.document, page=self.number, at=tuple(at)),
            )
        }

    def _quoted(self, places: Sequence[int]) -> Iterator[str]:
        """What was ticked, with the sign of what is left out where there is something between."""
        for before, one in zip([None, *places], places, strict=False):
            if before is not None and one > before + 1:
                yield GAP
            yield self.choices[one][2]


def _choices(text: Page) -> Iterator[tuple[tuple[str, ...], str, str]]:
    """What can be ticked: its anchors, how it is shown, its words."""
    rows: dict[str, list[tuple[str, str]]] = {}
    for one in text.parts:
        if text.sheet:
            number = cell_of(one.at).lstrip(ascii_uppercase)
            rows.setdefault(number, []).append((one.at, one.text))
        elif one.at.startswith("page-"):
            yield from (((one.at,), block, block) for block in blocks(one.text))
        else:
            yield (one.at,), f"{one.at.rpartition('-')[2]}: {one.text}", one.text
    for number, cells in rows.items():
        words = [words for _, words in cells]
        yield tuple(at for at, _ in cells), f"{number}: {' · '.join(words)}", "\n".join(words)


def _short(words: str) -> str:
    return words if len(words) <= _SHOWN else f"{words[:_SHOWN].rstrip()} …"
