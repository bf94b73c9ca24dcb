import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from nucleo.uploads import CappedMemoryUploadHandler

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
