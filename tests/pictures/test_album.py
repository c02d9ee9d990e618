"""An album keeps as many pictures as fit, spread evenly."""

from itertools import pairwise

from playground.pictures.album import Album


def test_pictures_are_found_by_their_moment() -> None:
    album = Album()
    assert (album.latest(), album.moments, album.number) == (None, [], 0)
    album.put(2, 0, b"two")
    album.put(0, 0, b"untrained")
    album.put(2, 3, b"two and a bit")
    assert album.moments == [(0, 0), (2, 0), (2, 3)]
    assert (album.get(2), album.get(2, 3), album.get(1)) == (b"two", b"two and a bit", None)
    assert album.latest() == ((2, 3), b"two and a bit")


def test_a_moment_seen_along_other_columns_replaces_its_picture_and_counts_as_new() -> None:
    album = Album()
    album.put(1, 0, b"12345")
    album.put(1, 0, b"123")
    assert (album.moments, album.get(1), album.size, album.number) == ([(1, 0)], b"123", 3, 2)


def test_too_many_pictures_are_thinned_out_evenly_and_first_and_last_stay() -> None:
    album = Album(max_bytes=1000)
    for epoch in range(500):
        album.put(epoch, 0, bytes(10))
        assert album.size <= 1000
        assert album.moments[-1] == (epoch, 0)
    epochs = [epoch for epoch, _ in album.moments]
    assert epochs[0] == 0
    assert len(epochs) == 100
    # Even: the widest gap is at most twice the usual one.
    usual = 500 / len(epochs)
    assert max(after - before for before, after in pairwise(epochs)) <= 2 * usual


def test_there_is_a_limit_to_their_number_too() -> None:
    album = Album(max_pictures=10)
    for epoch in range(50):
        album.put(epoch, 0, b"")
    assert len(album.moments) == 10


def test_an_old_album_can_be_made_smaller() -> None:
    album = Album()
    for epoch in range(10):
        album.put(epoch, 0, bytes(10))
    album.shrink(35)
    assert album.size <= 35
    assert (album.moments[0], album.moments[-1]) == ((0, 0), (9, 0))
    album.shrink(0)
    assert len(album.moments) == 2  # the first and the last stay whatever happens


def test_a_wish_that_could_not_be_met_is_told_until_a_picture_comes() -> None:
    album = Album()
    album.fail("Too late.")
    assert (album.error, album.number) == ("Too late.", 1)
    album.put(0, 0, b"")
    assert album.error == ""
