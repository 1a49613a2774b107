insert into page (source_id, url, canonical_url, kind, status, content_type, digest, listed_at, listed_title,
                  fetched_at, warc_file, warc_offset, warc_length)
select distinct on (canonical_url, kind, digest)
    source_id, url, canonical_url, kind, status, content_type, digest, listed_at, listed_title,
    fetched_at, warc_file, warc_offset, warc_length
from staging_page
order by canonical_url, kind, digest, fetched_at
on conflict (canonical_url, kind, digest) do nothing
