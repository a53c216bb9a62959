"""Forms of frameworks and vocabularies."""

from __future__ import annotations

from django import forms

from inspectstats.quantity import SHIPPED

from ...act_forms import ActForm, TableForm


class LoadForm(TableForm):
    """A framework to load."""

    file = forms.FileField(label="CSV file")
    question = forms.CharField(
        required=False,
        max_length=500,
        label="The one question",
        help_text="Where the file does not say it.",
    )
    version = forms.CharField(
        required=False, max_length=60, label="Version", help_text="Where the file holds several."
    )


class VocabularyForm(ActForm):
    """A vocabulary to adopt."""

    code = forms.ChoiceField(
        label="Vocabulary",
        choices=[(code, code.replace("_", " ").capitalize()) for code in SHIPPED],
    )
    version = forms.CharField(max_length=40, label="Version", initial="1")
    name = forms.CharField(max_length=160, label="Name in print")
