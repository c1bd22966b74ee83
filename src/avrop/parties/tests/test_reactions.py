"""What partners are told of their messages, as is agreed with them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.test.utils import override_settings

from avrop import documents
from avrop.documents.common import Identifier
from avrop.documents.parties import Party
from avrop.documents.tests.builders import an_order
from avrop.exchange import actions as exchange
from avrop.exchange import channels
from avrop.exchange.tests.builders import Network
from avrop.kernel.jobs import running_here
from avrop.parties.queries import ChannelChoice
from avrop.testing.worlds import (
    TenantWorld,
    a_number,
    a_relationship,
    a_tenant,
    an_organisation,
    everything,
)

pytestmark = pytest.mark.django_db
PARTNER = f"0007:{a_number()}"
THEIR_PROVIDER = Identifier("000456", "0242")


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch) -> Iterator[Network]:
    found = Network()
    for name in ("as4", "sftp"):
        monkeypatch.setitem(channels._CHANNELS, name, found)
    with override_settings(AVROP_SERVICE_PROVIDER="0242:000123"):
        yield found


@pytest.fixture
def world(db: None) -> TenantWorld:
    return a_tenant()


def agreed(world: TenantWorld, *choices: ChannelChoice) -> None:
    partner = an_organisation(world.tenant_id, endpoint=PARTNER)
    a_relationship(world.tenant_id, partner, channels=choices)


def in_no_currency_to(world: TenantWorld) -> bytes:
    """An order of the partner's that breaks a rule, in an envelope that asks for a status."""
    order = replace(
        an_order(),
        buyer=_called(an_order().buyer, PARTNER),
        seller=_called(an_order().seller, world.endpoint),
    )
    content = documents.write(order)
    envelope = documents.envelope_for(
        order, instance_id="90f14eff-3705-4869-ad3c-caae270a234e", created_at=datetime.now(UTC)
    )
    broken = content.replace(b">SEK<", b">XXY<").replace(b'"SEK"', b'"XXY"')
    return documents.wrap(broken, replace(envelope, status_to=THEIR_PROVIDER))


def _called(party: Party, endpoint: str) -> Party:
    scheme, _, value = endpoint.partition(":")
    return replace(party, endpoint=Identifier(value, scheme))


def coming_to(world: TenantWorld, content: bytes) -> None:
    with running_here() as drain:
        actor = everything(world.tenant_id)
        exchange.receive(content, channel="as4", actor=actor, at=datetime.now(UTC))
        drain()


def test_a_partner_is_told_by_the_answer_and_the_channel_that_are_agreed(
    world: TenantWorld, network: Network
) -> None:
    agreed(world, ChannelChoice("mlr", "sftp"))

    coming_to(world, in_no_currency_to(world))

    assert network.sent == [("mlr", "sftp", PARTNER)]


def test_a_partner_who_wants_no_answers_gets_none_though_the_envelope_asks(
    world: TenantWorld, network: Network
) -> None:
    agreed(world, ChannelChoice("mls", "none"))

    coming_to(world, in_no_currency_to(world))

    assert network.sent == []


@pytest.mark.parametrize("is_known", [True, False])
def test_where_nothing_is_agreed_only_the_provider_that_asks_is_told(
    is_known: bool, world: TenantWorld, network: Network
) -> None:
    if is_known:
        agreed(world, ChannelChoice("order", "as4"))

    coming_to(world, in_no_currency_to(world))

    assert network.sent == [("mls", "as4", str(THEIR_PROVIDER))]


def test_a_stranger_whose_envelope_asks_for_nothing_is_told_nothing(
    world: TenantWorld, network: Network
) -> None:
    _, bare = documents.unwrap(in_no_currency_to(world))

    coming_to(world, bare)

    assert network.sent == []
