-- The sum of a series of new counts, which says what it is worth: the days that are missing and the breaks within it. Across a
-- break there is no sum unless asked for.
create function series_sum(place text, disease text, measure text, first_day date, last_day date,
                           across_breaks boolean default false, case_class text default null)
returns table (value numeric, days int, days_missing int, breaks text[])
language sql stable parallel safe
as $$
select case when series_sum.across_breaks or not coalesce(bool_or(s.is_break), false) then sum(s.value) end,
       count(*)::int, (series_sum.last_day - series_sum.first_day + 1 - count(*))::int,
       coalesce(array_agg(s.day || ': ' || s.note order by s.day) filter (where s.is_break), '{}')
from series(series_sum.place, series_sum.disease, series_sum.measure, 'new', series_sum.first_day, series_sum.last_day, true,
            series_sum.case_class) s
$$;
comment on function series_sum(text, text, text, date, date, boolean, text) is 'Sum of new counts with the number of days it has and lacks and the breaks of definition within; null across a break unless across_breaks.';
