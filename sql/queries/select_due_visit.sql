-- Articles that may still be edited: looked at about every hour in their first six, then once a day for three days.
select v.canonical_url, v.url, v.etag, v.last_modified, l.listed_at
from visit v
cross join lateral (
    select max(listed_at) as listed_at from listing where canonical_url = v.canonical_url
) l
cross join lateral (
    select max(d.published_at) as published_at
    from page p
    join document d using (page_id)
    where p.canonical_url = v.canonical_url and p.kind = 'article'
) d
cross join lateral (select %(now)s::timestamptz - coalesce(l.listed_at, d.published_at) as age) a
where v.source_id = %(source_id)s and v.kind = 'article' and v.visited_at > %(now)s::timestamptz - interval '4 days'
  and a.age < interval '3 days'
  and v.visited_at < %(now)s::timestamptz
      - case when a.age < interval '6 hours' then interval '50 minutes' else interval '23 hours' end
order by a.age
