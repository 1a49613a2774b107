-- Without read_at a row says only that the URL was asked for: it had not changed, or had nothing to give.
with unchanged as (
    update visit v set visited_at = s.visited_at
    from staging_visit s
    where s.read_at is null and v.canonical_url = s.canonical_url and v.visited_at < s.visited_at
)
insert into visit as v (canonical_url, source_id, kind, url, etag, last_modified, visited_at, read_at)
select canonical_url, source_id, kind, url, etag, last_modified, visited_at, read_at
from staging_visit
where read_at is not null
on conflict (canonical_url) do update
set source_id = excluded.source_id, kind = excluded.kind, url = excluded.url, etag = excluded.etag,
    last_modified = excluded.last_modified, visited_at = excluded.visited_at, read_at = excluded.read_at
where v.visited_at < excluded.visited_at
