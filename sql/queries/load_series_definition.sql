-- Definitions from the reference file; where one is new, changed or gone, the days of its country and measure are worked out
-- anew. A definition that is gone no longer stands on any candidate or count.
with wanted as (
    select definition_id, place, disease, measure, valid_from, valid_to, case_class, symptom_status, plain, intraday, counts,
           totals_from, note
    from staging_series_definition
), changed as (
    select coalesce(w.place, s.place) as country, coalesce(w.disease, s.disease) as disease,
           coalesce(w.measure, s.measure) as measure
    from wanted w
    full join series_definition s using (definition_id)
    where (w.place, w.disease, w.measure, w.valid_from, w.valid_to, w.case_class, w.symptom_status, w.plain, w.intraday,
           w.totals_from)
        is distinct from (s.place, s.disease, s.measure, s.valid_from, s.valid_to, s.case_class, s.symptom_status, s.plain,
           s.intraday, s.totals_from)
)
update document d
set counted_at = null
where d.counted_at is not null and exists (select from changed)
  and d.document_id in (
      select o.document_id
      from observation o
      join changed c on c.country = left(o.place, 2) and c.disease = o.disease and c.measure = o.measure);

update candidate set definition_id = null
where definition_id in (select definition_id from series_definition
                        where definition_id not in (select definition_id from staging_series_definition));

update former_candidate set definition_id = null
where definition_id in (select definition_id from series_definition
                        where definition_id not in (select definition_id from staging_series_definition));

update daily_count set definition_id = null
where definition_id in (select definition_id from series_definition
                        where definition_id not in (select definition_id from staging_series_definition));

update period_count set definition_id = null
where definition_id in (select definition_id from series_definition
                        where definition_id not in (select definition_id from staging_series_definition));

delete from series_definition
where definition_id not in (select definition_id from staging_series_definition);

insert into series_definition as s (definition_id, place, disease, measure, valid_from, valid_to, case_class, symptom_status,
                                    plain, intraday, counts, totals_from, note)
select definition_id, place, disease, measure, valid_from, valid_to, case_class, symptom_status, plain, intraday, counts,
       totals_from, note
from staging_series_definition
on conflict (definition_id) do update
set place = excluded.place, disease = excluded.disease, measure = excluded.measure, valid_from = excluded.valid_from,
    valid_to = excluded.valid_to, case_class = excluded.case_class, symptom_status = excluded.symptom_status,
    plain = excluded.plain, intraday = excluded.intraday, counts = excluded.counts, totals_from = excluded.totals_from,
    note = excluded.note
where (s.place, s.disease, s.measure, s.valid_from, s.valid_to, s.case_class, s.symptom_status, s.plain, s.intraday, s.counts,
       s.totals_from, s.note)
    is distinct from (excluded.place, excluded.disease, excluded.measure, excluded.valid_from, excluded.valid_to,
       excluded.case_class, excluded.symptom_status, excluded.plain, excluded.intraday, excluded.counts, excluded.totals_from,
       excluded.note)
