import threading

from django.contrib.auth.hashers import Argon2PasswordHasher

TURNO = threading.Lock()


class PortalArgon2PasswordHasher(Argon2PasswordHasher):
    """Argon2id at OWASP's minimum (19 MiB, t=2, p=1): Django's default takes 100 MiB and eight threads per login.

    One at a time in each process: the processors, not the threads, decide how many claves are checked in a second, and
    a process never holds more than one block of those 19 MiB however many people log in at once.
    """

    time_cost = 2
    memory_cost = 19_456
    parallelism = 1

    def encode(self, password: str, salt: str) -> str:
        with TURNO:
            return super().encode(password, salt)

    def verify(self, password: str, encoded: str) -> bool:
        with TURNO:
            return super().verify(password, encoded)
