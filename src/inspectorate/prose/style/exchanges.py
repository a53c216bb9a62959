"""Which words nobody may agree to exchange, since a sentence turns on them; and which two words
are forms of one.

Reads more as turning a sentence than a careful reader would: what is refused without need costs a
signature, what is let through lets a change of meaning stand under one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from ..guarded import guarded, words_of
from ..quantities.nouns import wordset
from ..quantities.polarity import IRREGULAR, stem
from ..spelling import Lexicon

# The small words of grammar, of which there are only so many: articles and what points, pronouns,
# auxiliaries, conjunctions, prepositions.
_GRAMMAR = wordset(
    "an the this that these those such what which whose "
    "me my mine myself we us our ours ourselves you your yours yourself yourselves he him his "
    "himself she her hers herself it its itself they them their theirs themselves one oneself who "
    "whom whoever whomever whichever whatever "
    "am is are was were be been being have has had having do does did doing done get gets got "
    "become becomes became becoming "
    "and or but nor so yet for if whether since although though while whilst whereas until till "
    "when whenever where wherever why how once as than lest provided providing however therefore "
    "hence thus thereby otherwise nevertheless nonetheless then "
    "about above across after against along alongside amid amidst among amongst around at before "
    "behind below beneath beside besides between beyond by concerning despite down during from in "
    "inside into like minus near of off on onto opposite out outside over past pending per plus "
    "regarding round through throughout to toward towards under underneath unto up upon versus "
    "via with within without away back forward here there now"
)
# What somebody must, should or may do is what a recommendation or a duty turns on; a cause, a
# condition or an order in time is what a finding turns on.
_BINDING = wordset(
    "after although because before but can could if may might must need ought require shall should "
    "since then though till until when while whilst will would "
    "advice advise allow authorise compel compulsory demand expect forbid instruct let mandate "
    "mandatory obligation obligatory oblige optional order permit recommend recommendation "
    "requirement statutory urge voluntary cause contribute"
)
# Beside the grades that scales have: what an inspector grades with in whatever words.
_GRADING = wordset(
    "acceptable adequate bad badly best excellent good grave inadequate major minor outstanding "
    "poor satisfactory serious severe strong sufficient unsatisfactory weak well worst"
)
_CHANGING = wordset(
    "better climb cut decline decrease deteriorate deterioration downward drop early expand fall "
    "gain grow growth high improve improvement increase late lose loss low lower narrow raise "
    "reduce reduction rise shrink strengthen upward weaken widen worse worsen"
)
_PROVING = wordset(
    "accusation accuse acquit acquittal admit allegation allege appear arrest assume believe "
    "caution certain charge claim confess confirm convict conviction detain establish find guilty "
    "imply indicate innocent likely maybe perhaps possible presume probable proof prosecute "
    "prosecution prove proven report seem sentence suggest suspect"
)
_GROUNDS = {
    "binds, or says why or when": _BINDING,
    "grades": _GRADING,
    "says which way something goes": _CHANGING,
    "says what is proved, or how sure it is": _PROVING,
}
# Of these pairs each word is the other, whatever it does.
_SAME = {
    frozenset({"while", "whilst"}),
    frozenset({"till", "until"}),
    frozenset({"among", "amongst"}),
    frozenset({"toward", "towards"}),
    frozenset({"amid", "amidst"}),
    frozenset({"on", "upon"}),
}
# Beside the verbs whose forms the reading of claims knows; and nouns with another plural.
_IRREGULAR = IRREGULAR | {
    form: head
    for head, forms in {
        "arise": "arose arisen",
        "bear": "bore borne",
        "bind": "bound",
        "child": "children",
        "come": "came",
        "eat": "ate eaten",
        "fight": "fought",
        "fly": "flew flown",
        "forget": "forgot forgotten",
        "freeze": "froze frozen",
        "good": "better best",
        "hide": "hid hidden",
        "lay": "laid",
        "lend": "lent",
        "lie": "lay lain",
        "man": "men",
        "person": "people",
        "ride": "rode ridden",
        "ring": "rang rung",
        "sell": "sold",
        "shake": "shook shaken",
        "shoot": "shot",
        "shrink": "shrank shrunk",
        "sit": "sat",
        "sleep": "slept",
        "steal": "stole stolen",
        "strike": "struck stricken",
        "swear": "swore sworn",
        "throw": "threw thrown",
        "wake": "woke woken",
        "wear": "wore worn",
        "woman": "women",
        "bad": "worse worst",
    }.items()
    for form in forms.split()
}
# A verb made of one of these keeps its forms: oversee, oversaw.
_FRONTS = ("under", "over", "with", "fore", "out", "mis", "un", "up", "re", "be")
# An ending, and what may stand in its place: the word that it was put to.
_ENDINGS = {
    "s": ("",),
    "es": ("", "is"),
    "ies": ("y",),
    "d": ("",),
    "ed": ("",),
    "ied": ("y",),
    "ing": ("", "e"),
    "er": ("", "e"),
    "ier": ("y",),
    "est": ("", "e"),
    "iest": ("y",),
    "ly": ("", "le"),
    "bly": ("ble",),
    "ily": ("y",),
}


def same_by_grammar(one: str, other: str) -> bool:
    """Say whether two small words are one word in two forms: while and whilst."""
    return frozenset((one, other)) in _SAME


def same_word(one: str, other: str) -> bool:
    """Say whether two words are forms of one, such as saw and seen, use and used."""
    return stem(one) == stem(other) or bool(_heads(one) & _heads(other))


def turns(word: str, grades: Collection[str]) -> str:
    """Say in a few words what ``word``, in small letters, does in a sentence that turns on it;
    nothing where none does. ``grades`` are the names of the grades that scales have.
    """
    if guarded(word, words_of(word), names=(), quantities=(), lexicon=Lexicon()):
        return "counts, denies or names"
    heads = _heads(word)
    for ground, held in _GROUNDS.items():
        if heads & held:
            return ground
    if word in _GRAMMAR:
        return "is a small word of grammar"
    graded = (part.plain for name in grades for part in words_of(name))
    return "is a word of a grade" if any(heads & _heads(part) for part in graded) else ""


def _heads(word: str) -> frozenset[str]:
    """The words that ``word`` may be a form of, itself among them, and some that are none."""
    found = {word, *_without_ending(word)}
    found |= {head for one in tuple(found) for head in _without_ending(one)}
    for front in ("", *_FRONTS):
        head = _IRREGULAR.get(word.removeprefix(front)) if word.startswith(front) else None
        if head:
            found.add(front + head)
    return frozenset(found)


def _without_ending(word: str) -> Iterator[str]:
    for ending, instead in _ENDINGS.items():
        bare = word.removesuffix(ending)
        if bare == word or len(bare) < 2:
            continue
        yield from (bare + last for last in instead)
        if len(bare) > 3 and bare[-1] == bare[-2]:
            yield bare[:-1]
