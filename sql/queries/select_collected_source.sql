select source_id from source order by source_id
