select place, disease, measure, aggregation, case_class, symptom_status, day, value, basis
from daily_count
order by place, disease, measure, aggregation, day, case_class, symptom_status;
