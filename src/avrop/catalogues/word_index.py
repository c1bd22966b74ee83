"""Which articles have a word, or a part of one, in what is said of them.

Theory of operation. `ilike` on two hundred thousand articles reads them all, and the indexes that
PostgreSQL has for parts of words serve nothing behind row-level security: their operators are not
leakproof, so the database asks them only after the policy, row by row. Equality is leakproof. So the
words are stored: `Word` is one of a version's words with the articles it stands in, `Fragment` two or
three letters that stand together, with the words that contain them. A word that somebody types is
looked up by its rarest fragment; which of that fragment's words contain it is compared; their articles
are what may be found. Every version writes its own rows when it is put in force and none of another's.
An article that was described anew since still stands in its former words: what is proposed here is
compared with the articles themselves by whoever asks.

A word that stands in a great many articles narrows nothing: among so many, going through the articles
from the newest on meets a page of them at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from avrop.kernel.scope import current_tenant

#: What is searched, of an article `i`: the same text everywhere.
HAYSTACK = (
    "(i.name || ' ' || i.description || ' ' || i.seller_item_id || ' ' || i.gtin || ' ' || "
    "coalesce(i.details ->> 'keywords', '') || ' ' || coalesce(i.details ->> 'brands', ''))"
)
#: Words of a fragment that are looked through, articles of one word, and of two that are intersected.
MOST_WORDS, MOST_ARTICLES, MOST_OF_TWO = 5_000, 2_000, 40_000
#: Words that are looked up, and letters of each whose fragments are: more say nothing more.
_WORDS, _LETTERS = 8, 40
#: A key of an index must fit a page of the database.
_LONGEST_WORD = 500

_WRITE_WORDS = f"""
    insert into catalogues_word (tenant_id, id, version_id, word, number, item_ids)
    select %(tenant)s, gen_random_uuid(), %(version)s, word, count(*), array_agg(id)
    from (
        select distinct i.id, left(w.word, {_LONGEST_WORD}) as word
        from catalogues_item i
        cross join lateral string_to_table(
            translate(lower({HAYSTACK}), E'\\n\\r\\t', '   '), ' ') w(word)
        where i.tenant_id = %(tenant)s and i.version_id = %(version)s and i.state = 'active'
          and w.word <> ''
    ) said
    group by word"""
_WRITE_FRAGMENTS = """
    insert into catalogues_fragment (tenant_id, id, version_id, fragment, number, words)
    select %(tenant)s, gen_random_uuid(), %(version)s, fragment, count(*), array_agg(word)
    from (
        select distinct w.word, substr(w.word, n, size) as fragment
        from catalogues_word w
        cross join (values (2), (3)) sizes(size)
        cross join lateral generate_series(1, length(w.word) - size + 1) n
        where w.tenant_id = %(tenant)s and w.version_id = %(version)s
    ) parts
    group by fragment"""
# A version none of whose articles is left has nothing to be found by.
_FORGET = """
    delete from {table} t
    where t.tenant_id = %(tenant)s and t.version_id = any(array(
        select v.id from catalogues_version v
        where v.tenant_id = %(tenant)s and v.agreement_id = (
            select agreement_id from catalogues_version
            where tenant_id = %(tenant)s and id = %(version)s)
          and (v.id = %(version)s or not exists (
            select from catalogues_item i
            where i.tenant_id = %(tenant)s and i.version_id = v.id and i.state = 'active'))))"""

_FIND = """
    with asked as (
        select n, lower(word) as word
        from unnest(%(words)s::text[]) with ordinality as given(word, n)
    ), parts as (
        select distinct a.n, substr(a.word, place, size) as fragment
        from asked a
        cross join lateral (select least(length(a.word), 3)) sizes(size)
        cross join lateral generate_series(1, least(length(a.word), %(looked_at)s) - size + 1) place
        where size >= 2
    ), counted as (
        select p.n, p.fragment, coalesce(sum(f.number), 0) as words
        from parts p
        left join catalogues_fragment f
            on f.tenant_id = %(tenant)s and f.fragment = p.fragment
        group by p.n, p.fragment
    ), rarest as (
        select distinct on (n) n, fragment, words from counted order by n, words
    ), met as materialized (
        select r.n, w.number, w.item_ids
        from rarest r
        join asked a on a.n = r.n
        cross join lateral (
            select array_agg(distinct one.word) as words
            from catalogues_fragment f
            cross join lateral unnest(f.words) one(word)
            where f.tenant_id = %(tenant)s and f.fragment = r.fragment
              and position(a.word in one.word) > 0
        ) v
        join catalogues_word w on w.tenant_id = %(tenant)s and w.word = any(v.words)
        where r.words <= %(most_words)s
    ), ranked as (
        select r.n, coalesce(sum(m.number), 0) as number,
            row_number() over (order by coalesce(sum(m.number), 0), r.n) as place
        from rarest r
        left join met m on m.n = r.n
        where r.words <= %(most_words)s
        group by r.n
    )
    select first.number, case
        when first.number <= %(most)s
            then array(select unnest(item_ids) from met where n = first.n)
        when first.number + second.number <= %(most_of_two)s
            then array(select unnest(item_ids) from met where n = first.n
                intersect select unnest(item_ids) from met where n = second.n)
        end::text
    from ranked first
    left join ranked second on second.place = 2
    where first.place = 1"""


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What words leave of the articles: nothing (`is_empty`), what a `condition` on `i` holds for, or
    everything (""). `values` are the condition's, ids as the database writes them: they go back to it
    as they came."""

    condition: str = ""
    values: tuple[tuple[str, str], ...] = ()
    is_empty: bool = False


def index_words(version_id: UUID) -> None:
    """Write the words of the articles that a version has described; three statements, then two that
    forget versions of the same agreement none of whose articles is offered any more."""
    facts = {"tenant": current_tenant(), "version": version_id}
    with connection.cursor() as cursor:
        for table in ("catalogues_fragment", "catalogues_word"):
            cursor.execute(_FORGET.format(table=table), facts)
        cursor.execute(_WRITE_WORDS, facts)
        cursor.execute(_WRITE_FRAGMENTS, facts)


def narrowing(words: Sequence[str], *, most: int = MOST_ARTICLES) -> Narrowing:
    """What some words leave of the articles, for at most `most` of one word. One statement."""
    if not words:
        return Narrowing()
    asked: dict[str, Any] = {
        "tenant": current_tenant(),
        "words": list(words[:_WORDS]),
        "looked_at": _LETTERS,
        "most_words": MOST_WORDS,
        "most": most,
        "most_of_two": MOST_OF_TWO,
    }
    with connection.cursor() as cursor:
        cursor.execute(_FIND, asked)
        number, articles = cursor.fetchone() or (None, None)
    if number == 0:
        return Narrowing(is_empty=True)
    if articles is None:
        return Narrowing()
    return Narrowing("i.id = any(%(articles)s::uuid[])", (("articles", articles),))
