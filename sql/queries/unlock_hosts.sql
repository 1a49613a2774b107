-- The locks are the only ones that a crawl's session holds.
select pg_advisory_unlock_all()
