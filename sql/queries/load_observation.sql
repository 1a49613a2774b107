insert into observation as o (document_id, disease, measure, aggregation, case_class, symptom_status, value, at_least, at_most,
    approximate, place, locality, date, cut_off_at, period_start, subgroup, officiality, evidence, start_char, end_char,
    extractor_version)
select distinct on (document_id, extractor_version, disease, measure, aggregation, case_class, symptom_status, value, place,
                    locality, date, period_start, subgroup, start_char)
    document_id, disease, measure, aggregation, case_class, symptom_status, value, at_least, at_most,
    approximate, place, locality, date, cut_off_at, period_start, subgroup, officiality, evidence, start_char, end_char,
    extractor_version
from staging_observation
on conflict (document_id, extractor_version, disease, measure, aggregation, case_class, symptom_status, value, place,
             locality, date, period_start, subgroup, start_char) do update
set at_least = excluded.at_least, at_most = excluded.at_most, approximate = excluded.approximate,
    cut_off_at = excluded.cut_off_at, officiality = excluded.officiality, evidence = excluded.evidence,
    end_char = excluded.end_char, retracted_at = null
where o.retracted_at is not null
   or (o.at_least, o.at_most, o.approximate, o.cut_off_at, o.officiality, o.evidence, o.end_char)
        is distinct from (excluded.at_least, excluded.at_most, excluded.approximate, excluded.cut_off_at,
                          excluded.officiality, excluded.evidence, excluded.end_char)
