"""Reads whether a predicate is denied, and whether two predicates say the same of a thing.

Without a parser of grammar: negations in the main clause are counted, those under a conjunction
apart, and words that turn a meaning in a way that cannot be counted make the answer "unsure".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from .nouns import BODIES, wordset

_TOKEN = re.compile(r"[a-z]+(?:'[a-z]+)?")
_NOT = wordset("not cannot never unable")
_NONE = wordset("no none nothing nobody without neither nor absent absence missing devoid")
_AUXILIARY = wordset(
    "had have has having was were is are am been be being did do does could can would will may "
    "might shall should must"
)
LIGHT = _AUXILIARY | wordset(
    "made make makes making gave give gives given held hold holds kept keep keeps took take takes "
    "taken used use uses using provided provide provides showed show shows got get gets put puts "
    "set sets ran run runs needed need needs offered offer offers ensured saw see found find able "
    "place so it one any them this that these those too also still now already both such own there"
)
_EMPTY = LIGHT | wordset(
    "a an the of in on at by for with from to as into and or but nor their its our his her they we "
    "us you i he she not no none without cannot never only just even very yet all each every more "
    "most some other others than about over under up out off inspected inspection inspectors "
    "visited visit visits assessed judged asked whole total them themselves itself who which what "
    "when where how why whether if because while during since before after time across among "
    "between within through however therefore then well unable lacked lack lacking failed fail "
    "fails neither nothing nobody absent absence missing been"
)
_UNDER = wordset(
    "that which who whom whose when where whether because how if why what since unless until "
    "although though than while"
)
# They turn a meaning without counting as a plain "not", or say how far it goes.
_SOFT = tuple(
    wordset(
        "overlook neglect ignor avoid refus declin omit insuffic inadequa ineffect incomplet "
        "unaware unclear unwilling poor weak limited inconsist rarely seldom hardly scarcely "
        "barely little few stop ceas scrap abandon withdr oppos reject prohibit forbid forbad "
        "discourag hinder always fully entire wholly consistent sufficient necessar routine "
        "regular enough partial partly struggl worse bad unlikely doubt less fewer minor forgot "
        "forget slow late delay wrong unsatisf unsafe dropp lost lose fell short rather instead "
        "against except exempt"
    )
)
_STEM_ENDS = ("ations", "ation", "ings", "ing", "ied", "ies", "ed", "es", "ly", "s", "e", "y")
_IDIOMS = re.compile(
    r"\bnot (?:only|least|just|merely|simply|long ago)\b|\bno (?:doubt|matter|more|fewer|less|"
    r"later|sooner)\b|\bwhether or not\b|\bor not\b|\bif not\b"
)
_DENIES = re.compile(r"\bno longer\b|\byet to\b|\bfar from\b|\banything but\b|\bhardly ever\b")
_CONJUNCTION = re.compile(r"(?:,\s*)?\b(?:and|but|or|nor)\b|,")


@dataclass(frozen=True, slots=True)
class Predicate:
    """What is said of bodies.

    ``denied`` is whether its main clause is negative, ``None`` where parts of it differ; ``under``
    counts the negations under a conjunction; ``stems`` are the words that carry meaning, ``soft``
    those that turn one; ``head`` is its main verb where one is plain to see.
    """

    denied: bool | None
    under: int
    stems: tuple[str, ...]
    soft: frozenset[str]
    head: str = ""

    @property
    def elliptical(self) -> bool:
        """Whether it only points back: "did not", "had none"."""
        return not self.stems and not self.soft


@lru_cache(maxsize=4_096)
def predicate(text: str, *, from_verb: bool = False) -> Predicate:
    """Read a predicate; ``from_verb`` says that ``text`` begins with its verb."""
    plain = _IDIOMS.sub(" ", text.lower().replace("’", "'"))
    plain = plain.replace("no one", "nobody")
    plain = _DENIES.sub("not ", plain)
    main, under = _apart(plain)
    tokens = _TOKEN.findall(plain)
    stems = tuple(
        dict.fromkeys(
            stem(word)
            for word in tokens
            if word not in _EMPTY and word not in BODIES and not _is_not(word) and len(word) > 2
        )
    )
    soft = frozenset(one for word in tokens for one in _SOFT if word.startswith(one))
    return Predicate(
        denied=_denied(main),
        under=sum(_is_none(word) or _is_not(word) for word in _TOKEN.findall(under)),
        stems=stems,
        soft=soft,
        head=_head(_TOKEN.findall(main)) if from_verb else "",
    )


def _apart(text: str) -> tuple[str, str]:
    """The main clause and what stands under a conjunction."""
    for match in _TOKEN.finditer(text):
        if match.group() in _UNDER and match.start() > 0:
            return text[: match.start()], text[match.start() :]
    return text, ""


def _is_not(word: str) -> bool:
    return word in _NOT or word.endswith("n't") or word.startswith("fail")


def _is_none(word: str) -> bool:
    return word in _NONE or word.startswith("lack")


def _denied(text: str) -> bool | None:
    """Whether the main clause is negative; ``None`` where its parts differ."""
    found: list[bool] = []
    last, joined = 0, ""
    begun: list[str] = []
    for cut in [*_CONJUNCTION.finditer(text), None]:
        tokens = _TOKEN.findall(text[last : cut.start() if cut else len(text)])
        own = _parity(tokens)
        if not found:
            # "Officers and staff could not": nothing is said before the verb.
            begun += tokens
            if (
                cut is None
                or own
                or any(token in LIGHT or token.endswith("ed") for token in tokens)
            ):
                found.append(_parity(begun))
        elif own or (_new_verb(tokens) and joined != "or"):
            # "No policy and no plan" is denied once, "no policy and relied on" is not.
            found.append(own)
        if cut is not None:
            last, joined = cut.end(), cut.group().strip(" ,")
    return found[0] if len(set(found)) == 1 else None


def _parity(tokens: list[str]) -> bool:
    nots = sum(_is_not(token) for token in tokens)
    return bool((nots + any(_is_none(token) for token in tokens)) % 2)


def _new_verb(tokens: list[str]) -> bool:
    """Whether a part joined by "and" begins a predicate of its own."""
    first = next(
        (token for token in tokens if token not in ("also", "then", "so", "they", "it")), ""
    )
    return first in _AUXILIARY or (first in LIGHT and first not in ("one", "any", "own", "such"))


def _head(tokens: list[str]) -> str:
    """The main verb where the text begins with it or with its auxiliaries; else ""."""
    after_auxiliary = False
    for token in tokens:
        if token in LIGHT or _is_not(token) or token.endswith("ly") or token in ("to", "also"):
            after_auxiliary = True
            continue
        if token in BODIES or token in ("they", "we"):
            continue
        if token in _EMPTY:
            return ""
        if after_auxiliary and not token.endswith(("ed", "ing", "en")):
            return ""
        return stem(token)
    return ""


# The forms of irregular verbs by the one under which each is known.
IRREGULAR = {
    form: verb
    for verb, forms in {
        "understand": "understood",
        "know": "knew known",
        "give": "gave given",
        "make": "made",
        "hold": "held",
        "keep": "kept",
        "take": "took taken",
        "tell": "told",
        "bring": "brought",
        "meet": "met",
        "run": "ran",
        "write": "wrote written",
        "find": "found",
        "send": "sent",
        "lead": "led",
        "build": "built",
        "teach": "taught",
        "think": "thought",
        "seek": "sought",
        "choose": "chose chosen",
        "speak": "spoke spoken",
        "deal": "dealt",
        "draw": "drew drawn",
        "feel": "felt",
        "grow": "grew grown",
        "leave": "left",
        "lose": "lost",
        "pay": "paid",
        "see": "saw seen",
        "say": "said",
        "spend": "spent",
        "stand": "stood",
        "show": "shown",
        "begin": "began begun",
        "go": "went gone",
        "learn": "learnt",
        "rise": "rose risen",
        "drive": "drove driven",
        "break": "broke broken",
        "hear": "heard",
        "mean": "meant",
        "buy": "bought",
        "catch": "caught",
        "fall": "fell fallen",
        "get": "got",
        "win": "won",
    }.items()
    for form in forms.split()
}


def stem(word: str) -> str:
    """Return what is common to the forms of a word, roughly."""
    plain = word.removesuffix("'s").removesuffix("'")
    plain = IRREGULAR.get(plain, plain)
    for end in _STEM_ENDS:
        if plain.endswith(end) and len(plain) - len(end) >= 3:
            plain = plain[: -len(end)]
            break
    return plain[:-1] if len(plain) > 4 and plain[-1] == plain[-2] else plain


def alike(first: str, second: str) -> bool:
    """Say whether two stems are of one word."""
    if first == second:
        return True
    size = min(len(first), len(second))
    return size >= 4 and first[: max(4, size - 1)] == second[: max(4, size - 1)]


def same(said: Predicate, stated: Predicate) -> bool | None:
    """Say whether ``said`` asserts what ``stated`` asserts (true) or denies it (false).

    ``None`` where that cannot be told: other words, a part denied, a word that turns the meaning.
    """
    if said.denied is None or stated.denied is None:
        return None
    if said.elliptical:
        return said.denied is stated.denied
    if not _of_one_thing(said, stated) or (said.under - stated.under) % 2:
        return None
    return said.denied is stated.denied


def _of_one_thing(said: Predicate, stated: Predicate) -> bool:
    if said.soft ^ stated.soft:
        return False
    shared = [one for one in said.stems if any(alike(one, other) for other in stated.stems)]
    if not shared or 5 * len(shared) < 2 * len(said.stems):
        return False
    if any(_turned(one, stated.stems) for one in said.stems if one not in shared) or any(
        _turned(one, said.stems) for one in stated.stems
    ):
        return False
    return not said.head or any(alike(said.head, other) for other in stated.stems)


def _turned(one: str, others: tuple[str, ...]) -> bool:
    """Whether a word is another's opposite by its prefix: unclear, ineffective."""
    bare = re.sub(r"^(?:un|in|im|ir|il|dis|non|mis)", "", one)
    return bare != one and len(bare) >= 4 and any(alike(bare, other) for other in others)
