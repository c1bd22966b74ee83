"""Forms: what is typed is kept, errors stand at the field and in a summary, nothing is done twice.

A form carries three hidden values. `once` is a key under which its command runs once, however often the
form is sent. `expected_version` is what the reader saw of the document, so that a stale tab is told.
`sender` says whose form it is without naming anybody, so that a form which is sent after the session has
ended is kept for that person and nobody else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from inspect import Parameter
from typing import Any, ClassVar
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from avrop.kernel.canonical import from_plain, read_json
from avrop.kernel.commands import Operation, operation_of
from avrop.kernel.faces.answers import STATUS
from avrop.kernel.faces.performing import read_arguments, refusals_recorded, run
from avrop.kernel.once import once
from avrop.kernel.problems import Denial, Missing, Problem
from avrop.kernel.scope import tenant_scope
from avrop.kernel.wording import Said, say
from avrop.site.actors import Request
from avrop.site.pages.performing import actor_of, now, proof_asked
from avrop.site.patterns.marks import SENDER, sender_mark
from avrop.training.queries.mistakes import micro_offers

ONCE, VERSION, NAME = "once", "expected_version", "form"
NOT_VALID = 422
TOO_LONG = gettext_lazy(
    "At most %(limit_value)d characters can be kept; what you wrote has %(show_value)d."
)
CHOSEN = (forms.ChoiceField, forms.FileField, forms.BooleanField)
FILL_IN, CHOOSE = gettext_lazy("Fill in “%(field)s”."), gettext_lazy("Choose “%(field)s”.")


@dataclass(frozen=True, slots=True)
class Line:
    """One problem in the summary. `target` is the id of the field it stands at, "" for none; `address`
    leads to what may help, which is called `name`."""

    sentence: str
    remedy: str = ""
    fixer: str = ""
    target: str = ""
    address: str = ""
    name: str = ""


class PageForm(forms.Form):
    """A form of a page. Subclasses declare fields, whose names are those of the command's arguments.

    `places` maps a problem's place ("lines.3.quantity", or only its beginning) to a field where the
    names differ. Give `version` the document's, `added` fields known only now (one per line), and
    `prefix` where a page has two forms.
    """

    use_required_attribute = True
    error_css_class = required_css_class = ""
    places: ClassVar[Mapping[str, str]] = {}

    def __init__(
        self,
        request: Request,
        *,
        version: int | None = None,
        initial: Mapping[str, Any] | None = None,
        added: Mapping[str, forms.Field] | None = None,
        prefix: str | None = None,
    ) -> None:
        self.request = request
        self.version = version
        self.problems: tuple[Said, ...] = ()
        self.helps: tuple[Line, ...] = ()
        self.answer: Any = None
        self.was_repeated = False
        self._refused_as = 0
        self.was_sent = _is_meant(request, type(self).__name__)
        given = {"data": request.POST, "files": request.FILES} if self.was_sent else {}
        super().__init__(
            **given,  # type: ignore[arg-type]
            initial=dict(initial or {}),
            prefix=prefix,
            auto_id=f"{prefix}-%s" if prefix else "%s",
            label_suffix="",
        )
        self.add_fields([*self.fields.items(), *(added or {}).items()])
        self.once = _key_in(request) if self.was_sent else str(uuid4())

    def add_fields(self, added: Iterable[tuple[str, forms.Field]]) -> list[str]:
        """Take up more fields, which say in our words what is wrong with them; their names."""
        names = []
        for name, field in added:
            asked = CHOOSE if isinstance(field, CHOSEN) else FILL_IN
            field.error_messages["required"] = asked % {"field": field.label}
            field.error_messages["max_length"] = TOO_LONG
            self.fields[name] = field
            names.append(name)
        return names

    # --- sending -------------------------------------------------------------------------------

    def sends(self, function: Callable[..., Any], **arguments: Any) -> bool:
        """Run a command with what the form holds; whether it was done. Its answer is `answer`.

        Fields that the command takes by name are given to it beside `arguments`; an empty field is
        left out where the command can do without. A denial is shown in the form; only `Missing` is
        raised.
        """
        if not (self.was_sent and self.is_valid()):
            return False
        operation = operation_of(function)
        try:
            self._run(operation, self._arguments(operation, arguments))
        except Missing:
            raise
        except Denial as denial:
            self.refuse(denial)
            return False
        return True

    def refuse(self, denial: Denial) -> None:
        """Show a denial: each problem at its field, or in the summary."""
        self._refused_as = STATUS[type(denial)]
        self.helps = _short_lessons(self.request, denial.codes)
        rest: list[Said] = []
        for problem in denial.problems:
            said = say(_for_people(problem))
            if problem.code == "kernel.key_reused":
                self.once = str(uuid4())
            field = self._field_at(problem.place)
            if field:
                self.add_error(
                    field, " ".join(part for part in (said.sentence, said.remedy) if part)
                )
            else:
                rest.append(said)
        self.problems = (*self.problems, *rest)

    def redirect(self, name: str, *arguments: Any) -> HttpResponseRedirect:
        """On to a page after the act (POST, redirect, GET)."""
        return redirect(name, *arguments)

    @property
    def status(self) -> int:
        """The HTTP status of the page that shows this form: 200, or why it is shown again."""
        if self._refused_as:
            return self._refused_as
        return NOT_VALID if self.was_sent and self.errors else 200

    def value(self, name: str) -> Any:
        """What a valid form holds in a field."""
        return self.cleaned_data[name]

    def _arguments(self, operation: Operation, given: Mapping[str, Any]) -> dict[str, Any]:
        arguments = dict(given)
        for name, (_kind, default) in operation.parameters().items():
            if name in arguments or name not in self.cleaned_data:
                continue
            value = self.cleaned_data[name]
            if value not in (None, "", []) or default is Parameter.empty:
                arguments[name] = value
        version = self.request.POST.get(VERSION, "")
        if version and VERSION in operation.parameters():
            arguments.setdefault(VERSION, version)
        return arguments

    def _run(self, operation: Operation, arguments: dict[str, Any]) -> None:
        actor, at = actor_of(self.request), now()

        def act() -> Any:
            self.answer = run(operation, arguments, actor=actor, at=at)
            return self.answer

        with (
            proof_asked(),
            refusals_recorded(operation, arguments, actor=actor, at=at, face="web"),
        ):
            read = read_arguments(operation, arguments)
            request = {"operation": operation.name, "arguments": read}
            body, self.was_repeated = once(
                f"form:{self.once}", request, actor=actor, act=act, is_secret=operation.is_secret
            )
        if self.was_repeated:
            self.answer = from_plain(read_json(body, object), operation.answer)

    # --- showing -------------------------------------------------------------------------------

    def lines(self) -> tuple[Line, ...]:
        """The summary: what is wrong at fields in their order, then everything else."""
        at_fields = [
            Line(
                _named(self[name], str(error)), target=self[name].id_for_label or self[name].auto_id
            )
            for name in self.fields
            for error in self.errors.get(name, ())
        ]
        whole = [Line(str(error)) for error in self.non_field_errors()]
        rest = [Line(said.sentence, said.remedy, said.fixer) for said in self.problems]
        return (*at_fields, *whole, *rest, *self.helps) if self.was_sent else ()

    def tell_refusal(self) -> None:
        """Say why a button did nothing on the page it leads to, where it has no page of its own."""
        for line in self.lines():
            said = " ".join(part for part in (line.sentence, line.remedy) if part)
            messages.error(self.request, said)

    def keys(self) -> tuple[tuple[str, str], ...]:
        """The hidden values."""
        found = [
            (NAME, type(self).__name__),
            (ONCE, self.once),
            (SENDER, sender_mark(self.request.user.pk)),
        ]
        if self.version is not None:
            found.append((VERSION, str(self.version)))
        return tuple(found)

    def _field_at(self, place: tuple[str | int, ...]) -> str:
        parts = [str(part) for part in place]
        for length in range(len(parts), 0, -1):
            found = self.places.get(".".join(parts[:length]))
            if found in self.fields:
                return str(found)
        joined = ["-".join(parts), *reversed(parts)]
        return next((one for one in joined if one in self.fields), "")


def _short_lessons(request: Request, codes: Iterable[str]) -> tuple[Line, ...]:
    """For who has been refused for the same reason again and again, the two minutes that may help; none
    for who comes by a link or is not signed in yet."""
    if request.acting is None or (actor := actor_of(request)).person_id is None:
        return ()
    met = frozenset(codes)
    with tenant_scope(actor.tenant_id):
        offers = [one for one in micro_offers(actor.person_id, now()) if one.blocker in met]
    return tuple(
        Line(
            _("You have been stopped by this %(times)s times lately.") % {"times": one.times},
            address=reverse("micro_lesson", args=[one.blocker]),
            name=one.title.in_language(get_language() or "sv"),
        )
        for one in offers
    )


def keys_of(request: Request, *, version: int | None = None) -> tuple[tuple[str, str], ...]:
    """The hidden values of a button without fields: each page it is shown on can be sent once."""
    fresh = [(ONCE, str(uuid4())), (SENDER, sender_mark(request.user.pk))]
    return tuple(fresh if version is None else [*fresh, (VERSION, str(version))])


def _named(bound: forms.BoundField, error: str) -> str:
    """An error that names its field, since the summary stands apart from it."""
    label = str(bound.label)
    if label in error:
        return error
    return _("%(field)s: %(problem)s") % {"field": label, "problem": error}


def _is_meant(request: Request, name: str) -> bool:
    return request.method == "POST" and request.POST.get(NAME, name) == name


def _key_in(request: Request) -> str:
    try:
        return str(UUID(request.POST.get(ONCE, "")))
    except ValueError:
        return str(uuid4())


def _for_people(problem: Problem) -> Problem:
    if problem.code == "kernel.key_reused":
        return Problem("site.form_sent_before")
    return problem
