from cuentas.hashers import PortalArgon2PasswordHasher


def test_claves_are_hashed_with_argon2id_at_19_mib():
    encoded = PortalArgon2PasswordHasher().encode("una clave larga", "sal de dieciséis")

    assert encoded.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")


def test_a_hash_verifies_its_clave_and_no_other():
    hasher = PortalArgon2PasswordHasher()
    encoded = hasher.encode("una clave larga", "sal de dieciséis")

    assert hasher.verify("una clave larga", encoded)
    assert not hasher.verify("otra clave larga", encoded)
