select l.canonical_url, l.listed_at, d.published_at
from listing l
left join lateral (
    select max(d.published_at) as published_at
    from page p
    join document d using (page_id)
    where p.canonical_url = l.canonical_url and p.kind = 'article'
) d on true
where l.canonical_url = any (%(urls)s)
