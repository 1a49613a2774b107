-- Days of figures as extraction leaves them, from day %(first)s to %(last)s after 1 January 1980: five countries of seventeen
-- units, four sources, 800 observations a day. Totals follow from new figures; the last source errs every seventh day.

insert into place (place, name, kind, country)
select place, place, 'country', place from (values ('KZ'), ('KG'), ('TJ'), ('TM'), ('UZ')) c(place)
on conflict do nothing;

insert into place (place, name, kind, country, parent)
select c.place || '-' || n, c.place || '-' || n, 'region', c.place, c.place
from place c cross join generate_series(10, 26) n
where c.parent is null
on conflict do nothing;

insert into source (source_id, name, url, country, kind, rank, time_zone, config)
select 's' || n, 's' || n, 'https://s' || n, null, 'agency', 10 * n, 'Asia/Almaty', '{}'
from generate_series(1, 4) n
on conflict do nothing;

with article as (
    select d, n, c.place, format('https://s%%s/%%s/%%s', n, lower(c.place), d) as url
    from generate_series(%(first)s, %(last)s) d cross join place c cross join generate_series(1, 4) n
    where c.parent is null
), archived as (
    insert into page (source_id, url, canonical_url, kind, status, digest, fetched_at, warc_file, warc_offset, warc_length)
    select 's' || n, url, url, 'article', 200, md5(url), now(), 'f', 0, 0 from article order by d, n
    returning page_id, source_id, canonical_url
), told as (
    insert into document (page_id, source_id, canonical_url, title, text, published_at, versioned_at, parsed_by, parsed_with,
                          text_digest, extracted_with)
    select p.page_id, p.source_id, p.canonical_url, 't', 'x', at, at, 'p', 'p', p.page_id, 'e'
    from archived p
    join article a on a.url = p.canonical_url
    cross join lateral (select ('1980-01-02'::date + a.d)::timestamptz + a.n * interval '1 hour' as at) t
    order by p.page_id
    returning document_id, canonical_url
)
insert into observation (document_id, disease, measure, aggregation, value, at_least, at_most, approximate, place, date, evidence,
                         start_char, end_char, extractor_version)
select t.document_id, 'covid-19', f.measure, g.aggregation,
       case when g.aggregation = 'new' then 100 + a.d %% 50
            else 100 * a.d + a.d / 50 * 1225 + a.d %% 50 * (a.d %% 50 + 1) / 2 end / f.share
           + case when a.n = 4 and a.d %% 7 = 0 then 1 else 0 end,
       false, false, false, f.place, '1980-01-01'::date + a.d, 'e', 1, 2, 'e'
from told t
join article a on a.url = t.canonical_url
cross join lateral (
    select a.place, measure, share from (values ('cases', 1), ('deaths', 50), ('recovered', 2)) m(measure, share)
    union all
    select u.place, 'cases', 20 from place u where u.parent = a.place
) f
cross join (values ('new'), ('cumulative')) g(aggregation)
