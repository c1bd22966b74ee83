"""How django-allauth's second factors are kept: sealed, and named as the installation is."""

from __future__ import annotations

from allauth.mfa.adapter import DefaultMFAAdapter

from avrop.accounts.sealing import sealed, unsealed


class SecondFactors(DefaultMFAAdapter):  # type: ignore[misc]  # the package has no types
    """What django-allauth asks of us (`MFA_ADAPTER`)."""

    def encrypt(self, text: str) -> str:
        """A secret as it may be stored."""
        return sealed(text)

    def decrypt(self, encrypted_text: str) -> str:
        """The secret itself."""
        return unsealed(encrypted_text)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Who a passkey is for: the name that the site is reached by."""
        return {**super().get_public_key_credential_rp_entity(), "name": "avrop"}
