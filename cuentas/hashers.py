from django.contrib.auth.hashers import Argon2PasswordHasher


class PortalArgon2PasswordHasher(Argon2PasswordHasher):
    """Argon2id at OWASP's minimum (19 MiB, t=2, p=1): Django's default takes 100 MiB and eight threads per login."""

    time_cost = 2
    memory_cost = 19_456
    parallelism = 1
