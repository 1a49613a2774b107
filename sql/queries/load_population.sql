delete from population p
where not exists (select from staging_population s where s.place = p.place and s.year is not distinct from p.year);

insert into population as p (place, year, people, source, url)
select place, year, people, source, url from staging_population
on conflict (place, year) do update
set people = excluded.people, source = excluded.source, url = excluded.url
where (p.people, p.source, p.url) is distinct from (excluded.people, excluded.source, excluded.url)
