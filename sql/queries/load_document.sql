insert into document as d (page_id, source_id, canonical_url, title, text, language, script, published_at, published_by,
                           modified_at, versioned_at, parsed_by, parsed_with, text_digest, authors, section, heads)
select page_id, source_id, canonical_url, title, text, language, script, published_at, published_by, modified_at,
       versioned_at, parsed_by, parsed_with, text_digest, authors, section, heads
from staging_document
on conflict (page_id) do update
set title = excluded.title, text = excluded.text, language = excluded.language, script = excluded.script,
    published_at = excluded.published_at, published_by = excluded.published_by, modified_at = excluded.modified_at,
    versioned_at = excluded.versioned_at, parsed_by = excluded.parsed_by, parsed_with = excluded.parsed_with,
    text_digest = excluded.text_digest, authors = excluded.authors, section = excluded.section, heads = excluded.heads,
    linked_with = case when d.text_digest = excluded.text_digest and d.published_at is not distinct from excluded.published_at
                       then d.linked_with end,
    extracted_with = case when (d.title, d.text, d.published_at) is not distinct from
                               (excluded.title, excluded.text, excluded.published_at) then d.extracted_with end,
    counted_at = case when d.versioned_at = excluded.versioned_at then d.counted_at end
where (d.title, d.text, d.language, d.script, d.published_at, d.published_by, d.modified_at, d.versioned_at, d.parsed_by,
       d.parsed_with, d.authors, d.section, d.heads)
    is distinct from (excluded.title, excluded.text, excluded.language, excluded.script, excluded.published_at,
       excluded.published_by, excluded.modified_at, excluded.versioned_at, excluded.parsed_by, excluded.parsed_with, excluded.authors,
       excluded.section, excluded.heads)
