"""Who is who in the demonstration. Everybody and everything here is made up."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

EKVALLA, SJOVALLA = "Ekvalla kommun", "Sjövalla kommun"
CENTRE = "Samlastningscentralen Ekvalla"
GROCER, DAIRY, FRESH, CARE = (
    "Norrgrossisten AB",
    "Mejeri & Bröd i Syd AB",
    "Fisk & Grönt Engros AB",
    "Vårdmaterial Sverige AB",
)
SUPPLIERS = (GROCER, DAIRY, FRESH, CARE)
MUNICIPALITIES = (EKVALLA, SJOVALLA)

SCHOOL, PRESCHOOL, CARE_HOME = "Bokskolan", "Ekbackens förskola", "Solgläntans äldreboende"
SEA_SCHOOL = "Strandskolan"


@dataclass(frozen=True, slots=True)
class OrganisationOfDemo:
    """An organisation: nine digits of its number (the tenth is computed) and its GS1 prefix."""

    name: str
    number: str
    gs1_prefix: str
    city: str
    bankgiro: str = ""


ORGANISATIONS = (
    OrganisationOfDemo(EKVALLA, "212000901", "9504100", "Ekvalla", "999005"),
    OrganisationOfDemo(SJOVALLA, "212000902", "9504101", "Sjövalla", "999006"),
    OrganisationOfDemo(CENTRE, "559900901", "9504102", "Ekvalla"),
    OrganisationOfDemo(GROCER, "559900902", "9504103", "Luleå", "999001"),
    OrganisationOfDemo(DAIRY, "559900903", "9504104", "Malmö", "999002"),
    OrganisationOfDemo(FRESH, "559900904", "9504105", "Göteborg", "999003"),
    OrganisationOfDemo(CARE, "559900905", "9504106", "Solna", "999004"),
)


@dataclass(frozen=True, slots=True)
class UnitOfDemo:
    """An ordering department with its own GLN, delivery address and default coding."""

    name: str
    organisation: str
    reference: int
    street: str
    invoice_reference: str
    coding: str


UNITS = (
    UnitOfDemo(
        SCHOOL, EKVALLA, 1, "Bokvägen 2", "EKV4100BOK", "ansvar=4100 konto=64400 verksamhet=440"
    ),
    UnitOfDemo(
        PRESCHOOL, EKVALLA, 2, "Ekbacken 7", "EKV4110EKB", "ansvar=4110 konto=64400 verksamhet=410"
    ),
    UnitOfDemo(
        CARE_HOME,
        EKVALLA,
        3,
        "Solgläntan 1",
        "EKV4200SOL",
        "ansvar=4200 konto=64400 verksamhet=510",
    ),
    UnitOfDemo(
        SEA_SCHOOL,
        SJOVALLA,
        1,
        "Strandgatan 11",
        "SJO7100STR",
        "ansvar=7100 konto=64400 verksamhet=440",
    ),
)


@dataclass(frozen=True, slots=True)
class PersonOfDemo:
    """A person of one organisation; `key` is what the journey calls her."""

    key: str
    name: str
    organisation: str
    roles: tuple[str, ...]
    unit: str = ""
    responsibilities: tuple[str, ...] = ()
    limit: Decimal | None = None
    categories: tuple[str, ...] = ()
    email: str = ""

    @property
    def address(self) -> str:
        """The e-mail address she signs in with."""
        if self.email:
            return self.email
        plain = str.maketrans("åäöéÅÄÖ", "aaoeAAO", "’'")
        domain = self.organisation.split()[0].translate(plain).lower()
        return f"{self.name.translate(plain).lower().replace(' ', '.')}@{domain}.example"


LARGE, SMALL = Decimal(500_000), Decimal(50_000)
FATIMA = "fatima.isaksson@inkopssamverkan.example"

PEOPLE = (
    PersonOfDemo("anna", "Anna Lind", EKVALLA, ("requester",), SCHOOL, limit=SMALL),
    PersonOfDemo("tove", "Tove Berg", EKVALLA, ("requester",), PRESCHOOL, limit=SMALL),
    PersonOfDemo("bo", "Bo Ek", EKVALLA, ("approver",), SCHOOL, ("4100",), LARGE),
    PersonOfDemo("cecilia", "Cecilia Falk", EKVALLA, ("approver",), "", ("42*",), LARGE),
    PersonOfDemo("ulla", "Ulla Strand", EKVALLA, ("approver",), "", ("41*",), LARGE),
    PersonOfDemo(
        "david",
        "David Gran",
        EKVALLA,
        ("category_manager",),
        limit=LARGE,
        categories=("336",),
    ),
    PersonOfDemo("eva", "Eva Holm", EKVALLA, ("receiver",), SCHOOL),
    PersonOfDemo("gunnar", "Gunnar Jonsson", EKVALLA, ("agreement_manager",)),
    PersonOfDemo("helena", "Helena Karlsson", EKVALLA, ("finance_officer",)),
    PersonOfDemo("ivar", "Ivar Lund", EKVALLA, ("ap_clerk",)),
    PersonOfDemo("jonas", "Jonas Malm", EKVALLA, ("payment_releaser",)),
    PersonOfDemo("karin", "Karin Nord", EKVALLA, ("payment_releaser",)),
    PersonOfDemo("lars", "Lars Olsson", EKVALLA, ("system_administrator",)),
    PersonOfDemo("nina", "Nina Roos", EKVALLA, ("manager",), SCHOOL),
    PersonOfDemo("maria", "Maria Pihl", EKVALLA, ("auditor",)),
    PersonOfDemo("fatima", "Fatima Isaksson", EKVALLA, ("coordinator",), email=FATIMA),
    PersonOfDemo("fatima@sjovalla", "Fatima Isaksson", SJOVALLA, ("coordinator",), email=FATIMA),
    PersonOfDemo("sven", "Sven Ask", SJOVALLA, ("requester",), SEA_SCHOOL, limit=SMALL),
    PersonOfDemo("wera", "Wera Dahl", SJOVALLA, ("approver",), "", ("71*",), LARGE),
    PersonOfDemo("olle", "Olle Ström", GROCER, ("order_manager",)),
    PersonOfDemo("petra", "Petra Vik", GROCER, ("order_clerk",)),
    PersonOfDemo("qasim", "Qasim Wahl", GROCER, ("warehouse",)),
    PersonOfDemo("rut", "Rut Åberg", GROCER, ("seller_finance",)),
    PersonOfDemo("sixten", "Sixten Arp", GROCER, ("system_administrator",)),
    PersonOfDemo("stig", "Stig Bro", DAIRY, ("system_administrator",)),
    PersonOfDemo("tore", "Tore Dal", FRESH, ("system_administrator",)),
    PersonOfDemo("vilgot", "Vilgot Ek", CARE, ("system_administrator",)),
    PersonOfDemo("stina", "Stina Öberg", DAIRY, ("order_clerk", "warehouse", "seller_finance")),
    PersonOfDemo("ture", "Ture Alm", FRESH, ("order_clerk", "warehouse", "seller_finance")),
    PersonOfDemo("vera", "Vera Bergström", CARE, ("order_clerk", "warehouse", "seller_finance")),
    PersonOfDemo("yngve", "Yngve Ceder", CENTRE, ("centre_operator",)),
)
