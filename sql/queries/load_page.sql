-- A page that is known gains only what a later list says of it: a newer date, whose document is to be read again with it.
with staged as (
    select distinct on (canonical_url, kind, digest)
        source_id, url, canonical_url, kind, status, content_type, digest,
        max(listed_at) over (partition by canonical_url, kind, digest) as listed_at, listed_title,
        fetched_at, warc_file, warc_offset, warc_length
    from staging_page
    order by canonical_url, kind, digest, fetched_at
), dated as (
    update page p set listed_at = s.listed_at
    from staged s
    where (p.canonical_url, p.kind, p.digest) = (s.canonical_url, s.kind, s.digest)
      and s.listed_at > coalesce(p.listed_at, '-infinity')
    returning p.page_id
), stale as (
    update document d set parsed_with = '' from dated where d.page_id = dated.page_id
), retried as (
    update unreadable u set parsed_with = '' from dated where u.page_id = dated.page_id and u.stage = 'parse'
)
insert into page (source_id, url, canonical_url, kind, status, content_type, digest, listed_at, listed_title,
                  fetched_at, warc_file, warc_offset, warc_length)
select source_id, url, canonical_url, kind, status, content_type, digest, listed_at, listed_title,
       fetched_at, warc_file, warc_offset, warc_length
from staged
on conflict (canonical_url, kind, digest) do nothing
