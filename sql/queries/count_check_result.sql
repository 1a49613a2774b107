select coalesce(sum(results), 0) as checks, coalesce(sum(results) filter (where not passed and not excused), 0) as failed,
       coalesce(sum(results) filter (where excused), 0) as excused,
       coalesce(json_object_agg(check_name, results) filter (where not passed and not excused and results > 0), '{}') as failures
from check_tally
