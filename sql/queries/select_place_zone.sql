select country, time_zone from place where place = country and time_zone is not null
