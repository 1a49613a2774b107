-- The population to set a count of `day` against: the newest year up to it, else the figure without a year.
create function population_of(place text, day date)
returns setof population
language sql stable parallel safe
as $$
select p.*
from population p
where p.place = population_of.place and (p.year is null or p.year <= extract(year from population_of.day))
order by p.year desc nulls last
limit 1
$$;
comment on function population_of(text, date) is 'The population on file for a place and day, or no row.';
