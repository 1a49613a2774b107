-- Before the counts are written: which of those given so far change, and why.
with before as (
    select k.*, d.value as old_value, d.observation_id as old_id, d.basis as old_basis
    from key_to_resolve k
    join daily_count d
        on d.place = k.place and d.disease = k.disease and d.measure = k.measure and d.aggregation = k.aggregation
        and d.day = k.day and d.case_class is not distinct from k.case_class
        and d.symptom_status is not distinct from k.symptom_status and d.period_start is not distinct from k.period_start
    union all
    select k.*, null, null, null
    from key_to_resolve k
    cross join lateral (
        select v.to_value
        from daily_count_revision v
        where v.place = k.place and v.disease = k.disease and v.measure = k.measure and v.aggregation = k.aggregation
          and v.day = k.day and v.case_class is not distinct from k.case_class
          and v.symptom_status is not distinct from k.symptom_status and v.period_start is not distinct from k.period_start
        order by v.revision_id desc
        limit 1
    ) v
    where v.to_value is null
), compared as (
    select b.*, r.value as new_value, r.observation_id as new_id, r.basis as new_basis, coalesce(s.tied, false) as tied
    from before b
    left join resolved r
        on r.place = b.place and r.disease = b.disease and r.measure = b.measure and r.aggregation = b.aggregation
        and r.day = b.day and r.case_class is not distinct from b.case_class
        and r.symptom_status is not distinct from b.symptom_status and r.period_start is not distinct from b.period_start
    left join stated s
        on s.place = b.place and s.disease = b.disease and s.measure = b.measure and s.aggregation = b.aggregation
        and s.day = b.day and s.case_class is not distinct from b.case_class
        and s.symptom_status is not distinct from b.symptom_status and s.period_start is not distinct from b.period_start
    where b.old_value is distinct from r.value
)
insert into daily_count_revision (place, disease, measure, aggregation, case_class, symptom_status, day, period_start,
    from_value, to_value, from_observation_id, to_observation_id, why, document_id, published_at)
select c.place, c.disease, c.measure, c.aggregation, c.case_class, c.symptom_status, c.day, c.period_start, c.old_value,
       c.new_value, c.old_id, c.new_id,
       case
           when c.new_value is null and c.tied then 'conflict'
           when c.new_value is null then 'withdrawn'
           when c.old_value is null then 'stated_again'
           when c.new_basis <> 'stated' then 'worked_out'
           when c.old_basis <> 'stated' then 'stated'
           when old.document_id = new.document_id or o.retracted_at is not null then 'reread'
           when old.canonical_url = new.canonical_url then 'edited'
           when old.source_id = new.source_id then 'restated'
           when news.rank < olds.rank then 'better_source'
           else 'later'
       end,
       coalesce(new.document_id, old.document_id),
       case when coalesce(new.published_at, old.published_at) is not null then coalesce(new.versioned_at, old.versioned_at) end
from compared c
left join observation o on o.observation_id = c.old_id
left join document old on old.document_id = o.document_id
left join source olds on olds.source_id = old.source_id
left join observation n on n.observation_id = c.new_id
left join document new on new.document_id = n.document_id
left join source news on news.source_id = new.source_id;

-- An article's first version that came in together with its edit: the count was never given as it was, and yet it was changed.
insert into daily_count_revision (place, disease, measure, aggregation, case_class, symptom_status, day, period_start,
    from_value, to_value, from_observation_id, to_observation_id, why, document_id, published_at)
select r.place, r.disease, r.measure, r.aggregation, r.case_class, r.symptom_status, r.day, r.period_start, e.value, r.value,
       e.observation_id, r.observation_id, 'edited', n.document_id, case when n.published_at is not null then n.versioned_at end
from resolved r
join observation o on o.observation_id = r.observation_id
join uncounted u on u.document_id = o.document_id
join document n on n.document_id = o.document_id
join page np on np.page_id = n.page_id
cross join lateral (
    select f.value, f.observation_id
    from document d
    join page p on p.page_id = d.page_id
    join candidate c on c.document_id = d.document_id
    join observation f on f.observation_id = c.observation_id
    where d.canonical_url = n.canonical_url
      and (d.versioned_at, p.fetched_at, d.document_id) < (n.versioned_at, np.fetched_at, n.document_id)
      and c.place = r.place and c.disease = r.disease and c.measure = r.measure and c.aggregation = r.aggregation
      and c.day = r.day and c.case_class is not distinct from r.case_class
      and c.symptom_status is not distinct from r.symptom_status and c.period_start is not distinct from r.period_start
      and f.value <> r.value
    order by d.versioned_at desc, p.fetched_at desc, d.document_id desc, f.observation_id
    limit 1
) e
where r.basis = 'stated' and (r.aggregation <> 'new' or r.period_start is null)
  and not exists (
      select from daily_count d
      where d.place = r.place and d.disease = r.disease and d.measure = r.measure and d.aggregation = r.aggregation
        and d.day = r.day and d.case_class is not distinct from r.case_class
        and d.symptom_status is not distinct from r.symptom_status and d.period_start is not distinct from r.period_start)
  and not exists (
      select from daily_count_revision v
      where v.place = r.place and v.disease = r.disease and v.measure = r.measure and v.day = r.day
        and v.to_observation_id = r.observation_id and v.from_observation_id = e.observation_id)
