-- Marks the chosen articles as undone from the stage `redo` on: pages to parse, documents to extract, counts to resolve.
-- The day of an article is that of its publication in its source's zone, else of its listing, else of its fetching.
with chosen as (
    select p.page_id
    from page p
    join source s using (source_id)
    left join document d using (page_id)
    cross join lateral (
        select (coalesce(d.published_at, p.listed_at, p.fetched_at) at time zone s.time_zone)::date as day
    ) v
    where p.kind = 'article' and p.status between 200 and 299
      and (%(sources)s::text[] = '{}' or p.source_id = any(%(sources)s::text[]))
      and v.day between coalesce(%(first)s::date, v.day) and coalesce(%(last)s::date, v.day)
), undone as (
    update document d
    set parsed_with = case %(redo)s when 'pages' then '' else parsed_with end,
        extracted_with = case %(redo)s when 'documents' then null else extracted_with end,
        counted_at = case %(redo)s when 'counts' then null else counted_at end
    from chosen c
    where d.page_id = c.page_id
), unread as (
    update unreadable u set parsed_with = null
    from chosen c
    where u.page_id = c.page_id and u.stage = 'parse' and %(redo)s = 'pages'
)
select count(*)::int as pages from chosen
