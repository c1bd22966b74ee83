"""What elements a post-award document must, may and must not have, and from which lists.

The tables give, for each element of the data model, the rules that Peppol publishes for it under
ids such as PEPPOL-T01-B00101. They are compiled into a tree of `Model`s that is walked beside the
document, once.
"""

from dataclasses import dataclass, field, replace
from functools import lru_cache

from avrop.documents.rules.faults import Fault, forbidden_value, missing
from avrop.documents.rules.release import codes, table
from avrop.documents.rules.tree import Layout, Make, Node

SCHEMA_LOCATION = "{http://www.w3.org/2001/XMLSchema-instance}schemaLocation"


@dataclass(slots=True, eq=False)
class Model:
    """The rules of one element of a data model."""

    children: "dict[str, Model]" = field(default_factory=dict)
    mandatory: list[tuple[str, str]] = field(default_factory=list)
    attributes: list[tuple[str, str]] = field(default_factory=list)
    lists: list[tuple[str, str, frozenset[str]]] = field(default_factory=list)
    fixed: tuple[str, str] | None = None
    closed: str = ""
    no_location: str = ""
    is_plain: bool = True

    @property
    def is_leaf(self) -> bool:
        """True when the rules look at the text and the attributes alone."""
        return not (self.children or self.mandatory or self.closed or self.no_location)


#: What no text fits.
UNFIT = Model(lists=[("", "", frozenset())])


@dataclass(frozen=True, slots=True)
class Fit:
    """How a layout fits a model: rules of names it breaks, and which children have rules below."""

    missing: tuple[tuple[str, str], ...]
    unknown: tuple[int, ...]
    leaves: tuple[tuple[int, Model], ...]
    below: tuple[tuple[int, Model], ...]


@lru_cache(maxsize=16)
def model_of(transaction: str, folder: str) -> Model:
    """The data model of a transaction such as T01."""
    above: list[Model] = []
    for depth, name, *rules in table(folder, transaction):
        made = Model(is_plain=not rules)
        for rule in rules:
            add_rule(made, f"PEPPOL-{transaction}-", rule, folder)
        del above[depth:]
        if above:
            above[-1].children[name] = made
            above[-1].is_plain = False
        above.append(made)
    return above[0]


def add_rule(model: Model, prefix: str, rule: list[str], folder: str) -> None:
    """Compile one rule of a table row."""
    shape, number, *details = rule
    rule_id = prefix + number
    if shape == "mandatory-child":
        model.mandatory.append((details[0], rule_id))
    elif shape == "mandatory-attribute":
        model.attributes.append((details[0], rule_id))
    elif shape == "code-list":
        model.lists.append((details[0], rule_id, codes(folder, *details[1:])))
    elif shape == "fixed-value":
        model.fixed = (details[0], rule_id)
    elif shape == "not-in-model":
        model.closed = rule_id
    else:
        model.no_location = rule_id


def structure_faults(node: Node, model: Model) -> list[Fault]:
    """Every departure of an element, and of those below it, from the data model."""
    faults: list[Fault] = []
    add_faults(node, model, faults)
    return faults


def add_faults(node: Node, model: Model, faults: list[Fault]) -> None:
    """The same, added to a list: what the names of children tell is known for each layout."""
    if node.make and keeps_model(node, node.make, model):
        return
    fit: Fit = node.layout.plans.get(model) or fitted(node.layout, model)
    if model.no_location and SCHEMA_LOCATION in node.attributes:
        faults.append(Fault(model.no_location, node, "rules.schema_location"))
    for name, rule_id in fit.missing:
        faults.append(missing(rule_id, node, name))
    if model.attributes or model.lists or model.fixed:
        add_value_faults(node, model, faults)
    for place in fit.unknown:
        faults.append(Fault(model.closed, node.children[place], "rules.not_in_model"))
    children = node.children
    for place, below in fit.leaves:
        add_value_faults(children[place], below, faults)
    for place, below in fit.below:
        add_faults(children[place], below, faults)


def keeps_model(node: Node, make: Make, model: Model) -> bool:
    """True for an element that departs in nothing, by what is known of its make: a quick look.

    Of two of the same make only texts can differ, and few rules ask for these.
    """
    asked: tuple[tuple[int, Model], ...] | None = make.plans.get(model)
    if asked is None:
        asked = make.plans[model] = texts_asked(node, model)
    below, faults = node.below, list[Fault]()
    for place, ruled in asked:
        add_value_faults(below[place], ruled, faults)
    return not faults


def texts_asked(node: Node, model: Model) -> tuple[tuple[int, Model], ...]:
    """Where below an element the rules ask for a text; a rule that is always broken where it breaks
    any of the others."""
    faults: list[Fault] = []
    found: dict[int, Model] = {}
    part(node, model, faults, found)
    if faults:
        return ((0, UNFIT),)
    return tuple(
        (place, found[id(each)]) for place, each in enumerate(node.below) if id(each) in found
    )


def part(node: Node, model: Model, faults: list[Fault], found: dict[int, Model]) -> None:
    """Add what is wrong whatever the texts to the faults, and rules for texts to those found."""
    fit: Fit = node.layout.plans.get(model) or fitted(node.layout, model)
    if fit.missing or fit.unknown or (model.no_location and SCHEMA_LOCATION in node.attributes):
        faults.append(Fault(model.closed, node, "rules.not_in_model"))
    add_value_faults(node, model, faults)
    for place, below in fit.leaves:
        of_texts = Model(lists=[each for each in below.lists if not each[0]], fixed=below.fixed)
        others = replace(below, lists=[each for each in below.lists if each[0]], fixed=None)
        add_value_faults(node.children[place], others, faults)
        if of_texts.lists or of_texts.fixed:
            found[id(node.children[place])] = of_texts
    for place, below in fit.below:
        part(node.children[place], below, faults, found)


def add_value_faults(node: Node, model: Model, faults: list[Fault]) -> None:
    """What is wrong with the text and the attributes of an element, added to a list."""
    attributes = node.attributes
    for attribute, rule_id in model.attributes:
        if attribute not in attributes:
            values = {"attribute": attribute}
            faults.append(Fault(rule_id, node, "rules.attribute_missing", values))
    for attribute, rule_id, allowed in model.lists:
        value = attributes.get(attribute) if attribute else node.text
        if value is not None and value not in allowed and value.strip() not in allowed:
            faults.append(Fault(rule_id, node, "rules.code_unknown", {"value": value}))
    if model.fixed and node.text != model.fixed[0]:
        faults.append(forbidden_value(model.fixed[1], node, node.text))


def fitted(layout: Layout, model: Model) -> Fit:
    """How a layout fits, worked out once for all elements of its make."""
    known = [(place, model.children.get(name)) for place, name in enumerate(layout.names)]
    ruled = [(place, below) for place, below in known if below and not below.is_plain]
    layout.plans[model] = fit = Fit(
        tuple((name, rule_id) for name, rule_id in model.mandatory if name not in layout.first),
        tuple(place for place, below in known if below is None) if model.closed else (),
        tuple((place, below) for place, below in ruled if below.is_leaf),
        tuple((place, below) for place, below in ruled if not below.is_leaf),
    )
    return fit
