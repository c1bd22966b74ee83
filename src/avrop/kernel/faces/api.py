"""The API: every route of every app under `/api/v1`, one function for all of them.

An answer is JSON of the operation's own types; a denial is `application/problem+json`. A command
may carry an `Idempotency-Key`.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

import msgspec
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from avrop.kernel.actors import Actor
from avrop.kernel.canonical import to_plain
from avrop.kernel.commands import Operation
from avrop.kernel.exports import record_export
from avrop.kernel.faces.answers import ProblemDocument, other_problem, problem_document
from avrop.kernel.faces.files import (
    FORM,
    UNREADABLE,
    XML_KINDS,
    TooLarge,
    file_arguments,
    keep_the_beginning,
)
from avrop.kernel.faces.openapi import openapi_document
from avrop.kernel.faces.performing import (
    perform,
    read_arguments,
    refusals_recorded,
    run,
    subject_of,
)
from avrop.kernel.once import once
from avrop.kernel.problems import Denial, Invalid, Problem
from avrop.kernel.routes import FileTaken, Route, all_routes

#: Finds out who asks; None where nobody is signed in. A cookie session must pass the CSRF check.
WhoAsks = Callable[[HttpRequest], Actor | None]
LONGEST_KEY = 200


def api_urls(who_asks: WhoAsks, *, version: str) -> list[URLPattern]:
    """The addresses below `/api/v1/`."""
    by_path: dict[str, dict[str, Route]] = {}
    for route in all_routes():
        if by_path.setdefault(route.path, {}).setdefault(route.method, route) is not route:
            raise ValueError(f"{route.method} {route.path} is routed twice")
    patterns = [
        path(_django_path(where), _view(by_path[where], who_asks))
        for where in sorted(by_path, key=_words_before_braces)
    ]
    document = path("openapi.json", _document_view(version))
    return [document, *patterns, path("", no_such_address), path("<path:rest>", no_such_address)]


@csrf_exempt
def no_such_address(request: HttpRequest, rest: str = "") -> HttpResponse:
    """The answer below the API's addresses where there is none, whatever the method."""
    return problem_answer(
        other_problem(
            404,
            "not_found",
            _("There is nothing at this address."),
            _("The document /api/v1/openapi.json lists every address there is."),
        )
    )


def _not_taken(methods: Iterable[str]) -> HttpResponse:
    """The answer to a method that an address does not take."""
    allowed = ", ".join(sorted(methods))
    answer = problem_answer(
        other_problem(
            405,
            "method_not_allowed",
            _("This address does not take that method."),
            _("Use one of these instead: %(methods)s.") % {"methods": allowed},
        )
    )
    answer["Allow"] = allowed
    return answer


def _words_before_braces(where: str) -> tuple[bool, ...]:
    """Django takes the first address that fits: `orders/by-number` must come before `orders/{id}`."""
    return tuple(part.startswith("{") for part in where.split("/"))


def _django_path(where: str) -> str:
    return re.sub(r"\{(\w+)\}", r"<str:\1>", where)


def _document_view(version: str) -> Callable[[HttpRequest], HttpResponse]:
    @functools.cache
    def document() -> bytes:
        return msgspec.json.encode(openapi_document(all_routes(), title="avrop", version=version))

    @csrf_exempt
    def view(request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return _not_taken({"GET"})
        return HttpResponse(document(), content_type="application/json")

    return view


def _view(routes: dict[str, Route], who_asks: WhoAsks) -> Callable[..., HttpResponse]:
    @csrf_exempt
    def view(request: HttpRequest, **in_path: str) -> HttpResponse:
        route = routes.get(request.method or "")
        if route is None:
            return _not_taken(routes)
        if route.file is not None:
            keep_the_beginning(request, route.file.most())
        try:
            actor = who_asks(request)
            if actor is None:
                return problem_answer(
                    other_problem(401, "not_signed_in", _("You are not signed in."))
                )
            return _answer(route, request, in_path, actor)
        except Denial as denial:
            return problem_answer(problem_document(denial))
        except (RequestDataTooBig, TooLarge):
            return problem_answer(
                other_problem(413, "too_large", _("The request is larger than what is taken."))
            )
        except UNREADABLE as error:
            return problem_answer(problem_document(_unreadable_body(error)))

    return view


def _answer(
    route: Route, request: HttpRequest, in_path: dict[str, str], actor: Actor
) -> HttpResponse:
    now = datetime.now(UTC)
    if route.method == "GET":
        arguments = {**_query_arguments(route, request), **in_path}
        found = perform(route.operation, arguments, actor=actor, at=now, face="api")
        if isinstance(found, bytes):
            _taken_out(route.operation, arguments, actor, now)
        return _json(msgspec.json.encode(found))
    if route.file is not None:
        return _answer_about_file(route, route.file, request, actor, now)
    if request.content_type not in ("", "application/json") and request.body:
        return problem_answer(
            other_problem(415, "not_json", _("Send JSON with Content-Type application/json."))
        )
    arguments = {**_body_arguments(request), **in_path}
    key = request.headers.get("Idempotency-Key")
    if key is None:
        done = perform(route.operation, arguments, actor=actor, at=now, face="api")
        return _json(msgspec.json.encode(done))
    return _answer_once(route, arguments, actor, now, key)


def _answer_about_file(
    route: Route, file: FileTaken, request: HttpRequest, actor: Actor, now: datetime
) -> HttpResponse:
    if request.content_type not in (FORM, *XML_KINDS):
        return problem_answer(
            other_problem(
                415,
                "not_a_file",
                _("Send the file as application/xml, or as the field “file” of a form."),
            )
        )
    arguments = {**_query_arguments(route, request), **file_arguments(request, file)}
    done = perform(route.operation, arguments, actor=actor, at=now, face="api")
    return _json(msgspec.json.encode(done))


def _taken_out(
    operation: Operation, arguments: dict[str, Any], actor: Actor, now: datetime
) -> None:
    """Whoever asks for bytes takes a file out."""
    subject_id = subject_of(operation, arguments)
    record_export(
        operation.name,
        "bytes",
        1,
        actor=actor,
        at=now,
        face="api",
        filters=arguments,
        subject_id=subject_id,
    )


def _answer_once(
    route: Route, arguments: dict[str, Any], actor: Actor, now: datetime, key: str
) -> HttpResponse:
    if not 0 < len(key) <= LONGEST_KEY or "\x00" in key:
        values = {"name": "Idempotency-Key", "reason": f"1 to {LONGEST_KEY} characters"}
        raise Invalid((Problem("kernel.bad_argument", values, ("Idempotency-Key",)),))
    operation = route.operation
    with refusals_recorded(operation, arguments, actor=actor, at=now, face="api"):
        read_arguments(operation, arguments)
        body, repeated = once(
            key,
            {"operation": operation.name, "arguments": arguments},
            actor=actor,
            act=lambda: to_plain(run(operation, arguments, actor=actor, at=now)),
            is_secret=operation.is_secret,
        )
    answer = _json(body.encode())
    if repeated:
        answer["Idempotency-Replayed"] = "true"
    return answer


def _query_arguments(route: Route, request: HttpRequest) -> dict[str, Any]:
    """Query text; a name given several times is a list where the operation takes one."""
    arguments: dict[str, Any] = {}
    for name, values in request.GET.lists():
        arguments[name] = values[-1] if len(values) == 1 else values
    return arguments


def _body_arguments(request: HttpRequest) -> dict[str, Any]:
    if not request.body:
        return {}
    try:
        body = msgspec.json.decode(request.body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise _unreadable_body(error) from None
    if not isinstance(body, dict):
        values = {"name": "body", "reason": "expected an object"}
        raise Invalid((Problem("kernel.bad_argument", values, ("body",)),))
    return body


def _unreadable_body(error: Exception) -> Invalid:
    values = {"name": "body", "reason": str(error)}
    return Invalid((Problem("kernel.bad_argument", values, ("body",)),))


def _json(body: bytes) -> HttpResponse:
    return HttpResponse(body, content_type="application/json")


def problem_answer(document: ProblemDocument) -> HttpResponse:
    """A problem document as an HTTP answer."""
    return HttpResponse(
        msgspec.json.encode(document),
        status=document.status,
        content_type="application/problem+json",
    )
