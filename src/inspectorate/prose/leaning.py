"""Says whether a sentence leans on the one before it, which then tells what it means.

"They", "this", "elsewhere", "the remainder", "did not" without a noun: what such words say, the
sentence before says with them. In doubt a sentence leans: it is then signed once more when the one
before it changes, and nothing is signed unread.
"""

from __future__ import annotations

import re

from .quantities.nouns import wordset

# At the head of a sentence: what it takes up stands before it.
_HEAD = re.compile(
    r"^[“\"'(\[]*(?:(?:and|but|yet|so|or|nor|then|still|indeed|however|also|instead|rather|thus|"
    r"hence|even so|in turn|too|again|similarly|likewise|equally|conversely|consequently|therefore|"
    r"nevertheless|nonetheless|moreover|furthermore|meanwhile|otherwise|besides|accordingly|"
    r"as a result|as such|by contrast|in contrast|on the other hand|in addition|in particular|"
    r"for example|for instance|in other words|at the same time|after that|before that|because of|"
    r"apart from|beyond|except)\b[,:]?\s*)*"
    r"(?:this|that|these|those|they|them|their|it|its|he|she|his|her|such|both|neither|either|each|"
    r"others?|another|some|most|many|few|several|all|none|one|two|three|more|fewer|less|half|"
    r"here|there|elsewhere|nobody|everyone|the (?:other|others|rest|remainder|remaining|same|"
    r"former|latter|first|second|third|last|reason|result|exception|exceptions|difference|two|"
    r"three|four)|(?:and|but|yet|so|nor|then|however|also|instead|rather|similarly|likewise|"
    r"conversely|consequently|therefore|nevertheless|nonetheless|moreover|furthermore|otherwise|"
    r"accordingly|as a result|as such|by contrast|in contrast|in addition|for example|for "
    r"instance|in other words))(?=[\s,:’']|$)",
    re.I,
)
# A quantity at the head that names what it counts stands by itself: "Most forces had", "Some".
_NOUN_AFTER = re.compile(
    r"^(?:some|most|many|few|several|all|none|one|two|three|more|fewer|less|half|both|neither|"
    r"either|each|another)\s+(?:of\s+(?:the\s+|our\s+|all\s+)?)?(?P<next>[a-z-]+)",
    re.I,
)
_NO_NOUN = wordset(
    "had have has did do does was were is are could can would will may might must should said "
    "told gave made took used knew kept went saw felt also still only even not never of them "
    "these those this that it"
)
# Wherever it stands.
_ANYWHERE = re.compile(
    r"\b(?:this|these|those|they|elsewhere|the remainder|the remaining|the rest(?! of)|the others?|"
    r"the latter|the former|others|otherwise|likewise|do(?:es)? so|did so|done so|(?:did|do|does|"
    r"had|have|has|was|were|could) not(?=\s*(?:[.;,)]|$)))",
    re.I,
)
_OWN = re.compile(r"\b(?:this|these) (?:report|inspection|letter|document|release|year)\b", re.I)


def leans(sentence: str) -> bool:
    """Say whether ``sentence`` leans on the one before it."""
    words = " ".join(sentence.split())
    own = _OWN.sub("", words)
    if _ANYWHERE.search(own):
        return True
    if not _HEAD.match(own):
        return False
    quantity = _NOUN_AFTER.match(own)
    if quantity is None:
        return True
    return quantity["next"].lower() in _NO_NOUN
