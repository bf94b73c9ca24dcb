import tempfile
from pathlib import Path

import pytest

from nucleo.antivirus import AntivirusNoDisponible, direccion, examinar
from tests.clamd import clamd


@pytest.fixture
def servidor():
    with tempfile.TemporaryDirectory() as carpeta, clamd(Path(carpeta)) as escucha:
        yield escucha


def test_the_file_arrives_whole_and_clean_is_clean(servidor):
    assert examinar([b"a" * 100_000, b"", b"b" * 100_000], servidor.url) == ""
    assert servidor.recibido == [b"a" * 100_000 + b"b" * 100_000]


def test_what_was_found_is_told_by_its_name(servidor):
    servidor.responde = b"stream: Win.Test.EICAR_HDB-1 FOUND\0"
    assert examinar([b"x"], servidor.url) == "Win.Test.EICAR_HDB-1"


@pytest.mark.parametrize("responde", [b"INSTREAM size limit exceeded. ERROR\0", b"", b"\0", b"stream: x ERROR\0", b"O"])
def test_whatever_else_it_answers_is_not_clean(servidor, responde):
    servidor.responde = responde
    with pytest.raises(AntivirusNoDisponible):
        examinar([b"x"], servidor.url)


def test_nobody_there_is_not_clean(tmp_path):
    with pytest.raises(AntivirusNoDisponible, match="no responde"):
        examinar([b"x"], f"unix:{tmp_path}/nadie")


@pytest.mark.parametrize(
    ("url", "donde"),
    [
        ("unix:/run/clamav/clamd.ctl", "/run/clamav/clamd.ctl"),
        ("tcp://clamav:3310", ("clamav", 3310)),
        ("tcp://127.0.0.1", ("127.0.0.1", 3310)),
    ],
)
def test_its_address_is_read(url, donde):
    assert direccion(url) == donde


@pytest.mark.parametrize("url", ["clamav:3310", "unix://host/x", "unix:x", "http://clamav", "tcp://"])
def test_an_address_that_is_none_is_refused(url):
    with pytest.raises(ValueError, match=url):
        direccion(url)
