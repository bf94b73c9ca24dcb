from datetime import timedelta

import pytest
from django.utils import timezone

from nucleo import throttle

pytestmark = pytest.mark.django_db
WINDOW = timedelta(minutes=10)


def test_tries_are_counted_in_their_window_and_forgotten_after_it(time_machine):
    time_machine.move_to(timezone.now(), tick=False)

    assert [throttle.hit("puerta", "a", WINDOW)[0] for _ in range(3)] == [1, 2, 3]
    time_machine.shift(WINDOW)
    assert throttle.hit("puerta", "a", WINDOW)[0] == 1


def test_a_later_try_does_not_move_the_end_of_the_window(time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    fin = timezone.now() + WINDOW

    assert throttle.hit("puerta", "a", WINDOW) == (1, fin)
    time_machine.shift(timedelta(minutes=4))
    assert throttle.hit("puerta", "a", WINDOW) == (2, fin)
    time_machine.shift(timedelta(minutes=6))
    assert throttle.hit("puerta", "a", WINDOW) == (1, fin + WINDOW)


def test_each_scope_and_value_counts_alone():
    throttle.hit("puerta", "a", WINDOW)

    assert throttle.hit("puerta", "b", WINDOW)[0] == 1
    assert throttle.hit("ventana", "a", WINDOW)[0] == 1


def test_the_limit_is_reached_with_the_last_allowed_try(time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    throttle.hit("puerta", "a", WINDOW)
    assert throttle.exceeded({("puerta", "a"): 2}) is None

    throttle.hit("puerta", "a", WINDOW)
    assert throttle.exceeded({("puerta", "a"): 2}) == timezone.now() + WINDOW


def test_a_right_answer_clears_the_count():
    throttle.hit("puerta", "a", WINDOW)
    throttle.forget(("puerta", "a"))

    assert throttle.exceeded({("puerta", "a"): 1}) is None


def test_one_try_is_given_back_and_the_window_stays(time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    fin = timezone.now() + WINDOW
    for _ in range(3):
        throttle.hit("puerta", "a", WINDOW)

    throttle.give_back("puerta", "a")

    assert throttle.hit("puerta", "a", WINDOW) == (3, fin)


def test_giving_back_what_was_never_counted_or_is_long_over_opens_nothing(time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    throttle.give_back("puerta", "a")
    throttle.hit("puerta", "a", WINDOW)
    throttle.give_back("puerta", "a")
    throttle.give_back("puerta", "a")
    assert throttle.ThrottleCounter.objects.get().count == 0

    throttle.hit("puerta", "a", WINDOW)
    time_machine.shift(WINDOW)
    throttle.give_back("puerta", "a")
    assert throttle.ThrottleCounter.objects.get().count == 1


def test_a_try_that_one_counter_refuses_counts_in_no_other_and_tells_the_longest_wait(time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    dos = {("red", "a"): (9, WINDOW), ("cuenta", "b"): (1, 2 * WINDOW)}
    assert throttle.count_in_all(dos) is None

    assert throttle.count_in_all(dos) == timezone.now() + 2 * WINDOW

    assert throttle.hit("red", "a", WINDOW)[0] == 2


def test_so_it_is_when_the_first_refuses_and_when_all_do(time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    todos = {("cuenta", "b"): (1, WINDOW), ("red", "a"): (1, 2 * WINDOW), ("pais", "c"): (9, WINDOW)}
    assert throttle.count_in_all(todos) is None

    assert throttle.count_in_all(todos) == timezone.now() + 2 * WINDOW

    assert throttle.hit("red", "a", WINDOW)[0] == 2
    assert throttle.hit("pais", "c", WINDOW)[0] == 2


def test_the_table_keeps_neither_addresses_nor_numbers():
    throttle.hit("ingreso", "1710034065|10.0.0.1", WINDOW)

    (row,) = throttle.ThrottleCounter.objects.all()
    assert "1710034065" not in row.key
