-- A document that turns out to have another address leaves its former versions, which are to be counted anew.
update document v
set counted_at = null
from staging_document s
join document d on d.page_id = s.page_id and d.canonical_url <> s.canonical_url
where v.canonical_url = d.canonical_url and v.counted_at is not null;

insert into document as d (page_id, source_id, canonical_url, title, text, language, script, published_at, published_by,
                           modified_at, versioned_at, parsed_by, parsed_with, text_digest, authors, section, heads)
select page_id, source_id, canonical_url, title, text, language, script, published_at, published_by, modified_at,
       versioned_at, parsed_by, parsed_with, text_digest, authors, section, heads
from staging_document
on conflict (page_id) do update
set canonical_url = excluded.canonical_url, title = excluded.title, text = excluded.text, language = excluded.language,
    script = excluded.script,
    published_at = excluded.published_at, published_by = excluded.published_by, modified_at = excluded.modified_at,
    versioned_at = excluded.versioned_at, parsed_by = excluded.parsed_by, parsed_with = excluded.parsed_with,
    text_digest = excluded.text_digest, authors = excluded.authors, section = excluded.section, heads = excluded.heads,
    linked_with = case when (d.text_digest, d.canonical_url) = (excluded.text_digest, excluded.canonical_url)
                            and d.published_at is not distinct from excluded.published_at
                       then d.linked_with end,
    extracted_with = case when (d.title, d.text, d.published_at) is not distinct from
                               (excluded.title, excluded.text, excluded.published_at) then d.extracted_with end,
    counted_at = case when (d.versioned_at, d.canonical_url) = (excluded.versioned_at, excluded.canonical_url) then d.counted_at end
where (d.canonical_url, d.title, d.text, d.language, d.script, d.published_at, d.published_by, d.modified_at, d.versioned_at, d.parsed_by,
       d.parsed_with, d.authors, d.section, d.heads)
    is distinct from (excluded.canonical_url, excluded.title, excluded.text, excluded.language, excluded.script, excluded.published_at,
       excluded.published_by, excluded.modified_at, excluded.versioned_at, excluded.parsed_by, excluded.parsed_with, excluded.authors,
       excluded.section, excluded.heads)
