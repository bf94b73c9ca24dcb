from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload


class CappedMemoryUploadHandler(FileUploadHandler):
    """Keeps one file in memory up to `limit` bytes. A larger one is read to its end and thrown away, so that the
    browser gets an answer instead of a broken connection; `too_large` then says so."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self.limit = limit
        self.too_large = False
        self.chunks: list[bytes] = []

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.chunks = []

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start + len(raw_data) > self.limit:
            self.too_large = True
            self.chunks = []
            raise StopUpload(connection_reset=False)
        self.chunks.append(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile | None:
        return SimpleUploadedFile(self.file_name or "archivo", b"".join(self.chunks), self.content_type or "")
