select count(*) as checks, count(*) filter (where not passed and excused_by is null) as failed,
       count(*) filter (where excused_by is not null) as excused,
       (select coalesce(json_object_agg(check_name, failures), '{}')
        from (select check_name, count(*) as failures from check_result
              where not passed and excused_by is null group by check_name) f) as failures
from check_result
