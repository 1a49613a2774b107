-- How does a series run across a change of definition, and where does it break?
select day, value, counts, is_break, note is not null as new_definition
from series('KZ', 'covid-19', 'cases', 'cumulative', '2020-06-02', '2020-07-02', across_breaks => true)
where day in ('2020-06-02', '2020-06-03', '2020-06-30', '2020-07-01', '2020-07-02')
order by day;
