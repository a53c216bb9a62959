"""What is set of the identity provider: refused where it is unsafe, by the name of the setting."""

from __future__ import annotations

import pytest

from inspectorate.foundation.single_sign_on.provider import Unset, read

SET = {
    "issuer": "https://id.example",
    "client_id": "inspectorate",
    "client_secret": "a secret",
    "label": "",
    "hosts": "",
    "factors": "",
    "only": "",
    "ask_every": "",
}


def test_provider_is_none_unless_an_issuer_is_set() -> None:
    assert read(**{**SET, "issuer": " "}) is None


def test_provider_has_the_usual_where_no_more_is_set() -> None:
    found = read(**SET)
    assert found is not None
    assert (found.label, found.hosts, found.factors) == ("id.example", {"id.example"}, set())
    assert (found.only, found.ask_every, found.ends_after) == (False, 600, 900)
    assert found.origins == ["https://id.example"]


def test_provider_is_trusted_with_what_is_named() -> None:
    found = read(**{**SET, "hosts": "a.example, b.example", "factors": "otp,hwk", "only": "1"})
    assert found is not None
    assert found.hosts == {"id.example", "a.example", "b.example"}
    assert (found.factors, found.only) == ({"otp", "hwk"}, True)


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("issuer", "http://id.example", "https://"),
        ("issuer", "ftp://127.0.0.1", "https://"),
        ("issuer", "https://", "bare address"),
        ("issuer", "https://id.example/?x=1", "bare address"),
        ("issuer", "https://me@id.example", "bare address"),
        ("client_id", " ", "INSPECTORATE_OIDC_CLIENT_ID"),
        ("client_secret", "", "INSPECTORATE_OIDC_CLIENT_SECRET"),
        ("ask_every", "601", "from 1 to 600"),
        ("ask_every", "0", "from 1 to 600"),
        ("ask_every", "soon", "from 1 to 600"),
    ],
)
def test_what_is_unsafe_or_missing_is_refused_by_name(name: str, value: str, told: str) -> None:
    with pytest.raises(Unset, match=told):
        read(**{**SET, name: value})


def test_provider_on_this_machine_may_do_without_tls() -> None:
    assert read(**{**SET, "issuer": "http://127.0.0.1:8080"}) is not None
