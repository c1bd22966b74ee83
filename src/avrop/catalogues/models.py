"""Versions of catalogues, their staged lines, and the articles and prices that came of them."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models

from avrop.authority.queries import sight
from avrop.catalogues.lifecycle import Action, Decision, ItemState, State, Verdict
from avrop.kernel.actors import Actor
from avrop.kernel.fields import TenantField
from avrop.kernel.models import DocumentModel, TenantModel
from avrop.values import uuid7


class VersionQuerySet(models.QuerySet["Version"]):
    """Versions as somebody sees them."""

    def visible_to(self, actor: Actor) -> Self:
        """All of them, to whoever holds any mandate: catalogues are the whole organisation's."""
        seen = sight(actor)
        return self if seen.everything or seen.unit_ids else self.none()


class Version(DocumentModel):
    """A catalogue as it came, for one agreement. `in_force_from` is the first day it decides.

    On any day the version in force is the one with the latest `in_force_from` up to that day. No
    two versions of an agreement share such a day (invariant 5), and only one is `ACTIVE`: the
    database holds both. One that was replaced on its first day gives the day up.
    """

    agreement_id = models.UUIDField(null=True)
    seller_organisation_id = models.UUIDField()
    number = models.PositiveIntegerField(null=True)
    catalogue_number = models.CharField(max_length=200)
    name = models.CharField(max_length=300, default="", blank=True)
    action = models.CharField(max_length=16, choices=Action.choices)
    state = models.CharField(max_length=16, choices=State.choices)
    message_id = models.UUIDField(null=True)
    content_digest = models.CharField(max_length=64)
    judged_against = models.UUIDField(null=True)
    rule_set = models.CharField(max_length=100, default="", blank=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    in_force_from = models.DateField(null=True)
    received_at = models.DateTimeField()
    activated_at = models.DateTimeField(null=True)

    objects = VersionQuerySet.as_manager()

    class Meta:
        db_table = "catalogues_version"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tenant_id", "agreement_id", "number"], name="catalogues_version_number"
            ),
            models.UniqueConstraint(
                fields=["tenant_id", "agreement_id", "in_force_from"], name="catalogues_version_day"
            ),
            models.UniqueConstraint(
                fields=["tenant_id", "agreement_id"],
                condition=models.Q(state=State.ACTIVE),
                name="catalogues_version_one_active",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=(State.SCHEDULED, State.ACTIVE))
                | models.Q(in_force_from__isnull=False, agreement_id__isnull=False),
                name="catalogues_version_has_day",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=State.REJECTED) | models.Q(in_force_from=None),
                name="catalogues_version_rejected_never",
            ),
        ]


class Described(models.Model):
    """What is said of an article, the same in a staged line and in force.

    The price is for `base_quantity` of `price_unit`; one orderable `unit` holds `price_factor` of
    them. `details` are facts that nobody filters on (CAT-09): synonyms, marks, origin, hazards,
    pack level, related articles, comparison prices, further prices.
    """

    gtin = models.CharField(max_length=14, default="", blank=True)
    name = models.CharField(max_length=500)
    description = models.TextField(default="", blank=True)
    unit = models.CharField(max_length=3)
    price_unit = models.CharField(max_length=3)
    price_factor = models.DecimalField(max_digits=18, decimal_places=6)
    category = models.CharField(max_length=64, default="", blank=True)
    vat_kind = models.CharField(max_length=32)
    allergens = models.JSONField(default=list)
    catch_weight = models.BooleanField(default=False)
    orderable = models.BooleanField(default=True)
    deposit = models.DecimalField(max_digits=19, decimal_places=4, null=True)
    min_quantity = models.DecimalField(max_digits=18, decimal_places=6, null=True)
    max_quantity = models.DecimalField(max_digits=18, decimal_places=6, null=True)
    multiple_quantity = models.DecimalField(max_digits=18, decimal_places=6, null=True)
    content = models.DecimalField(max_digits=18, decimal_places=6, null=True)
    content_unit = models.CharField(max_length=3, default="", blank=True)
    lead_time_days = models.PositiveIntegerField(null=True)
    replaces = models.CharField(max_length=100, default="", blank=True)
    details = models.JSONField(default=dict)

    class Meta:
        abstract = True


class StagedLine(Described):
    """A line of a version, as it came and as it was judged; reviewed before anything is in force.

    Texts that do not fit a column are cut here and named in `problems`; `former` is what the article
    was when the line was judged, for the view of differences (CAT-03).
    """

    tenant_id = TenantField(without_history=True)
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    version: Any = models.ForeignKey(Version, models.DO_NOTHING, related_name="+")
    position = models.PositiveIntegerField()
    line_id = models.CharField(max_length=100)
    action = models.CharField(max_length=16, choices=Action.choices)
    seller_item_id = models.CharField(max_length=100)
    verdict = models.CharField(max_length=16, choices=Verdict.choices)
    problems = models.JSONField(default=list)
    former = models.JSONField(null=True)
    decision = models.CharField(max_length=16, choices=Decision.choices, default="", blank=True)
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    reason = models.TextField(default="", blank=True)
    amount = models.DecimalField(max_digits=19, decimal_places=4, null=True)
    currency = models.CharField(max_length=3, default="", blank=True)
    base_quantity = models.DecimalField(max_digits=18, decimal_places=6)
    price_from = models.DateField(null=True)
    price_until = models.DateField(null=True)

    class Meta:
        db_table = "catalogues_staged_line"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tenant_id", "version", "position"], name="catalogues_staged_position"
            )
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["tenant_id", "version", "seller_item_id"], name="catalogues_staged_item"
            )
        ]


class Item(Described):
    """An article that an agreement offers. What is ordered takes a copy (invariant 4)."""

    tenant_id = TenantField(tracked=True)
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agreement_id = models.UUIDField()
    seller_organisation_id = models.UUIDField()
    seller_item_id = models.CharField(max_length=100)
    state = models.CharField(max_length=16, choices=ItemState.choices, default=ItemState.ACTIVE)
    version: Any = models.ForeignKey(Version, models.DO_NOTHING, related_name="+")

    class Meta:
        db_table = "catalogues_item"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tenant_id", "agreement_id", "seller_item_id"], name="catalogues_item_key"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["tenant_id", "agreement_id", "gtin"], name="catalogues_item_gtin"),
            models.Index(fields=["tenant_id", "category"], name="catalogues_item_category"),
        ]


class Price(TenantModel):
    """What an article costs from a day on, net and without VAT: `amount` for `base_quantity` of
    `unit`. Of several that hold on a day, the one that began last decides."""

    item: Any = models.ForeignKey(Item, models.DO_NOTHING, related_name="+")
    amount = models.DecimalField(max_digits=19, decimal_places=4)
    currency = models.CharField(max_length=3)
    base_quantity = models.DecimalField(max_digits=18, decimal_places=6)
    unit = models.CharField(max_length=3)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    version: Any = models.ForeignKey(Version, models.DO_NOTHING, related_name="+")

    class Meta:
        db_table = "catalogues_price"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tenant_id", "item", "valid_from"], name="catalogues_price_day"
            ),
            models.CheckConstraint(
                condition=models.Q(valid_until=None)
                | models.Q(valid_until__gte=models.F("valid_from")),
                name="catalogues_price_period",
            ),
        ]


class Word(TenantModel):
    """A word that stands in what a version says of articles, in small letters, with the `number` of
    them and which they are (`word_index`)."""

    tenant_id = TenantField(without_history=True)
    version_id = models.UUIDField()
    word = models.CharField(max_length=500)
    number = models.PositiveIntegerField()
    item_ids = ArrayField(models.UUIDField(), default=list)

    class Meta:
        db_table = "catalogues_word"
        indexes: ClassVar = [
            models.Index(fields=["tenant_id", "word"], name="catalogues_word_by_word"),
            models.Index(fields=["tenant_id", "version_id"], name="catalogues_word_of_version"),
        ]


class Fragment(TenantModel):
    """Two or three letters that stand together in a version's words, with the words that have them."""

    tenant_id = TenantField(without_history=True)
    version_id = models.UUIDField()
    fragment = models.CharField(max_length=3)
    number = models.PositiveIntegerField()
    words = ArrayField(models.CharField(max_length=500), default=list)

    class Meta:
        db_table = "catalogues_fragment"
        indexes: ClassVar = [
            models.Index(fields=["tenant_id", "fragment"], name="catalogues_fragment_by_letters"),
            models.Index(fields=["tenant_id", "version_id"], name="catalogues_fragment_of_version"),
        ]


class Favourite(TenantModel):
    """An article that somebody wants close at hand."""

    tenant_id = TenantField(without_history=True)
    person_id = models.UUIDField()
    item: Any = models.ForeignKey(Item, models.DO_NOTHING, related_name="+", db_index=False)

    class Meta:
        db_table = "catalogues_favourite"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tenant_id", "person_id", "item"], name="catalogues_favourite_once"
            )
        ]
