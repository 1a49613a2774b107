insert into crawl (source_id, day, began_at, ended_at, status, listed, known, fetched, new_pages, changed_pages,
                   unchanged_lists, left_out, put_off, unreadable, failed_lists, problem)
select %(source_id)s, %(day)s, %(began_at)s, %(ended_at)s, %(status)s, %(listed)s, %(known)s, %(fetched)s,
       count(*) filter (where not p.again), count(*) filter (where p.again), %(unchanged)s, %(left_out)s, %(put_off)s,
       %(unreadable)s, %(failed_lists)s, %(problem)s
from (
    select exists (select from page o where o.canonical_url = p.canonical_url and o.kind = 'article'
                   and o.status < 300 and o.fetched_at < p.fetched_at) as again
    from page p
    where p.source_id = %(source_id)s and p.kind = 'article' and p.status < 300 and p.fetched_at >= %(began_at)s
) p
