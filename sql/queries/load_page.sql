-- A page that is known gains only what a later list says of it, a newer date or a title that it lacked; its document is to
-- be read again with that. In whatever order lists answer, the same page results.
with staged as (
    select distinct on (canonical_url, kind, digest)
        source_id, url, canonical_url, kind, status, content_type, digest,
        max(listed_at) over same as listed_at, coalesce(listed_title, max(listed_title) over same) as listed_title,
        fetched_at, warc_file, warc_offset, warc_length, web_archive
    from staging_page
    window same as (partition by canonical_url, kind, digest)
    order by canonical_url, kind, digest, fetched_at
), dated as (
    update page p
    set listed_at = greatest(p.listed_at, s.listed_at), listed_title = coalesce(p.listed_title, s.listed_title)
    from staged s
    where (p.canonical_url, p.kind, p.digest) = (s.canonical_url, s.kind, s.digest)
      and (s.listed_at > coalesce(p.listed_at, '-infinity') or p.listed_title is null and s.listed_title is not null)
    returning p.page_id
), stale as (
    update document d set parsed_with = '' from dated where d.page_id = dated.page_id
), retried as (
    update unreadable u set parsed_with = '' from dated where u.page_id = dated.page_id and u.stage = 'parse'
)
insert into page (source_id, url, canonical_url, kind, status, content_type, digest, listed_at, listed_title,
                  fetched_at, warc_file, warc_offset, warc_length, web_archive)
select source_id, url, canonical_url, kind, status, content_type, digest, listed_at, listed_title,
       fetched_at, warc_file, warc_offset, warc_length, web_archive
from staged
on conflict (canonical_url, kind, digest) do nothing
