from datetime import timedelta

import pytest
from django.utils import timezone

from nucleo import throttle
from nucleo.limpieza import limpiar

pytestmark = pytest.mark.django_db


def test_only_what_has_ended_is_swept_out(time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    throttle.hit("puerta", "vieja", timedelta(minutes=1))
    throttle.hit("puerta", "nueva", timedelta(minutes=10))
    time_machine.shift(timedelta(minutes=2))

    limpiar()

    assert throttle.ThrottleCounter.objects.count() == 1
