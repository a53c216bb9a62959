"""Addresses of documents."""

from django.urls import path

from . import accuracy, as_typed, copies, sections, views, wording, writing

urlpatterns = [
    path("", views.documents, name="reports-list"),
    path("new/open/", writing.open_document, name="reports-open"),
    path("<slug:name>/", views.document_page, name="reports-document"),
    path("<slug:name>/edit/", writing.edit, name="reports-edit"),
    path("<slug:name>/sections/<slug:identity>/", sections.write, name="reports-section"),
    path(
        "<slug:name>/sections/<slug:identity>/typed/",
        as_typed.typed,
        name="reports-typed-section",
    ),
    path(
        "<slug:name>/sections/<slug:identity>/assign/",
        sections.assign,
        name="reports-assign-section",
    ),
    path("<slug:name>/sections/<slug:identity>/mark/", sections.mark, name="reports-mark-section"),
    path(
        "<slug:name>/sections/<slug:identity>/history/",
        sections.history,
        name="reports-section-history",
    ),
    path(
        "<slug:name>/sections/<slug:identity>/history/<int:revision>/",
        sections.revision,
        name="reports-section-revision",
    ),
    path(
        "<slug:name>/sections/<slug:identity>/history/<int:revision>/restore/",
        sections.restore,
        name="reports-restore-section",
    ),
    path("<slug:name>/place/", writing.place, name="reports-place"),
    path("<slug:name>/mend/", writing.mend, name="reports-mend"),
    path("<slug:name>/waive/", writing.waive, name="reports-waive"),
    path("<slug:name>/freeze/", writing.freeze, name="reports-freeze"),
    path("<slug:name>/wording/", wording.wording, name="reports-wording"),
    path("<slug:name>/wording/declare/", wording.declare, name="reports-declare"),
    path("<slug:name>/wording/withdraw/", wording.withdraw_draft, name="reports-withdraw-draft"),
    path("<slug:name>/wording/sign/", wording.sign, name="reports-sign"),
    path("<slug:name>/wording/look/", wording.look, name="reports-look"),
    path(
        "<slug:name>/wording/signatures/<int:pk>/withdraw/",
        wording.withdraw_signature,
        name="reports-withdraw-signature",
    ),
    path("<slug:name>/wording/<slug:identity>/object/", wording.object_to, name="reports-object"),
    path("<slug:name>/preview/<slug:kind>/", views.preview, name="reports-preview"),
    path("<slug:name>/editions/<int:number>/<slug:kind>/", views.edition, name="reports-edition"),
    path("<slug:name>/editions/<int:number>/<slug:kind>/pdf/", views.pdf, name="reports-pdf"),
    path("<slug:name>/editions/<int:number>/<slug:kind>/word/", copies.word, name="reports-word"),
    path("<slug:name>/editors-copy/", copies.editors_copy, name="reports-editors-copy"),
    path("<slug:name>/markdown/", copies.markdown, name="reports-markdown"),
    path("<slug:name>/points/", accuracy.points, name="reports-points"),
    path("<slug:name>/points/ask/", accuracy.ask, name="reports-fact-check"),
    path("<slug:name>/points/ask-another/", accuracy.ask_another, name="reports-ask-another"),
    path("<slug:name>/points/<int:pk>/raise/", accuracy.raise_point, name="reports-raise"),
    path("<slug:name>/points/<int:pk>/extend/", accuracy.extend, name="reports-extend-check"),
    path("<slug:name>/points/changed/", accuracy.changed, name="reports-changed"),
    path(
        "<slug:name>/points/<int:pk>/changed/<slug:identity>/",
        accuracy.answer_change,
        name="reports-answer-change",
    ),
    path("<slug:name>/points/<int:pk>/outcome/", accuracy.outcome, name="reports-outcome"),
    path("<slug:name>/points/<int:pk>/file/", accuracy.point_file, name="reports-point-file"),
    path("<slug:name>/points/<int:pk>/decide/", writing.decide, name="reports-decide"),
]
