with changed as (
    select s.source_id
    from staging_source s
    join source o using (source_id)
    where (o.country, o.rank, o.time_zone) is distinct from (s.country, s.rank, s.time_zone)
), recounted as (
    update document set counted_at = null
    where source_id in (select source_id from changed) and counted_at is not null
)
insert into source as o (source_id, name, url, country, kind, rank, time_zone, languages, config)
select source_id, name, url, country, kind, rank, time_zone, languages, config
from staging_source
on conflict (source_id) do update
set name = excluded.name, url = excluded.url, country = excluded.country, kind = excluded.kind, rank = excluded.rank,
    time_zone = excluded.time_zone, languages = excluded.languages, config = excluded.config, updated_at = now()
where (o.name, o.url, o.country, o.kind, o.rank, o.time_zone, o.languages, o.config)
    is distinct from (excluded.name, excluded.url, excluded.country, excluded.kind, excluded.rank, excluded.time_zone,
                      excluded.languages, excluded.config)
