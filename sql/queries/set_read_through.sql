update source set read_through_at = now() where source_id = %(source_id)s
