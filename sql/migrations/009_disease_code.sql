-- A disease may have several codes.
alter table disease
    alter column icd10 type text[] using string_to_array(icd10, ','),
    alter column icd11 type text[] using string_to_array(icd11, ',');
comment on column disease.icd10 is 'ICD-10 codes; empty where no source gives one.';
comment on column disease.icd11 is 'ICD-11 codes; empty where no source gives one.';
