"""The parties of a trade document, as they are written in it."""

from dataclasses import dataclass

from avrop.documents.common import Address, Contact, Identifier


@dataclass(frozen=True, slots=True)
class TaxRegistration:
    """A registration at a tax authority: scheme VAT for the VAT number, TAX for F-skatt."""

    number: str
    scheme: str = "VAT"


@dataclass(frozen=True, slots=True)
class Party:
    """An organisation or unit in one role of a document.

    `endpoint` is its Peppol electronic address; `identifications` are GLNs and the like;
    `legal_id` is the organisation number. Which facts a role carries differs between documents.
    """

    endpoint: Identifier | None = None
    identifications: tuple[Identifier, ...] = ()
    name: str | None = None
    address: Address | None = None
    tax_registrations: tuple[TaxRegistration, ...] = ()
    legal_name: str | None = None
    legal_id: Identifier | None = None
    legal_form: str | None = None
    registered_city: str | None = None
    registered_country: str | None = None
    contact: Contact | None = None

    @property
    def vat_id(self) -> str | None:
        """The VAT number with its country prefix, when one is stated."""
        numbers = (held.number for held in self.tax_registrations if held.scheme == "VAT")
        return next(numbers, None)

    @property
    def display_name(self) -> str:
        """The trading name, else the legal name, else an identifier; empty when nothing is said."""
        known = (self.name, self.legal_name, *map(str, self.identifications), self.endpoint)
        return str(next(filter(None, known), ""))
