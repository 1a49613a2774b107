select distinct document_id, place, disease, measure, aggregation, value, date as day
from observation
where document_id = any(%(document_ids)s) and retracted_at is null and subgroup is null and locality is null
  and place is not null and date is not null
