select l.canonical_url, l.listed_at, p.published_at
from listing l
left join lateral (
    select max(d.published_at) as published_at
    from document d
    where d.canonical_url = l.canonical_url
) p on true
where l.canonical_url = any (%(urls)s)
