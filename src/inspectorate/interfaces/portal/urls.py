"""Addresses of the portal.

None holds a primary key (see ``access``). Each also stands in the permission matrix.
"""

from django.urls import URLPattern, URLResolver, path

from . import checks, delegates, quotations, recommendations, returns, views

_RETURN = "<slug:slug>/<slug:code>/requests/<int:number>/return/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="portal-home"),
    path("stand-ins/<int:number>/name/", delegates.name_delegate, name="portal-delegate"),
    path("stand-ins/<int:number>/end/", delegates.end_delegate, name="portal-end-delegate"),
    path("<slug:slug>/<slug:code>/visits/<int:number>/", views.visit, name="portal-visit"),
    path("<slug:slug>/<slug:code>/requests/<int:number>/", views.asked, name="portal-request"),
    path(
        "<slug:slug>/<slug:code>/requests/<int:number>/hand-in/",
        views.receive,
        name="portal-receive",
    ),
    path(
        "<slug:slug>/<slug:code>/requests/<int:number>/hand-in/pieces/",
        views.pieces,
        name="portal-pieces",
    ),
    path(
        "<slug:slug>/<slug:code>/requests/<int:number>/sent/<int:place>/",
        views.sent_file,
        name="portal-file",
    ),
    path(
        "<slug:slug>/<slug:code>/requests/<int:number>/receipts/<int:place>/",
        views.receipt_page,
        name="portal-receipt",
    ),
    path(_RETURN, returns.hand_in, name="portal-return"),
    path(f"{_RETURN}faults/", returns.faults, name="portal-return-faults"),
    path(f"{_RETURN}rows/", returns.rows, name="portal-return-rows"),
    path(f"{_RETURN}file/<slug:way>/", returns.empty_file, name="portal-return-file"),
    path(f"{_RETURN}back/", returns.take_back, name="portal-take-return-back"),
    path(f"{_RETURN}rules/<int:rule>/", returns.except_rows, name="portal-except-rows"),
    path(
        f"{_RETURN}rules/<int:rule>/back/",
        returns.withdraw_exception,
        name="portal-withdraw-exception",
    ),
    path(f"{_RETURN}certify/", returns.certify, name="portal-certify"),
    path(
        f"{_RETURN}certificate/",
        returns.withdraw_certificate,
        name="portal-withdraw-certificate",
    ),
    path(
        "<slug:slug>/<slug:code>/checks/<int:number>/", checks.fact_check, name="portal-fact-check"
    ),
    path("<slug:slug>/<slug:code>/checks/<int:number>/point/", checks.point, name="portal-point"),
    path(
        "<slug:slug>/<slug:code>/checks/<int:number>/finish/", checks.finish, name="portal-finish"
    ),
    path(
        "<slug:slug>/<slug:code>/checks/<int:number>/reopen/", checks.reopen, name="portal-reopen"
    ),
    path(
        "<slug:slug>/<slug:code>/checks/<int:number>/points/<int:place>/file/",
        checks.point_file,
        name="portal-point-file",
    ),
    path(
        "drafts/<int:number>/points/<int:place>/file/",
        checks.draft_file,
        name="portal-draft-point-file",
    ),
    path("drafts/<int:number>/finish/", checks.finish_draft, name="portal-draft-finish"),
    path("drafts/<int:number>/reopen/", checks.reopen_draft, name="portal-draft-reopen"),
    path("drafts/<int:number>/", checks.draft, name="portal-draft"),
    path("drafts/<int:number>/point/", checks.draft_point, name="portal-draft-point"),
    path(
        "<slug:slug>/<slug:code>/checks/<int:number>/pictures/<int:passage>/",
        checks.picture,
        name="portal-picture",
    ),
    path(
        "drafts/<int:number>/pictures/<int:passage>/",
        checks.draft_picture,
        name="portal-draft-picture",
    ),
    path("quotations/<int:number>/", quotations.quotation, name="portal-quotation"),
    path("quotations/<int:number>/approve/", quotations.approve, name="portal-approve-words"),
    path("quotations/<int:number>/back/", quotations.take_back, name="portal-take-back-words"),
    path(
        "recommendations/<slug:ref>/<slug:label>/",
        recommendations.recommendation,
        name="portal-recommendation",
    ),
    path(
        "recommendations/<slug:ref>/<slug:label>/respond/",
        recommendations.respond,
        name="portal-respond",
    ),
    path(
        "recommendations/<slug:ref>/<slug:label>/progress/",
        recommendations.progress,
        name="portal-progress",
    ),
]
