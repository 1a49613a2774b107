-- Places from the gazetteer; where a country's zone is new, its days are worked out anew.
with zoned as (
    select s.*, z.time_zone as zone
    from staging_place s
    left join country_zone z on z.country = s.place
), moved as (
    update document set counted_at = null
    where counted_at is not null
      and exists (select from zoned z left join place p using (place) where z.zone is distinct from p.time_zone)
)
insert into place as p (place, name, kind, country, parent, time_zone, geonames_id, valid_from)
select place, name, kind, country, parent, zone, geonames_id, valid_from
from zoned
on conflict (place) do update
set name = excluded.name, kind = excluded.kind, country = excluded.country, parent = excluded.parent,
    time_zone = excluded.time_zone, geonames_id = excluded.geonames_id, valid_from = excluded.valid_from
where (p.name, p.kind, p.country, p.parent, p.time_zone, p.geonames_id, p.valid_from)
    is distinct from (excluded.name, excluded.kind, excluded.country, excluded.parent, excluded.time_zone,
                      excluded.geonames_id, excluded.valid_from)
