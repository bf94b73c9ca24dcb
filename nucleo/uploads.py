import io
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload


class CappedMemoryUploadHandler(FileUploadHandler):
    """Keeps the first file of a request in memory; the others are read and thrown away.

    The files of one request may have `limit` bytes together. What is more is read to its end and thrown away, so that
    the browser gets an answer instead of a broken connection; `too_large` then says so.
    """

    def __init__(self, limit: int) -> None:
        super().__init__()
        self.limit = limit
        self.too_large = False
        self.received = 0
        self.files = 0
        self.chunks: list[bytes] = []

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.files += 1

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.received += len(raw_data)
        if self.received > self.limit:
            self.too_large = True
            self.chunks.clear()
            raise StopUpload(connection_reset=False)
        if self.files == 1:
            self.chunks.append(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile | None:
        if self.files > 1:
            return None
        content = b"".join(self.chunks)
        self.chunks.clear()
        return SimpleUploadedFile(self.file_name or "archivo", content, self.content_type or "")


class BoundedMemoryUploadHandler(FileUploadHandler):
    """Keeps the files of a request in memory, none on disk, and no more than `room` bytes of them together.

    A file that is too large by itself, or that finds no room, is read and thrown away: the other answers of its form
    arrive, and the file is told by its name and size, with `left_out` set. A view that takes larger files than a
    document says so in its `tope_de_archivo`: the middleware reads the form before the view could choose a handler.
    """

    room = 5

    @property
    def limit(self) -> int:
        pagina = getattr(self.request, "resolver_match", None)
        return getattr(pagina and pagina.func, "tope_de_archivo", settings.ADJUNTO_TOPE)

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.chunks: list[bytes] = []
        self.size = 0
        self.kept = getattr(self, "kept", 0)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.size += len(raw_data)
        if self._fits():
            self.chunks.append(raw_data)
        else:
            self.chunks.clear()

    def file_complete(self, file_size: int) -> UploadedFile:
        fits = self._fits()
        content = b"".join(self.chunks) if fits else b""
        self.chunks.clear()
        self.kept += len(content)
        uploaded = UploadedFile(io.BytesIO(content), self.file_name, self.content_type, file_size, self.charset)
        uploaded.left_out = not fits  # type: ignore[attr-defined] # told to whoever asks for the content
        return uploaded

    def _fits(self) -> bool:
        limit = self.limit
        return self.size <= limit and self.kept + self.size <= max(self.room * settings.ADJUNTO_TOPE, limit)
