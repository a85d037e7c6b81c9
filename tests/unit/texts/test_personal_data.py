"""Personal data is found by its form, whatever text it stands in, and checksums decide where there is one."""

from __future__ import annotations

import time
from ipaddress import ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.texts.personal_data import find_personal_data, is_iban, passes_luhn

PLANTED = [
    ("e-mail", "dana.w+x@example.co.uk", "dana.w+x@example.co.uk"),
    ("e-mail", "Jürgen@müller.de", "jürgen@müller.de"),
    ("e-mail", "jane (at) example (dot) org", "jane@example.org"),
    ("IBAN", "DE89 3704 0044 0532 0130 00", "DE89370400440532013000"),
    ("IBAN", "gb82west12345698765432", "GB82WEST12345698765432"),
    ("card", "4111 1111 1111 1111", "4111111111111111"),
    ("card", "3782-822463-10005", "378282246310005"),
    ("IP address", "192.168.2.11", "192.168.2.11"),
    ("IP address", "2001:0db8:85a3:0000:0000:8a2e:0370:7334", "2001:db8:85a3::8a2e:370:7334"),
    ("phone", "+49 (0)30 1234567", "49301234567"),
    ("phone", "0049 30 1234567", "49301234567"),
    ("phone", "+1-415-555-2671", "14155552671"),
    ("phone", "(415) 555-2671", "4155552671"),
    ("phone", "0170 1234567", "01701234567"),
    ("phone", "06 12 34 56 78", "0612345678"),
]
ORDINARY = [
    "4111 1111 1111 1112",  # fails Luhn
    "GB82WEST12345698765433",  # fails mod 97
    "2023-10-05 and 01.02.2023 10:30",
    "1,234,567.89 euros, 3.14159265358979",
    "3.2.4.1 Visual aspects",
    "order LM-20418, version 1.2.3.4, ISBN 978-3-16-148410-0",
    "std::vector::iterator at 12:30:45, 999.999.999.999, 127.0.0.1",
    "@handle, x@y, pages 100-200, 2019/2020",
]


@pytest.mark.parametrize(("kind", "text", "value"), PLANTED)
def test_planted_data_is_found_whole_in_the_middle_of_a_sentence(kind: str, text: str, value: str) -> None:
    sentence = f"Write ({text}), please."
    (found,) = find_personal_data(sentence)
    assert (found.kind, sentence[found.start : found.end], found.value) == (kind, text, value)


@pytest.mark.parametrize("text", ORDINARY)
def test_numbers_that_only_look_alike_are_left_alone(text: str) -> None:
    assert find_personal_data(text) == ()


def test_a_bare_number_is_a_phone_number_only_where_a_word_says_so() -> None:
    assert [one.value for one in find_personal_data("Call 555 1234 today.")] == ["5551234"]
    assert find_personal_data("There are 555 1234 today.") == ()


def test_two_numbers_beside_each_other_are_two() -> None:
    assert [one.value for one in find_personal_data("030/1234567 0170 1234567")] == ["0301234567", "01701234567"]


@given(st.text(st.characters(codec=None), max_size=400) | st.text("0123456789 +-().@aAdDeE:/49", max_size=400))
def test_any_text_can_be_searched_and_every_find_stands_where_it_says(text: str) -> None:
    before = 0
    for one in find_personal_data(text):
        assert before <= one.start < one.end <= len(text)
        before = one.end
        quote = text[one.start : one.end]
        if one.kind == "card":
            assert passes_luhn(one.value)
        elif one.kind == "IBAN":
            assert is_iban(quote)
        elif one.kind == "IP address":
            assert ip_address(quote) == ip_address(one.value)


@given(st.text("0123456789", min_size=12, max_size=18))
def test_a_number_with_its_check_digit_passes_luhn_and_with_any_other_digit_it_does_not(digits: str) -> None:
    passing = [digit for digit in "0123456789" if passes_luhn(digits + digit)]
    assert len(passing) == 1


@given(st.text("0123456789", min_size=18, max_size=18))
def test_an_account_with_its_check_digits_is_an_iban_and_a_swapped_pair_is_not(account: str) -> None:
    check = 98 - int(f"{account}131400") % 97  # D and E are 13 and 14
    iban = f"DE{check:02d}{account}"
    assert is_iban(iban)
    (found,) = find_personal_data(f"to {iban}.")
    assert found.kind == "IBAN"
    swapped = iban[:4] + account[1] + account[0] + account[2:]
    assert is_iban(swapped) == (account[0] == account[1])


@pytest.mark.parametrize(
    "bit", ["a", "a.", "1", "1 ", "0 1", "AA11 ", "+1", "a@", "1:", "(at) ", "1.2.", "tel ", "a [at] a."]
)
def test_a_long_text_made_to_be_slow_is_searched_in_linear_time(bit: str) -> None:
    text = bit * (200_000 // len(bit))
    begin = time.perf_counter()
    find_personal_data(text)
    assert time.perf_counter() - begin < 3
