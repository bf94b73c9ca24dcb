from datetime import timedelta
from importlib import import_module

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils import timezone

from nucleo import throttle
from nucleo.limpieza import CONTENTS_KEPT, limpiar
from nucleo.outbox.models import Outbox
from tests import mundo

pytestmark = pytest.mark.django_db


@pytest.fixture
def ahora(time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    return timezone.now()


@pytest.mark.usefixtures("ahora")
def test_only_what_has_ended_is_swept_out(time_machine):
    throttle.hit("puerta", "vieja", timedelta(minutes=1))
    throttle.hit("puerta", "nueva", timedelta(minutes=10))
    time_machine.shift(timedelta(minutes=2))

    limpiar()

    assert throttle.ThrottleCounter.objects.count() == 1


@pytest.mark.usefixtures("ahora")
def test_a_session_that_ended_goes_and_one_in_use_stays(client, time_machine):
    store = import_module(settings.SESSION_ENGINE).SessionStore
    vencida = store()
    vencida["x"] = 1
    vencida.create()
    time_machine.shift(timedelta(seconds=settings.SESSION_COOKIE_AGE + 1))
    client.force_login(mundo.cuenta(mundo.persona()))

    limpiar()

    assert not Session.objects.filter(pk=vencida.session_key).exists()
    assert Session.objects.get().pk == client.session.session_key
    assert client.get("/inicio/").status_code == 200


@pytest.mark.parametrize(
    ("state", "age", "kept"),
    [
        (Outbox.State.DONE, CONTENTS_KEPT + timedelta(seconds=1), False),
        (Outbox.State.DONE, CONTENTS_KEPT, True),
        (Outbox.State.ABANDONED, CONTENTS_KEPT * 2, True),
        (Outbox.State.PENDING, CONTENTS_KEPT * 2, True),
    ],
)
def test_the_text_of_a_mail_is_forgotten_a_month_after_it_was_sent(ahora, state, age, kept):
    payload = {"para": "ana@example.ec", "texto": "Estimada Ana"}
    row = Outbox.objects.create(
        kind="correo",
        key="a",
        payload=payload,
        state=state,
        created_at=ahora - age,
        done_at=ahora - age if state == Outbox.State.DONE else None,
    )

    limpiar()
    limpiar()

    row.refresh_from_db()
    assert row.payload == (payload if kept else {})
    assert (row.kind, row.key, row.state) == ("correo", "a", state)
