-- From here on this session has the reader's rights only; no row where there is no reader or this user may not become it.
select set_config('role', 'salamat_reader', false) as became
from pg_roles
where rolname = 'salamat_reader' and pg_has_role(current_user, oid, 'member')
