with gone as (
    delete from place_name n
    where not exists (
        select from staging_place_name s
        where s.place = n.place and s.name = n.name and s.language is not distinct from n.language)
)
insert into place_name (place, name, language)
select distinct place, name, language from staging_place_name
on conflict (place, name, language) do nothing
