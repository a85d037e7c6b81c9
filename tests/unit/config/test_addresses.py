from __future__ import annotations

import re

import pytest

from reviewer.config.addresses import address_title, has_password, is_address, read_address, secret_name, shown_address
from reviewer.config.recent import recent_workspaces, remember_workspace
from reviewer.domain.errors import InvalidInput

CANARY = "kanarienvogel"


@pytest.mark.parametrize(
    ("address", "shown", "title"),
    [
        (
            "postgresql://ana@db.example.org/reviews",
            "postgresql://ana@db.example.org/reviews",
            "reviews on db.example.org",
        ),
        (
            f"postgres://ana:{CANARY}@db.example.org/reviews",
            "postgresql://ana@db.example.org/reviews",
            "reviews on db.example.org",
        ),
        (
            f"postgresql://ana:{CANARY}%40x@db:5433/reviews?sslmode=verify-full&password={CANARY}&sslpassword={CANARY}",
            "postgresql://ana@db:5433/reviews?sslmode=verify-full",
            "reviews on db:5433",
        ),
        (
            f"postgresql://a%40b:{CANARY}@[::1]:5432,two.example.org/reviews?PASSWORD={CANARY}",
            "postgresql://a%40b@[::1]:5432,two.example.org/reviews",
            "reviews on [::1]:5432,two.example.org",
        ),
        ("postgresql:///reviews?host=/run/pg", "postgresql:///reviews?host=/run/pg", "reviews on this machine"),
        ("postgresql:///reviews?host=@pg", "postgresql:///reviews?host=%40pg", "reviews on this machine"),
        ("postgresql://", "postgresql:///", "database on this machine"),
        ("folder/work.reviewer", "folder/work.reviewer", "work.reviewer"),
    ],
)
def test_an_address_is_shown_without_its_password(address: str, shown: str, title: str) -> None:
    assert shown_address(address) == shown
    assert address_title(address) == title
    assert CANARY not in shown_address(address) + address_title(address)
    assert has_password(address) is (CANARY in address) if is_address(address) else True


@pytest.mark.parametrize(
    "address",
    [
        f"postgresql://ana:{CANARY}/x@db.example.org/reviews",
        f"postgresql://ana:{CANARY}?x@db.example.org/reviews",
        f"postgresql://ana:{CANARY}@x@db.example.org/reviews",
        f"postgresql://ana:x:{CANARY}",
        f"postgresql://ana:{CANARY}",
        f"postgresql://ana@db.example.org/reviews/{CANARY}",
    ],
)
def test_an_address_that_is_not_understood_is_not_shown_at_all(address: str) -> None:
    with pytest.raises(InvalidInput, match="with %-codes for unusual characters") as caught:
        read_address(address)
    remember_workspace(address)
    told = [str(caught.value), shown_address(address), address_title(address), *recent_workspaces()]
    assert CANARY not in " ".join(told)


def test_each_address_has_a_secret_of_its_own() -> None:
    addresses = [
        "postgresql://ana@db.example.org/reviews",
        "postgresql://bo@db.example.org/reviews",
        "postgresql://ana@db-example.org/reviews",
        "postgresql://ana@db.example.org:5433/reviews",
        "postgresql://ana@db.example.org/reviews?host=other.example.org",
        "postgresql://ana@db.example.org/reviews?port=5434",
        "postgresql://ana@db.example/org-reviews",
        "postgresql://ana@db.example.org/REVIEWS",
        "postgresql://" + "a" * 300 + "@x/y",
        "postgresql://" + "a" * 301 + "@x/y",
        "postgresql://",
        "postgresql://%C3%A9@x/y",
    ]
    names = [secret_name(address) for address in addresses]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch("[a-z0-9-]{1,64}", name) for name in names)
    assert names[0].startswith("ana-db-example-org-reviews-")


def test_the_password_and_the_encryption_do_not_change_whose_secret_it_is() -> None:
    plain = secret_name("postgresql://ana@db.example.org/reviews")
    assert secret_name(f"postgres://ana:{CANARY}@db.example.org/reviews?sslmode=verify-full") == plain


@pytest.mark.parametrize("text", ["work.reviewer", "", "https://db.example.org/x", "mysql://ana@db/x", "postgresql:x"])
def test_other_locations_are_no_addresses(text: str) -> None:
    assert not is_address(text)
    assert shown_address(text) == text
