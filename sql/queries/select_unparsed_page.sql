-- Articles that no parser of this version has read, with what their source says about their layout.
select p.page_id, p.source_id, p.url, p.canonical_url, p.status, p.content_type, p.fetched_at, p.listed_at, p.listed_title,
       p.warc_file, p.warc_offset, p.warc_length, s.time_zone, coalesce(s.config -> 'layouts', '[]') as layouts,
       (s.config ->> 'since')::date as since, v.parsed_with
from page p
join source s using (source_id)
cross join lateral (
    select %(parser)s || '-' || md5(s.time_zone || coalesce(s.config ->> 'since', '') || coalesce(s.config -> 'layouts', '[]')::text) as parsed_with
) v
where p.kind = 'article' and p.status between 200 and 299
  and not exists (select from document d where d.page_id = p.page_id and d.parsed_with = v.parsed_with)
  and not exists (select from unreadable u where u.page_id = p.page_id and u.stage = 'parse' and u.parsed_with = v.parsed_with)
order by p.page_id
limit %(limit)s
