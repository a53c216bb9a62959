"""The form of a house style: switches, measures, and lists written one a line."""

from __future__ import annotations

from typing import Any

from django import forms

from inspectorate.prose.style.house import DayForm, HouseStyle, Pair, ShareForm, StyleRule

from ...act_forms import ActForm

RULE_LABELS = [
    (StyleRule.PLAIN, "Sentences and paragraphs are short"),
    (StyleRule.WORDS, "Words that are avoided"),
    (StyleRule.NUMBERS, "Numbers and shares"),
    (StyleRule.DAYS, "Days"),
    (StyleRule.SPELLING, "Spelling: words one letter from the only word they can be"),
]


class StyleForm(ActForm):
    """A house style to adopt; it begins as the one in force."""

    rules = forms.MultipleChoiceField(
        choices=[(rule.value, label) for rule, label in RULE_LABELS],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label="Rules that are on",
    )
    longest_sentence = forms.IntegerField(label="Words in a sentence, at most")
    longest_paragraph = forms.IntegerField(label="Sentences in a paragraph, at most")
    figures_from = forms.IntegerField(
        label="Numbers in figures from", help_text="Counts below it are written in words."
    )
    per_cent = forms.ChoiceField(
        choices=[
            (one.value, f"38{'' if one is ShareForm.SIGN else ' '}{one}") for one in ShareForm
        ],
        label="A share",
    )
    day_form = forms.ChoiceField(choices=[(one.value, one.value) for one in DayForm], label="A day")
    words = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        label="Words that are avoided",
        help_text="One a line, with what is written in its place: utilise = use. Without one: "
        "going forward",
    )
    swaps = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        label="Agreed swaps",
        help_text="Two words a line that say the same: whilst = while. A signed sentence stays "
        "signed where one took the other\u2019s place.",
    )

    def __init__(self, *args: Any, in_force: HouseStyle, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, value in in_force.stored().items():
            pairs = name in ("words", "swaps")
            self.fields[name].initial = _lines(value) if pairs else value

    def clean_words(self) -> tuple[Pair, ...]:
        """Avoided words, each with what stands in its place, or nothing."""
        return tuple(self._pairs("words", both=False))

    def clean_swaps(self) -> tuple[Pair, ...]:
        """Pairs of words in small letters."""
        return tuple((one.lower(), other.lower()) for one, other in self._pairs("swaps", both=True))

    def _pairs(self, field: str, *, both: bool) -> list[Pair]:
        found: list[Pair] = []
        for number, line in enumerate(self.cleaned_data[field].splitlines(), start=1):
            if not line.strip():
                continue
            said, _, better = (part.strip() for part in line.partition("="))
            if not said or (both and not better) or "=" in better:
                example = "whilst = while" if both else "utilise = use"
                self.add_error(field, f"Line {number}: write it as {example}.")
                continue
            found.append((" ".join(said.split()), " ".join(better.split())))
        return found

    def clean(self) -> dict[str, Any]:
        """The whole style, as the action takes it."""
        held = super().clean() or {}
        if self.errors:
            return held
        named = {name: held.pop(name) for name in HouseStyle().stored()}
        return {**held, "style": HouseStyle.of(named)}


def _lines(pairs: list[list[str]]) -> str:
    return "\n".join(" = ".join(filter(None, pair)) for pair in pairs)
