"""Frameworks and vocabularies: loading, adopting, reading them."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from inspectorate.domain.programmes.models import Framework, Vocabulary
from inspectorate.domain.programmes.verbs import ProgrammeVerb
from inspectorate.foundation.people.roles import Role
from inspectstats.quantity import SHIPPED
from tests.factories.rooms import FRAMEWORK_CSV, a_framework
from tests.interfaces.web.acting import Act, EachAct, House, queries_of, signed_in, words

OTHER = FRAMEWORK_CSV.replace("Test framework", "Other framework")


def csv(content: str = OTHER) -> SimpleUploadedFile:
    """A framework as a file."""
    return SimpleUploadedFile("framework.csv", content.encode())


def _draft(house: House) -> None:
    a_framework(OTHER, adopted=False)


def _newest(house: House) -> tuple[int]:
    newest = Framework.objects.order_by("-pk").first()
    assert newest is not None
    return (newest.pk,)


ACTS = [
    Act(
        "programmes-load",
        ProgrammeVerb.LOAD_FRAMEWORK,
        may=Role.LEAD,
        may_not=Role.INSPECTOR,
        fields=lambda house: {"file": csv(), "question": "", "version": ""},
        refused=lambda house: {"file": csv("framework,version\nOne,1\n"), "question": "How so?"},
        reason="area",
        keeps="How so?",
        done="The framework is loaded.",
        back="programmes",
    ),
    Act(
        "programmes-adopt",
        ProgrammeVerb.ADOPT_FRAMEWORK,
        may=Role.SIGNING,
        may_not=Role.INSPECTOR,
        before=_draft,
        args=_newest,
        only_post=True,
        done="The framework is adopted and will not change.",
        back="programmes-framework",
    ),
    Act(
        "programmes-adopt-vocabulary",
        ProgrammeVerb.ADOPT_VOCABULARY,
        may=Role.SIGNING,
        may_not=Role.INSPECTOR,
        fields=lambda house: {
            "code": "proposed_default",
            "version": "2",
            "name": "Our words for quantities",
        },
        refused=lambda house: {"version": "1"},
        beside="version",
        reason="version",
        keeps="Our words for quantities",
        done="The vocabulary is adopted.",
        back="programmes",
    ),
]


@pytest.mark.parametrize("act", ACTS, ids=str)
class TestActs(EachAct):
    pass


def test_adopted_framework_offers_no_adoption_and_refuses_one(house: House) -> None:
    client, pk = signed_in(house.who(Role.SIGNING)), house.inspection.framework_id
    address = f"/programmes/framework/{pk}/"
    assert "Adopt this framework" not in words(client.get(address))
    answer = client.post(address + "adopt/", {"key": "again"})
    assert answer.status_code == 422
    assert "framework" not in answer.context["form"].fields
    assert answer.context["form"].non_field_errors()


def test_framework_page_shows_what_each_grade_looks_like_and_each_finding(house: House) -> None:
    address = f"/programmes/framework/{house.inspection.framework_id}/"
    page = words(signed_in(house.who(Role.PRESS)).get(address))
    assert "Good Leaders understand it" in page
    assert "Training is mandatory" in page


def test_vocabulary_page_gives_each_word_its_counts(house: House) -> None:
    vocabulary = Vocabulary.objects.get(pk=house.inspection.vocabulary_id)
    page = words(signed_in(house.who(Role.EDITOR)).get(f"/programmes/vocabulary/{vocabulary.pk}/"))
    bands = SHIPPED[vocabulary.code].bands
    assert [band.word for band in bands if band.word not in page.lower()] == []


def test_programmes_page_costs_as_much_for_three_frameworks_as_for_one(house: House) -> None:
    client = signed_in(house.who(Role.LEAD))
    few = queries_of(client, "/programmes/")
    for name in ("Second", "Third"):
        a_framework(FRAMEWORK_CSV.replace("Test framework", name), adopted=False)
    assert queries_of(client, "/programmes/") == few
    assert "Loaded, not adopted" in words(client.get("/programmes/"))
