select source_id, health, reason
from source_health
where source_id = any (%(sources)s) and health in ('failing', 'drifting', 'silent')
order by source_id
