insert into disease as d (disease, name, icd10, icd11)
select disease, name, icd10, icd11 from staging_disease
on conflict (disease) do update
set name = excluded.name, icd10 = excluded.icd10, icd11 = excluded.icd11
where (d.name, d.icd10, d.icd11) is distinct from (excluded.name, excluded.icd10, excluded.icd11)
