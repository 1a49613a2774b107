-- Whether the source's lists were read to known ground the last time. Until this crawl has done so too, they were not.
with before as (
    select source_id, read_through_at from source where source_id = %(source_id)s for update
)
update source s
set read_through_at = null
from before b
where s.source_id = b.source_id
returning b.read_through_at is not null as read_through
