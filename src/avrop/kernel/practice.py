"""The wall between practice and what is real (requirement TRN-05).

Theory of operation. A practice environment is organisations of this installation like all others: the
same code, the same checks. `Tenant.practice_of` names the organisation that they are for; it is given at
the founding and never changes. What keeps them apart from everything real is one rule, asked wherever
something leaves an organisation or comes to it: messages, mail, files, addresses. A practice
organisation receives at a GLN of GS1's range for use within a company (General Specifications 1.4.1:
prefixes 20 to 29), which nobody outside has and nobody real may receive at, so that an address alone
tells on which side it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from uuid import UUID

from avrop.kernel.problems import Problem
from avrop.kernel.scope import practises
from avrop.values.identifiers import Gln, OrganisationNumber, gln, organisation_number

#: The register of GLNs, as addresses and registered numbers name it (ISO 6523).
GLN_SCHEME = "0088"
#: GS1's prefixes for numbers that mean nothing outside the house that gave them.
RESTRICTED = range(20, 30)
#: So many environments have addresses of their own, with so many organisations and places in each.
ENVIRONMENTS, PLACES = 10_000_000, 1000
#: So many organisations an environment has at most.
EACH = 8

_ADDRESS = re.compile(rf"{GLN_SCHEME}:2\d{{12}}\Z")


def is_practice(tenant_id: UUID) -> bool:
    """Whether an organisation is one to practise in. Asks the database once for a process."""
    return practises(tenant_id)


def is_practice_address(participant: str) -> bool:
    """Whether an address is of the range that practice organisations receive at."""
    return _ADDRESS.match(participant.strip().lower()) is not None


def practice_gln(environment: int, place: int) -> Gln:
    """The GLN of a place in an environment to practise in. Both are numbers below `ENVIRONMENTS` and
    `PLACES`."""
    prefix = RESTRICTED[environment % len(RESTRICTED)]
    return gln(f"{prefix}{environment % ENVIRONMENTS:07}", place)


def practice_number(environment: int, index: int) -> OrganisationNumber:
    """The organisation number of an organisation of an environment, the first of which has the index 0:
    right by its check digit, and nobody's, since no group of Swedish numbers begins with 4
    (Skatteverket, SKV 709). `index` is below `EACH`."""
    count = environment % ENVIRONMENTS * EACH + index
    second, rest = divmod(count, 8_000_000)
    return organisation_number(f"4{second}{2_000_000 + rest}")


def problems_passing(
    *, from_practice: bool, to_practice: bool, is_local: bool
) -> Iterator[Problem]:
    """Why something must not go from one to another: what is practised stays between practice
    organisations of this installation, and nothing real comes there. `to_practice` is False for whoever
    is not here; `is_local` says that it goes from one organisation here to another, and no other way."""
    if from_practice and not (to_practice and is_local):
        yield Problem("kernel.practice_stays_inside")
    if to_practice and not from_practice:
        yield Problem("kernel.real_stays_outside")


def problems_leaving(tenant_id: UUID) -> tuple[Problem, ...]:
    """Why nothing of an organisation may leave this installation: no mail, no file for a bank."""
    practising = is_practice(tenant_id)
    return tuple(problems_passing(from_practice=practising, to_practice=False, is_local=False))


def problems_receiving_at(participant: str, *, practising: bool) -> Iterator[Problem]:
    """Why an organisation must not receive at an address: those of practice and no others are for
    practice."""
    if practising != is_practice_address(participant):
        code = "kernel.address_is_real" if practising else "kernel.address_is_for_practice"
        yield Problem(code, {"participant": participant}, ("participant",))
