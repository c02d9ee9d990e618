"""A film keeps as many pictures as fit, spread evenly."""

from itertools import pairwise

from playground.pictures.film import Film


def test_pictures_are_found_by_their_moment() -> None:
    film = Film()
    assert (film.latest(), film.moments, film.number) == (None, [], 0)
    film.put(2, 0, b"two")
    film.put(0, 0, b"untrained")
    film.put(2, 3, b"two and a bit")
    assert film.moments == [(0, 0), (2, 0), (2, 3)]
    assert (film.get(2), film.get(2, 3), film.get(1)) == (b"two", b"two and a bit", None)
    assert film.latest() == ((2, 3), b"two and a bit")


def test_a_moment_seen_along_other_columns_replaces_its_picture_and_counts_as_new() -> None:
    film = Film()
    film.put(1, 0, b"12345")
    film.put(1, 0, b"123")
    assert (film.moments, film.get(1), film.size, film.number) == ([(1, 0)], b"123", 3, 2)


def test_a_run_that_goes_back_takes_its_later_pictures_along() -> None:
    film = Film()
    for epoch in range(5):
        film.put(epoch, 0, b"12345")
    film.put(2, 1, b"1")
    known = film.number
    film.go_back(2)
    assert (film.moments, film.size) == ([(0, 0), (1, 0), (2, 0)], 15)
    assert film.news(known) == (film.moments, True)
    film.put(3, 0, b"other")
    assert film.news(known) == (film.moments, True)


def test_too_many_pictures_are_thinned_out_evenly_and_first_and_last_stay() -> None:
    film = Film(max_bytes=1000)
    for epoch in range(500):
        film.put(epoch, 0, bytes(10))
        assert film.size <= 1000
        assert film.moments[-1] == (epoch, 0)
    epochs = [epoch for epoch, _ in film.moments]
    assert epochs[0] == 0
    assert len(epochs) > 90
    # Even: the widest gap is at most twice the usual one.
    usual = 500 / len(epochs)
    assert max(after - before for before, after in pairwise(epochs)) <= 2 * usual


def test_there_is_a_limit_to_their_number_too() -> None:
    film = Film(max_pictures=10)
    for epoch in range(50):
        film.put(epoch, 0, b"")
    assert len(film.moments) == 10


def test_an_old_film_that_was_made_smaller_has_room_again_when_its_run_goes_on() -> None:
    film = Film(max_bytes=100)
    for epoch in range(10):
        film.put(epoch, 0, bytes(10))
    film.shrink(30)
    film.go_back(0)
    for epoch in range(10):
        film.put(epoch, 0, bytes(10))
    assert film.size == 100


def test_an_old_film_can_be_made_smaller() -> None:
    film = Film()
    for epoch in range(10):
        film.put(epoch, 0, bytes(10))
    film.shrink(35)
    assert film.size <= 35
    assert (film.moments[0], film.moments[-1]) == ((0, 0), (9, 0))
    film.shrink(0)
    assert len(film.moments) == 2  # the first and the last stay whatever happens


def test_a_wish_that_could_not_be_met_is_told_until_a_picture_comes() -> None:
    film = Film()
    film.fail("Too late.")
    assert (film.error, film.number) == ("Too late.", 1)
    film.put(0, 0, b"")
    assert film.error == ""


def test_news_are_what_came_since_and_all_where_others_were_let_go() -> None:
    film = Film(max_pictures=20)
    assert film.news(0) == ([], True)
    for epoch in range(3):
        film.put(epoch, 0, b"")
    assert film.news(0) == ([(0, 0), (1, 0), (2, 0)], True)
    film.put(4, 0, b"")
    film.put(3, 0, b"")
    film.put(1, 0, b"again")
    assert film.news(3) == ([(1, 0), (3, 0), (4, 0)], False)
    assert film.news(film.number) == ([], False)
    known = film.number
    for epoch in range(5, 40):
        film.put(epoch, 0, b"")
    assert film.news(known) == (film.moments, True)
    known = film.number
    film.empty()
    assert film.news(known) == ([], True)
    film.put(0, 0, b"")
    assert film.news(film.number + 1) == ([(0, 0)], True)


def test_pictures_from_a_moment_on_as_many_as_fit() -> None:
    film = Film()
    for epoch in range(6):
        film.put(epoch, 0, bytes([epoch] * 10))
    assert film.between((2, 0), most=2, max_bytes=100) == ([bytes([2] * 10), bytes([3] * 10)], (4, 0))
    assert film.between((2, 1), most=9, max_bytes=25) == ([bytes([3] * 10), bytes([4] * 10)], (5, 0))
    assert film.between((5, 0), most=9, max_bytes=1) == ([bytes([5] * 10)], None)
    assert film.between((6, 0), most=9, max_bytes=100) == ([], None)
