"""Whatever people do, lend, change, decide and dispense from, and in whatever order: a deed is let
exactly when nobody does it who has done what is kept apart from it, or counts as one with who has.

The ledger is held against a second telling of the same rules, which keeps everything in lists. Accounts
of the supplier are changed, mandates granted, lent, taken home and revoked, rules made and dispensations
granted by the real commands; time goes on for minutes or for months.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import combinations
from uuid import UUID

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from avrop.authority import actions, queries
from avrop.authority.separation import ALWAYS, DEFAULT, PURCHASE, Pair, Separation
from avrop.authority.tests.builders import NOON, Town, a_mandate, a_person, a_town, id_of
from avrop.kernel.actors import Actor
from avrop.kernel.ports import Deed, record_deed
from avrop.kernel.problems import Denial, Refused
from avrop.kernel.scope import tenant_scope
from avrop.parties import actions as parties
from avrop.parties import queries as party_queries
from avrop.parties.queries import OrganisationFacts
from avrop.testing.worlds import organisation_facts
from avrop.values import uuid7

PLAYERS = st.integers(0, 3)
DEEDS = st.sampled_from(
    [
        *PURCHASE,
        Deed.ATTEST_DECISION,
        Deed.RELEASE_PAYMENT,
        Deed.ATTEST_REVIEW,
        Deed.PREPARE_PAYMENT,
    ]
)
PAIRS = st.sampled_from([pair for pair in DEFAULT.pairs if Deed.KEY_ORDER not in pair.deeds])
ACCOUNTS = ("50501055", "9990011")


@dataclass(slots=True)
class Doing:
    """A deed that was let."""

    deed: Deed
    doers: frozenset[UUID]
    at: datetime


@dataclass(slots=True)
class Lending:
    """A delegation as it was made, and until when it lasted."""

    key: UUID
    both: frozenset[UUID]
    valid_from: date
    valid_until: date


@dataclass(slots=True)
class Leave:
    """A dispensation as it was granted, and until when it lasts."""

    key: UUID
    person_id: UUID
    pair: Pair
    valid_until: date
    is_revoked: bool = False


class Duties(RuleBasedStateMachine):
    """Four people, one purchase, its supplier, and all that can happen to them."""

    town: Town
    people: list[Actor]

    @initialize()
    def found(self) -> None:
        """Four who hold some rights, a chief who decides and an auditor who reviews."""
        self.town = a_town()
        self.people = [a_person(self.town, f"Person {number}") for number in range(4)]
        self.mandates = {
            id_of(person): {a_mandate(self.town, person, "coordinator"): "coordinator"}
            for person in self.people
        }
        self.chief, self.auditor = a_person(self.town, "Chief"), a_person(self.town, "Auditor")
        a_mandate(self.town, self.chief, "manager")
        a_mandate(self.town, self.auditor, "auditor")
        self.supplier = parties.register_organisation(
            organisation_facts("Grossisten AB"), actor=self.town.office, at=NOON
        )
        self.chain, self.at = uuid7(), NOON
        self.decided = DEFAULT
        self.account = 0
        self.done: list[Doing] = []
        self.lent: list[Lending] = []
        self.leaves: list[Leave] = []

    # --- time, roles, delegations ----------------------------------------------------------------

    @rule(days=st.sampled_from([0, 0, 0, 1, 6, 40, 91]))
    def time_goes_on(self, days: int) -> None:
        """A minute, or some days more."""
        self.at += timedelta(days=days, minutes=1)

    @rule(one=PLAYERS, other=PLAYERS, days=st.integers(0, 30))
    def lend(self, one: int, other: int, days: int) -> None:
        """Somebody lends a mandate of his."""
        held = self.mandates[id_of(self.people[one])]
        until = self.today + timedelta(days=days)
        try:
            key = actions.delegate(
                list(held)[-1],
                id_of(self.people[other]),
                valid_from=self.today,
                valid_until=until,
                reason="Away",
                actor=self.people[one],
                at=self.at,
            )
        except Denial:
            return
        both = frozenset((id_of(self.people[one]), id_of(self.people[other])))
        self.lent.append(Lending(key, both, self.today, until))

    @precondition(lambda self: self.lent)
    @rule(which=st.integers(0, 20))
    def take_home(self, which: int) -> None:
        """A delegation ends before its time."""
        lending = self.lent[which % len(self.lent)]
        try:
            actions.end_delegation(lending.key, actor=self.town.office, at=self.at)
        except Denial:
            return
        lending.valid_until = min(lending.valid_until, self.today)

    @rule(who=PLAYERS, role=st.sampled_from(["requester", "approver", "payment_releaser"]))
    def grant(self, who: int, role: str) -> None:
        """Somebody is granted another role; one that he has already is refused."""
        held = self.mandates[id_of(self.people[who])]
        if role in held.values():
            with pytest.raises(Refused, match=r"authority\.overlapping_mandate"):
                self.granted(who, role)
        else:
            held[self.granted(who, role)] = role

    def granted(self, who: int, role: str) -> UUID:
        """The mandate that the office grants."""
        return actions.grant_mandate(
            id_of(self.people[who]),
            role,
            valid_from=self.today,
            decision_reference="KS 1",
            actor=self.town.office,
            at=self.at,
        )

    @rule(who=PLAYERS)
    def revoke(self, who: int) -> None:
        """Somebody loses the role that he was granted last, but never the first."""
        held = self.mandates[id_of(self.people[who])]
        if len(held) > 1:
            actions.revoke_mandate(held.popitem()[0], "Moved", actor=self.town.office, at=self.at)

    # --- rules and dispensations -----------------------------------------------------------------

    @rule(pairs=st.frozensets(PAIRS, max_size=8), days=st.sampled_from([None, 1, 30]))
    def decide(self, pairs: frozenset[Pair], days: int | None) -> None:
        """The organisation decides anew what it keeps apart, and for how long."""
        chosen = (*ALWAYS, *(replace(pair, within_days=days) for pair in pairs))
        actions.change_separation(
            chosen, valid_from=self.today, reason="Decided", actor=self.town.office, at=self.at
        )
        self.decided = Separation(chosen)

    @rule(who=PLAYERS, by=st.integers(0, 4), pair=PAIRS, days=st.integers(0, 60))
    def dispense(self, who: int, by: int, pair: Pair, days: int) -> None:
        """Somebody is let do both to this purchase; anybody tries to decide on it."""
        until = self.today + timedelta(days=days)
        decides = [self.chief, *self.people][by]
        try:
            key = actions.grant_dispensation(
                id_of(self.people[who]),
                pair.first,
                pair.second,
                valid_from=self.today,
                valid_until=until,
                reason="Nobody else",
                control="All of it is looked at",
                reviewer_id=id_of(self.auditor),
                review_by=until,
                chain_ids=(self.chain, self.supplier),
                actor=decides,
                at=self.at,
            )
        except Denial:
            return
        assert decides is self.chief
        assert not any(pair.deeds == always.deeds for always in ALWAYS)
        self.leaves.append(Leave(key, id_of(self.people[who]), pair, until))

    @precondition(lambda self: self.leaves)
    @rule(which=st.integers(0, 20))
    def take_back(self, which: int) -> None:
        """A dispensation is revoked."""
        leave = self.leaves[which % len(self.leaves)]
        try:
            actions.revoke_dispensation(leave.key, "Over", actor=self.chief, at=self.at)
        except Denial:
            return
        leave.is_revoked = True

    # --- deeds -----------------------------------------------------------------------------------

    @rule(who=PLAYERS)
    def change_account(self, who: int) -> None:
        """Somebody changes where the supplier is paid."""
        self.account += 1
        with tenant_scope(self.town.tenant_id):
            card = party_queries.organisation(self.supplier)
        facts = OrganisationFacts(
            **{name: getattr(card, name) for name in OrganisationFacts.__dataclass_fields__}
        )
        stated = replace(facts, bankgiro=ACCOUNTS[self.account % 2])
        parties.change_organisation(self.supplier, stated, actor=self.people[who], at=self.at)
        doers = frozenset((id_of(self.people[who]),))
        self.done += [
            Doing(deed, doers, self.at) for deed in (Deed.CHANGE_SUPPLIER, Deed.CHANGE_ACCOUNT)
        ]

    @rule(who=PLAYERS, deed=DEEDS, instead_of=st.none() | PLAYERS)
    def do(self, who: int, deed: Deed, instead_of: int | None) -> None:
        """Somebody tries a deed; it is let exactly when the second telling lets it."""
        actor = self.people[who]
        if instead_of is not None and instead_of != who:
            actor = actor.instead_of(id_of(self.people[instead_of]))
        self.at += timedelta(minutes=1)
        expected = self.is_let(actor, deed)
        was_let = self.tries(actor, deed)
        assert was_let == expected, (deed, actor)
        if not was_let:
            return
        self.done.append(Doing(deed, doers_of(actor), self.at))

    def tries(self, actor: Actor, deed: Deed) -> bool:
        """Whether the ledger lets it."""
        try:
            with tenant_scope(self.town.tenant_id):
                record_deed([self.chain], deed, actor=actor, at=self.at, beside=(self.supplier,))
        except Refused:
            return False
        return True

    @precondition(lambda self: self.done)
    @rule(which=st.integers(0, 50), pair=PAIRS, days=st.sampled_from([0, 0, 2]))
    def let_somebody_do_more(self, which: int, pair: Pair, days: int) -> None:
        """Somebody who has done one of two deeds is let do the other, and tries, in time or too late."""
        done = [each for each in self.done if each.deed in pair.deeds]
        if not done:
            return
        chosen = done[which % len(done)]
        who = next(n for n, one in enumerate(self.people) if id_of(one) in chosen.doers)
        self.dispense(who, 0, pair, 1)
        self.at += timedelta(days=days)
        self.do(who, next((one for one in pair.deeds if one != chosen.deed), chosen.deed), None)

    # --- the second telling ----------------------------------------------------------------------

    @property
    def today(self) -> date:
        """The day, which is the same here and in the organisation."""
        return self.at.date()

    def is_let(self, actor: Actor, deed: Deed) -> bool:
        """Whether nothing stands in the way of a deed."""
        in_the_way = [each for each in self.done if self.stands(each, deed)]
        if not in_the_way:
            return True
        since = min(each.at.date() for each in in_the_way)
        people = set(doers_of(actor))
        for lending in self.lent:
            is_there = lending.valid_from <= self.today and lending.valid_until >= since
            if is_there and lending.both & doers_of(actor):
                people |= lending.both
        return all(
            not each.doers & people or self.is_dispensed(actor, each.deed, deed)
            for each in in_the_way
        )

    def stands(self, done: Doing, deed: Deed) -> bool:
        """Whether something done is kept apart from a deed, and recent enough."""
        days: list[int | None] = [
            pair.within_days
            for pair in (*ALWAYS, *self.decided.pairs)
            if (pair.first, pair.second) in ((done.deed, deed), (deed, done.deed))
        ]
        return any(within is None or done.at > self.at - timedelta(days=within) for within in days)

    def is_dispensed(self, actor: Actor, done: Deed, deed: Deed) -> bool:
        """Whether the doer himself has been let."""
        return any(
            leave.person_id == actor.person_id
            and leave.pair.deeds == frozenset((done, deed))
            and leave.valid_until >= self.today
            and not leave.is_revoked
            for leave in self.leaves
        )

    # --- what holds whatever happened ------------------------------------------------------------

    @invariant()
    def nobody_is_alone(self) -> None:
        """Money never leaves by one who has attested or prepared, whatever was decided or dispensed."""
        done = getattr(self, "done", [])
        for one, other in combinations(done, 2):
            if any(frozenset((one.deed, other.deed)) == pair.deeds for pair in ALWAYS):
                assert not one.doers & other.doers, (one, other)

    def teardown(self) -> None:
        """What the ledger holds is what was let; the certificate finds nothing together."""
        if not hasattr(self, "done"):
            return
        with tenant_scope(self.town.tenant_id):
            kept = queries.deeds_on([self.chain, self.supplier])
        assert sorted((deed.deed, deed.at) for deed in kept) == sorted(
            (each.deed, each.at) for each in self.done
        )


def doers_of(actor: Actor) -> frozenset[UUID]:
    """Who does it, and for whom."""
    return frozenset(one for one in (actor.person_id, actor.on_behalf_of) if one is not None)


@pytest.mark.usefixtures("committed")
def test_no_run_of_commands_ends_in_a_forbidden_chain_without_a_dispensation(
    request: pytest.FixtureRequest,
) -> None:
    is_long = bool(request.config.getoption("long"))

    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        Duties,
        settings=settings(
            max_examples=300 if is_long else 12,
            stateful_step_count=60 if is_long else 40,
            derandomize=not is_long,
            deadline=None,
            phases=list(Phase) if is_long else (Phase.explicit, Phase.generate),
            suppress_health_check=list(HealthCheck),
            database=None,
        ),
    )
