"""Which tests run on one worker, since they share something that takes long to make.

pytest 9.2 passes over the groups of xdist 3.8 without a word, so that each worker made for itself
what a module of tests shares: an installation set up by the guide's lines, two worlds, a copy of
the source, an identity provider.
"""

from __future__ import annotations

from typing import Any

from xdist.scheduler.loadscope import LoadScopeScheduling

# Files, or folders that end with a slash. All others are dealt out test by test, after these: the
# walk through the guide stands here so that it is begun early, being the longest of all.
TOGETHER = (
    "tests/browser/test_binding.py",
    "tests/browser/test_sections.py",
    "tests/browser/test_signing_words.py",
    "tests/browser/test_typed.py",
    "tests/config/test_nightly.py",
    "tests/demo/test_fire.py",
    "tests/demo/test_plan.py",
    "tests/domain/judgments/joint/test_answering.py",
    "tests/drills/test_contradictions_forms.py",
    "tests/drills/test_reading_rounds.py",
    "tests/inspectstats/estimates/test_draws_by_size.py",
    "tests/inspectstats/joint/test_chance.py",
    "tests/inspectstats/joint/test_variation.py",
    "tests/inspectstats/severity/test_severity_recovery.py",
    "tests/foundation/single_sign_on/",
    "tests/house/test_new_kind.py",
    "tests/house/test_web_server.py",
    "tests/house/test_words_in_entries.py",
    "tests/interfaces/cli/test_checkpoint.py",
    "tests/interfaces/public/",
    "tests/journeys/test_database_roles.py",
    "tests/journeys/test_guide_operation.py",
    "tests/journeys/test_leaks.py",
    "tests/prose/quantities/test_sown_sentences.py",
    "tests/written/test_clears.py",
    "tests/written/test_goes_on.py",
    "tests/written/test_opens.py",
    "tests/written/test_says_not_signed.py",
)


def unit(nodeid: str) -> str:
    """The name of what is given to a worker as a whole: a file or folder, or this test alone."""
    return next((one for one in TOGETHER if nodeid.startswith(one)), nodeid)


class Together(LoadScopeScheduling):
    """Deals out the tests one by one, but for those that belong together."""

    def _split_scope(self, nodeid: str) -> str:
        return unit(nodeid)


def scheduler(config: Any, log: Any) -> Together:
    """The dealer, in the order of collection: what tells the demonstration begins first."""
    config.option.loadscopereorder = False
    return Together(config, log)
