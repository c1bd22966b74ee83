"""Photographs without what they tell beside the picture."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avrop.kernel.pictures import BrokenPicture, cleaned, media_type_of, orientation_in
from avrop.testing.pictures import TAKEN_AT, a_jpeg, a_png, a_webp, an_exif

GPS_TAG = (0x8825).to_bytes(2, "little")
TOLD = [
    a_jpeg(orientation=6, gps=True),
    a_png(orientation=6, text=b"Author\x00Kim Ek"),
    a_webp(orientation=6),
]
CLEAN = [a_jpeg(), a_png(), a_webp()]


@pytest.mark.parametrize("picture", TOLD, ids=media_type_of)
def test_position_time_and_owner_go_and_which_way_up_stays(picture: bytes) -> None:
    kept = cleaned(picture)

    assert media_type_of(kept) == media_type_of(picture)
    assert (GPS_TAG in picture, TAKEN_AT in picture) == (True, True)
    assert (GPS_TAG in kept, TAKEN_AT in kept, b"Kim Ek" in kept) == (False, False, False)
    assert orientation_in(kept[kept.index(b"MM\x00*") :]) == 6


@pytest.mark.parametrize("picture", [*TOLD, *CLEAN])
def test_what_has_been_cleaned_is_clean(picture: bytes) -> None:
    once = cleaned(picture)

    assert cleaned(once) == once


@pytest.mark.parametrize("picture", CLEAN, ids=media_type_of)
def test_a_picture_that_tells_nothing_is_kept_byte_for_byte(picture: bytes) -> None:
    assert cleaned(picture) == picture


def test_what_follows_the_end_of_the_picture_is_left_out() -> None:
    film = b"ftypmp42" + an_exif(1, gps=True)

    assert cleaned(a_jpeg(after=film)) == a_jpeg()


@pytest.mark.parametrize("picture", [*TOLD, *CLEAN])
def test_a_picture_that_was_cut_anywhere_is_broken(picture: bytes) -> None:
    for length in range(len(picture)):
        with pytest.raises(BrokenPicture):
            cleaned(picture[:length])


def test_a_png_whose_bytes_have_changed_is_broken() -> None:
    picture = bytearray(a_png())
    picture[45] ^= 1

    with pytest.raises(BrokenPicture):
        cleaned(bytes(picture))


@pytest.mark.parametrize("content", [b"", b"MZ", b"GIF89a", b"<svg/>", b"%PDF-1.7"])
def test_what_is_no_picture_is_broken(content: bytes) -> None:
    with pytest.raises(BrokenPicture):
        cleaned(content)


@given(st.sampled_from(TOLD), st.integers(min_value=0), st.binary(max_size=8))
def test_whatever_the_bytes_are_they_are_cleaned_or_broken(
    picture: bytes, where: int, other: bytes
) -> None:
    position = where % len(picture)
    changed = picture[:position] + other + picture[position + len(other) :]

    try:
        kept = cleaned(changed)
    except BrokenPicture:
        return

    assert cleaned(kept) == kept


@given(st.binary(max_size=60))
def test_an_exif_block_of_nonsense_says_upright_or_a_way_that_there_is(block: bytes) -> None:
    assert orientation_in(b"II*\x00" + block) in range(1, 9)
