"""What the sign-in library writes, and where: a version that writes elsewhere fails here."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import allauth
from django.urls import URLPattern, URLResolver, get_resolver

from inspectorate.foundation.people.sign_in import ClosedAddresses
from inspectorate.interfaces.web import (
    closed,
    factors,
    keys,
    shown_again,
    sign_in,
    sign_on,
    signed_in,
)
from inspectorate.interfaces.web.people import invitations

LIBRARY = Path(inspect.getfile(allauth)).parent
# Every function of the library that writes a row, by its part; the rest of it calls these.
FACTORS = {
    "mfa/models.py: record_usage",  # when it was last used
    "mfa/recovery_codes/internal/auth.py: mark_as_viewed",
    "mfa/recovery_codes/internal/auth.py: _mark_code_used",  # CodeForm, CodeAgainForm
    "mfa/recovery_codes/internal/auth.py: _validate_migrated_code",
    "mfa/recovery_codes/internal/auth.py: activate",
    "mfa/recovery_codes/internal/flows.py: generate_recovery_codes",
    "mfa/totp/internal/auth.py: activate",
    "mfa/webauthn/internal/auth.py: add",
    "mfa/webauthn/internal/flows.py: rename_authenticator",
    "mfa/base/internal/flows.py: delete_and_cleanup",
    "mfa/base/internal/flows.py: delete_dangling_recovery_codes",
}
# Pages of the library that stay: they change no credential, but for the password by the adapter.
STAY = {
    "account_login",
    "account_logout",
    "account_inactive",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
    "mfa_authenticate",
    "mfa_list_webauthn",
}
WRITES = {"save", "delete", "create", "update", "get_or_create", "update_or_create", "bulk_create"}


# Who sets a password: the adapter (ours), who calls it, and two that store none of anybody here.
PASSWORDS = {
    "account/adapter.py: set_password",
    "account/internal/flows/password_change.py: change_password",
    "account/internal/flows/password_reset.py: reset_password",
    "account/adapter.py: save_user",  # the page on which one signs up; it does not exist
    "account/auth_backends.py: _mitigate_timing_attack",
}


def writers(part: str, names: set[str] = WRITES) -> Iterator[str]:
    """Each function of a part of the library that calls one of ``names`` on a row."""
    for path in sorted((LIBRARY / part).rglob("*.py")):
        name = path.relative_to(LIBRARY).as_posix()
        if "tests" in name or "migrations" in name:
            continue
        for function in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(function, ast.FunctionDef) and any(
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in names
                and _is_row(ast.unparse(node.func.value))
                for node in ast.walk(function)
            ):
                yield f"{name}: {function.name}"


def _is_row(what: str) -> bool:
    """Not a form, a picture, a dictionary."""
    return what not in {"form", "img", "ret", "ctx", "h"} and not what.startswith("super")


def addresses(resolver: Any, above: str = "") -> Iterator[tuple[str, str, Any]]:
    for one in resolver.url_patterns:
        path = above + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from addresses(one, path)
        elif isinstance(one, URLPattern):
            yield path, one.name or "", one.callback


def test_library_writes_factors_where_it_is_known_to() -> None:
    assert set(writers("mfa")) == FACTORS


def test_every_page_of_the_library_is_ours_closed_or_known_to_change_no_credential() -> None:
    first: dict[str, tuple[str, Any]] = {}
    for path, name, view in addresses(get_resolver()):
        if path.startswith("accounts/"):
            # The first one at an address answers.
            first.setdefault(path.replace("^", "").replace("$", ""), (name, view))
    pages = (closed, factors, invitations, keys, sign_on, sign_in, signed_in, shown_again)
    ours = {one.__name__ for one in pages}
    library = {name for name, view in first.values() if view.__module__ not in ours}
    shut = {"account_confirm_email"}  # closed at the same address in another spelling
    assert library - shut == STAY


def test_password_is_set_by_the_adapter_alone() -> None:
    assert set(writers("account", {"set_password"})) == PASSWORDS
    assert ClosedAddresses.set_password.__module__ == ClosedAddresses.__module__
