import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from nucleo.uploads import BoundedMemoryUploadHandler, CappedMemoryUploadHandler

LIMIT = 1000


@pytest.fixture
def subir(rf: RequestFactory):
    """Posts files of these sizes; gives the request's files and the handler that took them."""

    def post(*sizes: int, field: str = "archivo"):
        files = [SimpleUploadedFile(f"{n}.pdf", bytes([65 + n]) * size) for n, size in enumerate(sizes)]
        request = rf.post("/", {field: files})
        handler = CappedMemoryUploadHandler(LIMIT)
        request.upload_handlers = [handler]
        return request.FILES, handler

    return post


def test_a_file_up_to_the_limit_is_kept_whole(subir):
    files, handler = subir(LIMIT)

    assert files["archivo"].read() == b"A" * LIMIT
    assert not handler.too_large


def test_a_byte_more_is_too_large_and_nothing_stays_in_memory(subir):
    files, handler = subir(LIMIT + 1)

    assert handler.too_large
    assert not files
    assert handler.chunks == []


def test_of_several_files_only_the_first_is_kept(subir):
    files, handler = subir(300, 200, 100)

    assert [file.read() for file in files.getlist("archivo")] == [b"A" * 300]
    assert not handler.too_large
    assert handler.chunks == []


@pytest.mark.parametrize("sizes", [(LIMIT, 1), (600, 600), (1, LIMIT), (400,) * 50])
def test_the_files_of_one_request_are_counted_together(subir, sizes):
    _, handler = subir(*sizes)

    assert handler.too_large
    assert handler.received <= LIMIT + max(sizes)
    assert handler.chunks == []


def test_a_limit_is_counted_over_chunks(subir, monkeypatch):
    monkeypatch.setattr(CappedMemoryUploadHandler, "chunk_size", 64)
    files, _ = subir(LIMIT)
    assert files["archivo"].size == LIMIT

    _, handler = subir(LIMIT + 1)
    assert handler.too_large
    assert handler.received <= LIMIT + 64


@pytest.fixture
def varios(rf: RequestFactory, settings):
    """Posts files of these sizes in front of an answer; what arrives."""
    settings.ADJUNTO_TOPE = LIMIT

    def post(*sizes: int):
        files = [SimpleUploadedFile(f"{n}.pdf", bytes([65 + n]) * size) for n, size in enumerate(sizes)]
        return rf.post("/", {"archivo": files, "respuesta": "sí"})

    return post


def test_several_files_are_kept_in_memory(varios):
    request = varios(LIMIT, 1, 0)
    assert [file.read() for file in request.FILES.getlist("archivo")] == [b"A" * LIMIT, b"B", b""]
    assert not any(file.left_out for file in request.FILES.getlist("archivo"))


def test_a_file_that_is_too_large_is_told_by_its_size_and_the_rest_arrives(varios):
    request = varios(LIMIT + 1, 10)
    grande, otro = request.FILES.getlist("archivo")
    assert (grande.name, grande.size, grande.left_out, grande.read()) == ("0.pdf", LIMIT + 1, True, b"")
    assert otro.read() == b"B" * 10
    assert request.POST["respuesta"] == "sí"


def test_files_that_find_no_room_together_are_left_out(varios):
    dejados = [file.left_out for file in varios(*[LIMIT] * 6, 0).FILES.getlist("archivo")]
    assert dejados == [False] * 5 + [True, False]


def test_a_large_file_comes_in_pieces(varios, monkeypatch):
    monkeypatch.setattr(BoundedMemoryUploadHandler, "chunk_size", 64)
    bueno, grande = varios(LIMIT, LIMIT * 3).FILES.getlist("archivo")
    assert bueno.read() == b"A" * LIMIT
    assert (grande.size, grande.left_out) == (LIMIT * 3, True)
