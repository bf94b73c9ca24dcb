from typing import Any

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
