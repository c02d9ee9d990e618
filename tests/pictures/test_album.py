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
    assert len(epochs) > 90
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


def test_news_are_what_came_since_and_all_where_others_were_let_go() -> None:
    album = Album(max_pictures=20)
    assert album.news(0) == ([], True)
    for epoch in range(3):
        album.put(epoch, 0, b"")
    assert album.news(0) == ([(0, 0), (1, 0), (2, 0)], True)
    album.put(4, 0, b"")
    album.put(3, 0, b"")
    album.put(1, 0, b"again")
    assert album.news(3) == ([(1, 0), (3, 0), (4, 0)], False)
    assert album.news(album.number) == ([], False)
    known = album.number
    for epoch in range(5, 40):
        album.put(epoch, 0, b"")
    assert album.news(known) == (album.moments, True)
    known = album.number
    album.empty()
    assert album.news(known) == ([], True)
    album.put(0, 0, b"")
    assert album.news(album.number + 1) == ([(0, 0)], True)


def test_pictures_from_a_moment_on_as_many_as_fit() -> None:
    album = Album()
    for epoch in range(6):
        album.put(epoch, 0, bytes([epoch] * 10))
    assert album.between((2, 0), most=2, max_bytes=100) == ([bytes([2] * 10), bytes([3] * 10)], (4, 0))
    assert album.between((2, 1), most=9, max_bytes=25) == ([bytes([3] * 10), bytes([4] * 10)], (5, 0))
    assert album.between((5, 0), most=9, max_bytes=1) == ([bytes([5] * 10)], None)
    assert album.between((6, 0), most=9, max_bytes=100) == ([], None)
