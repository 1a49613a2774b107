select place, coalesce(max(p.name), place) as place_name, disease, coalesce(max(d.name), disease) as disease_name,
       count(distinct day) as days
from daily_count c
left join place p using (place)
left join disease d using (disease)
group by place, disease
order by days desc, place, disease;
