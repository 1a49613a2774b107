-- Each source against its own history: the last 20 fresh articles against the 200 before them, the last crawl of what is
-- latest against the 20 before it. Past days that are collected later say nothing of how the site looks today.
create view source_health as
with article as (
    select s.source_id, p.fetched_at, a.number <= 20 as recent, p.fetched_at - lead(p.fetched_at) over older as gap,
           d.document_id is null and u.reason is null as unparsed,
           u.reason is not null as without_body,
           d.document_id is not null and d.published_at is null as without_date,
           d.parsed_by = 'trafilatura' and jsonb_array_length(s.config -> 'layouts') > 0 as without_layout
    from source s
    cross join lateral (
        select page_id, row_number() over (order by fetched_at desc) as number
        from page
        where source_id = s.source_id and kind = 'article' and status < 300 and web_archive is null
          and coalesce(listed_at, fetched_at) > fetched_at - interval '30 days'
        order by fetched_at desc
        limit 220
    ) a
    join page p using (page_id)
    left join document d using (page_id)
    left join lateral (select reason from unreadable where page_id = p.page_id and stage = 'parse' limit 1) u on true
    window older as (partition by s.source_id order by p.fetched_at desc)
), share as (
    select source_id, max(fetched_at) as last_new_at, count(*) as articles,
           percentile_cont(0.9) within group (order by gap) as usual_gap,
           count(*) filter (where recent and not unparsed) as recent,
           count(*) filter (where not recent and not unparsed) as earlier,
           coalesce(avg(without_body::int) filter (where recent and not unparsed), 0) as no_body,
           coalesce(avg(without_body::int) filter (where not recent and not unparsed), 0) as no_body_before,
           coalesce(avg(without_date::int) filter (where recent and not unparsed), 0) as no_date,
           coalesce(avg(without_date::int) filter (where not recent and not unparsed), 0) as no_date_before,
           coalesce(avg(without_layout::int) filter (where recent and not unparsed and not without_body), 0) as no_layout,
           coalesce(avg(without_layout::int) filter (where not recent and not unparsed and not without_body), 0) as no_layout_before
    from article
    group by source_id
), latest as (
    select distinct on (source_id) *
    from crawl
    where day is null and status <> 143
    order by source_id, ended_at desc
), habit as (
    select l.source_id, count(*) as crawls, percentile_cont(0.5) within group (order by h.listed) as usually_listed
    from latest l
    cross join lateral (
        select listed from crawl
        where source_id = l.source_id and day is null and status = 0 and unchanged_lists = 0 and crawl_id <> l.crawl_id
        order by ended_at desc
        limit 20
    ) h
    group by l.source_id
), judged as (
    select s.source_id, s.name, l.ended_at as last_crawl_at, h.last_new_at, h.usual_gap,
           case when l.crawl_id is null then null
                when l.status <> 0 then coalesce(l.problem, 'its crawl ended with status ' || l.status)
                when l.fetched >= 5 and l.unreadable * 2 > l.fetched
                then l.unreadable || ' of ' || l.fetched || ' articles could not be had'
           end as failing,
           case when b.crawls >= 5 and b.usually_listed >= 3 and l.listed = 0 and l.unchanged_lists = 0
                then 'its lists show no article, where they usually show ' || round(b.usually_listed)
                when h.recent < 10 then null
                when h.no_body >= 0.5 and h.no_body - h.no_body_before >= 0.3
                then round(100 * h.no_body) || ' % of its last ' || h.recent || ' articles have no body, before '
                     || round(100 * h.no_body_before) || ' %'
                when h.no_layout >= 0.5 and h.no_layout - h.no_layout_before >= 0.3
                then round(100 * h.no_layout) || ' % of its last ' || h.recent || ' articles match no layout, before '
                     || round(100 * h.no_layout_before) || ' %'
                when h.no_date >= 0.5 and h.no_date - h.no_date_before >= 0.3
                then round(100 * h.no_date) || ' % of its last ' || h.recent || ' articles have no date, before '
                     || round(100 * h.no_date_before) || ' %'
           end as drifting,
           case when h.articles >= 10 and now() - h.last_new_at > greatest(3 * h.usual_gap, interval '2 days')
                then 'nothing new since ' || to_char(h.last_new_at at time zone 'UTC', 'YYYY-MM-DD')
           end as silent
    from source s
    left join share h using (source_id)
    left join latest l using (source_id)
    left join habit b using (source_id)
)
select source_id, name,
       case when failing is not null then 'failing' when drifting is not null then 'drifting'
            when silent is not null then 'silent' when last_crawl_at is not null then 'healthy' end as health,
       coalesce(failing, drifting, silent) as reason, last_crawl_at, last_new_at, usual_gap
from judged;
comment on view source_health is 'How each source does, against its own history.';
comment on column source_health.source_id is 'The source.';
comment on column source_health.name is 'Its name.';
comment on column source_health.health is 'failing (cannot be had), drifting (its pages are no more as its file says), silent (nothing new for longer than its habit), healthy; null before its first crawl.';
comment on column source_health.reason is 'Why it is not healthy.';
comment on column source_health.last_crawl_at is 'End of the last crawl of what is latest.';
comment on column source_health.last_new_at is 'When a fresh article or a new version of one last came.';
comment on column source_health.usual_gap is 'Nine in ten of its articles come within this time after the one before.';
