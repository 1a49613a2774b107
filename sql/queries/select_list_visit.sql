-- A day's whole answers only: a site that wrongly says "not modified" for ever, or a changed source file, is read anew.
select v.canonical_url, v.url, v.etag, v.last_modified, null::timestamptz as listed_at
from visit v
join source s using (source_id)
where v.source_id = %(source_id)s and v.kind <> 'article' and (v.etag is not null or v.last_modified is not null)
  and v.read_at >= s.updated_at and v.read_at > %(now)s::timestamptz - interval '1 day'
